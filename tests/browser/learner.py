"""What a learner does, on a phone without JavaScript."""

LESSON = "/{language}/getting-online/what-the-internet-is/"


def take_first_lesson(page, base, *, zone_code, language):
    """From the poster's address to the completed lesson, by taps only."""
    page.goto(f"{base}/z/{zone_code}/")
    page.locator(f"a[hreflang={language}]").last.click()
    page.locator(f"main a[href='/{language}/getting-online/']").first.click()
    page.locator(f"main a[href='{LESSON.format(language=language)}']").first.click()
    answer_everything(page)


def answer_everything(page):
    """Takes the last choice of each question: checks the first by its own button, all others at the end."""
    questions = page.locator("fieldset.question")
    questions.first.locator("input").last.check()
    questions.first.locator("button[name=check]").click()
    assert questions.first.locator(".feedback").count() == 1
    for number in range(1, questions.count()):
        questions.nth(number).locator("input").last.check()
    page.locator("button[name=check][value=all]").click()
    assert page.locator(".finished").count() == 1


def join(page, base, *, language, nickname, gender, birth_year, pin):
    """Registers from the page of the completed lesson; returns the code."""
    page.locator(f"a[href='/{language}/join/']").first.click()
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
    page.goto(f"{base}/{language}/sign-in/")
    page.fill("input[name=code]", code)
    page.fill("input[name=pin]", pin)
    page.locator("main form button").last.click()
    page.wait_for_url(f"{base}/{language}/me/")
