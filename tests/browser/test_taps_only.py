"""Somebody who cannot type: the first lesson from the poster to its end, by taps on what is shown."""

import pytest
from playwright.sync_api import expect

from tests.browser import learner
from tests.browser.on_phone import until, use
from tests.browser.pages import ZONE

pytestmark = pytest.mark.browser

NOTE_KEYS = """
for (const kind of ["keydown", "keypress", "beforeinput", "paste"]) {
  addEventListener(kind, () => localStorage.setItem("keys", kind), true);
}
"""
FOR_KEYS = "main :is(textarea, select, input:not([type=radio], [type=checkbox], [type=hidden]))"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_first_lesson_is_finished_by_taps_only(sala, phone, javascript, language):
    page = phone(javascript=javascript, has_touch=True)
    page.add_init_script(NOTE_KEYS)
    learner.take_first_lesson(page, sala.url, zone_code=ZONE, language=language)
    assert page.locator(FOR_KEYS).count() == 0
    if javascript:
        assert page.evaluate("localStorage.getItem('keys')") is None


def test_a_tap_on_the_drawn_screen_chooses_the_place(sala, phone):
    page = phone(has_touch=True)
    page.goto(sala.url + learner.LESSON.format(language="km"), wait_until="networkidle")
    question = learner.go_to(page, page.locator("fieldset[data-kind=practice_screen]"))
    use(page, sala, "store")
    until(page, "store.progress.all().then((kept) => kept.length)")  # from then on the drawing can be tapped
    place = question.locator("rect").nth(1)
    place.tap()
    expect(question.locator("input").nth(1)).to_be_checked()
    expect(place).to_have_class("taken")
    question.locator("button[name=check]").tap()
    question.locator(".verdict.done").wait_for()
