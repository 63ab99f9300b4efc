"""What an ambassador does on the field pages."""


def sign_in_as_ambassador(page, base, username, password, *, language="km"):
    page.goto(f"{base}/field/sign-in/?language={language}")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.locator("main form button").last.click()
    page.wait_for_url(f"{base}/field/")


def log_training_session(
    page, base, *, venue, topic, minutes, total, cells, disabilities=0, note="", held_on=None
):
    """Fills in and sends the session form; `cells` is {(gender, age band): count}."""
    page.goto(f"{base}/field/sessions/new/")
    fill_in_training_session(
        page,
        venue=venue,
        topic=topic,
        minutes=minutes,
        total=total,
        cells=cells,
        disabilities=disabilities,
        note=note,
        held_on=held_on,
    )
    send(page)


def fill_in_training_session(page, *, venue, topic, minutes, total, cells, disabilities, note, held_on):
    if held_on:
        page.fill("input[name=held_on]", held_on.isoformat())
    page.check(f"input[name=duration][value='{minutes}']")
    page.select_option("select[name=venue]", venue)
    page.select_option("select[name=subject]", f"topic:{topic}")
    page.fill("input[name=headcount_total]", str(total))
    unfold(page)
    for (gender, band), count in cells.items():
        page.fill(f"input[name='people.{gender}.{band}']", str(count))
    if disabilities:
        page.fill("input[name=people_with_disabilities]", str(disabilities))
    page.fill("textarea[name=note]", note)


def unfold(page):
    """Opens all that is folded away, as someone does who has more to write."""
    folded = page.locator("form[data-headcount] details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def send(page):
    """Saves, and waits until the next page or what is wrong with this one is there.

    What was wrong at an earlier try is taken from the page first, so that it is not taken for an answer to this one.
    """
    page.evaluate("document.querySelectorAll('main .notice.problem').forEach((notice) => notice.remove())")
    page.locator("form[data-headcount] > button.button").last.click()
    page.wait_for_function(
        "() => !document.querySelector('form[data-headcount]') || document.querySelector('main .notice.problem')"
    )
    page.wait_for_load_state()
