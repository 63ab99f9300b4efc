"""What a learner does, on a phone with a touch screen, with or without JavaScript."""

LESSON = "/{language}/getting-online/what-the-internet-is/"


def take_first_lesson(page, base, *, zone_code, language):
    """From the poster's address to the completed lesson, by taps only."""
    page.goto(f"{base}/z/{zone_code}/")
    page.locator(f"a[hreflang={language}]").last.tap()
    page.locator(f"main a[href='/{language}/getting-online/']").first.tap()
    page.locator(f"main a[href='{LESSON.format(language=language)}']").first.tap()
    answer_everything(page)


def go_on(page):
    """To the next screen of a lesson; returns once it is in view."""
    screen = page.locator(".screen:visible").get_attribute("id")
    page.locator(f"[id='{screen}'] a[rel=next]").click()
    page.locator(f"[id='{screen}']").wait_for(state="hidden")


def go_to(page, part):
    """From screen to screen until a part of the lesson is in view; returns the part."""
    while not part.is_visible():
        go_on(page)
    return part


def answer_first(page):
    """Goes to the first question, and answers it with its first choice; returns the question."""
    question = go_to(page, page.locator("fieldset.question").first)
    question.locator("label.choice").first.click()
    question.locator("button[name=check]").click()
    question.locator(".feedback").first.wait_for()
    return question


def choose_everywhere(page):
    """From screen to screen with the last choice of each question, and nothing checked; returns what finishes it."""
    while not page.locator("#finish").is_visible():
        for question in page.locator(".screen:visible fieldset.question").all():
            question.locator("label.choice").last.click()
        go_on(page)
    return page.locator("#finish button[value=all]")


def answer_everything(page):
    """From screen to screen with the last choice of each question; the first is checked at once, all at the end."""
    page.locator(".screen:visible").wait_for()
    page.wait_for_load_state()
    is_first = True
    while not page.locator("#finish").is_visible():
        screen = page.locator(".screen:visible").get_attribute("id")
        for question in page.locator(f"[id='{screen}'] fieldset.question").all():
            question.locator("label.choice").last.tap()
            if is_first:
                question.locator("button[name=check]").tap()
                question.locator(".feedback").first.wait_for()
                is_first = False
        page.locator(f"[id='{screen}'] a[rel=next]").tap()
        page.locator(f"[id='{screen}']").wait_for(state="hidden")
    page.locator("button[name=check][value=all]").tap()
    page.locator(".finished").wait_for()


def join(page, base, *, language, **particulars):
    """Registers from the page of the completed lesson; returns the code."""
    page.locator(f"a[href='/{language}/join/']").first.click()
    # What a guest did on this phone is taken over by a script that comes after the page.
    page.wait_for_url(f"{base}/{language}/join/", wait_until="networkidle")
    return fill_in_joining(page, **particulars)


def fill_in_joining(page, *, nickname, gender, birth_year, pin):
    page.fill("input[name=nickname]", nickname)
    page.check(f"input[name=gender][value={gender}]")
    page.fill("input[name=birth_year]", birth_year)
    page.locator("input[name=given_by]").first.check()
    page.fill("input[name=pin]", pin)
    page.fill("input[name=pin_again]", pin)
    page.check("input[name=consent][value=yes]")
    page.locator("main form button").last.click()
    return page.locator(".big-code").inner_text().strip()


def sign_in(page, base, *, language, code, pin):
    page.goto(f"{base}/{language}/sign-in/", wait_until="networkidle")
    page.fill("input[name=code]", code)
    page.fill("input[name=pin]", pin)
    page.locator("main form button").last.click()
    page.wait_for_url(f"{base}/{language}/me/")
