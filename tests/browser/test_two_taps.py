"""A slow phone is tapped twice, and before all of a page is there: nothing is made twice, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import unsent, until, until_drafted, until_equal, use
from tests.browser.test_checks import COURSE, FINAL, answer_rightly, begin, slug_of
from tests.browser.test_field_phone import write_down
from tests.browser.test_field_rescue import open_form, signed_in, words
from tests.browser.test_lesson_player import FIRST, check, question_of_kind

pytestmark = pytest.mark.browser
__all__ = ["signed_in", "words"]

# Typed as soon as there is a field, while what the phone keeps is still being read.
TYPE_AT_ONCE = """addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("main form [name=note]");
  field.value = "x";
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def test_a_training_session_saved_with_two_taps_is_one(sala, signed_in, words):
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    write_down(page, women=3, men=1, note=words)
    page.locator("form[data-headcount] > button.button").last.dblclick()
    page.wait_for_url("**/field/sessions/")
    use(page, sala)
    assert unsent(page) == 1


def test_a_plan_saved_with_two_taps_is_one(sala, signed_in, words):
    page = signed_in
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/plan/new/")
    form = page.locator("form[data-item=planned-session]")
    form.locator("[name=venue]").select_option(index=1)
    form.locator("[name=planned_on]").fill("2040-01-01")
    form.locator("[name=note]").fill(words)
    form.locator("> button:not(.danger)").dblclick()
    page.wait_for_url("**/field/plan/")
    use(page, sala)
    assert unsent(page) == 1


@pytest.mark.parametrize("path", ["sessions/new/", "plan/new/"])
def test_what_is_typed_at_once_does_not_take_the_place_of_a_draft(sala, signed_in, words, path):
    page = signed_in
    note = page.locator("main form [name=note]")
    page.goto(f"{sala.url}/field/{path}")
    note.fill(words)
    until_drafted(page, sala, words)
    page.goto(f"{sala.url}/field/")
    hasty = page.context.new_page()
    hasty.add_init_script(TYPE_AT_ONCE)
    hasty.goto(f"{sala.url}/field/{path}")
    expect(hasty.locator("main form [name=note]")).to_have_value(words)
    until_drafted(hasty, sala, words)
    hasty.close()
    page.goto(f"{sala.url}/field/{path}")
    expect(note).to_have_value(words)


def test_a_test_handed_in_with_two_taps_is_handed_in_once(sala, phone):
    page = phone(locale="en")
    page.goto(f"{sala.url}/en/{COURSE}/{slug_of(FINAL)}/")
    begin(page)
    use(page, sala)
    until(page, "store.progress.all().then((kept) => kept.length)")
    answer_rightly(page, FINAL)
    page.context.set_offline(True)
    page.locator("main form button").last.dblclick()
    expect(page.locator("#handed-in")).to_be_visible()
    assert unsent(page) == 1


def test_a_choice_made_while_a_lesson_still_arrives_is_kept(own_sala, phone):
    page = phone(service_workers="block")  # so that requests of the page itself can be held back
    page.goto(own_sala.url + FIRST)
    question = question_of_kind(page, "several")
    question.locator("input").nth(1).check()
    check(question, is_right=False)
    again, held = page.context.new_page(), []
    again.route("**/answers.*.js", lambda route: held.append(route))
    again.goto(page.url)
    question = again.locator("fieldset[data-kind=several]")
    question.locator("input").nth(2).check()
    until_equal(again, lambda: bool(held), True)
    held[0].continue_()
    check(question, is_right=False)
    assert question.locator("input").evaluate_all("all => all.map(({ checked }) => checked)")[:3] == [
        False,
        False,
        True,
    ]
