"""The lesson player with scripts: feedback without a new page, going on where one stopped, each kind of question."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.learner import go_on, go_to
from tests.browser.on_phone import until, use, wait_until_sent

pytestmark = pytest.mark.browser

FIRST, ORDER, WRITTEN, MATCH = (
    f"/km/getting-online/{slug}/"
    for slug in ("what-the-internet-is", "joining-free-wifi", "searching-in-khmer", "saving-and-sharing")
)


@pytest.fixture
def open_lesson(own_sala, phone):
    own_sala.start()

    def opened(path, **options):
        page = phone(**options)
        page.on("pageerror", lambda problem: pytest.fail(f"{path}: {problem}"))
        page.goto(own_sala.url + path, wait_until="networkidle")
        return page

    return opened


def question_of_kind(page, kind):
    return go_to(page, page.locator(f"fieldset[data-kind={kind}]").first)


def check(question, *, is_right):
    question.locator("button[name=check]").click()
    question.locator(f".verdict.{'done' if is_right else 'problem'}").wait_for()


def stored_answer(own_sala, question):
    """The last answer to a question in the database: (answer, whether it was right)."""
    question_id = question.get_attribute("id").removeprefix("q-").replace("-", "")
    rows = own_sala.rows(
        "SELECT response, is_correct FROM lms_answer WHERE question_id = ? ORDER BY id DESC", question_id
    )
    return json.loads(rows[0][0]), bool(rows[0][1])


def all_sent(page, own_sala):
    use(page, own_sala)
    wait_until_sent(page)


def go_on_for_good(page, own_sala):
    """To the next screen; returns its id, once the phone keeps that the learner is there."""
    go_on(page)
    screen = page.locator(".screen:visible").get_attribute("id")
    use(page, own_sala, "store")
    is_there = f"Boolean(kept) && kept.last === '{screen[2:]}'"
    until(page, f"store.progress.get('{lesson_key(page)}').then((kept) => {is_there})")
    return screen


def test_feedback_comes_without_a_new_page_and_the_answer_is_stored(own_sala, open_lesson):
    page = open_lesson(FIRST)
    page.evaluate("window.same = true")
    question = question_of_kind(page, "several")
    question.locator("input").first.check()
    check(question, is_right=False)
    assert question.locator(".feedback").count() == 1
    for number in range(4):
        question.locator("input").nth(number).set_checked(number in (1, 2))
    check(question, is_right=True)
    assert question.locator(".feedback.problem").count() == 0
    assert page.evaluate("window.same")
    all_sent(page, own_sala)
    assert stored_answer(own_sala, question)[1]


def test_nothing_chosen_is_said_and_nothing_is_stored(own_sala, open_lesson):
    page = open_lesson(FIRST)
    question = question_of_kind(page, "several")
    question.locator("button[name=check]").click()
    question.locator(".error").wait_for()
    use(page, own_sala)
    assert page.evaluate("store.all('outbox').then((items) => items.length)") == 0


def test_a_lesson_goes_on_where_it_stopped_after_the_tab_was_closed(own_sala, open_lesson):
    page = open_lesson(FIRST)
    question = question_of_kind(page, "several")
    question.locator("input").nth(1).check()
    check(question, is_right=False)
    stopped = go_on_for_good(page, own_sala)
    again = page.context.new_page()
    page.close()
    again.goto(own_sala.url + FIRST)
    again.wait_for_url(f"**#{stopped}")
    again.locator(".screen:visible a[rel=prev]").click()
    assert again.locator("fieldset[data-kind=several] input").nth(1).is_checked()


def test_the_course_leads_on_to_the_lesson_that_was_begun(own_sala, open_lesson):
    page = open_lesson(ORDER)
    go_on_for_good(page, own_sala)
    page.goto(f"{own_sala.url}/km/getting-online/")
    until(page, f"document.querySelector('[data-continue]').href.endsWith('{ORDER}')")


def test_steps_are_ordered_by_buttons_without_dragging(own_sala, open_lesson):
    page = open_lesson(ORDER)
    question = question_of_kind(page, "order")
    expect(question.locator("select:visible")).to_have_count(0)
    check(question, is_right=False)
    key = page.evaluate(f"fetch('/km/practice/{lesson_key(page)}/feedback.json').then((r) => r.json())")
    wanted = key["questions"][question.get_attribute("id").removeprefix("q-")]["right"]
    for place, item in enumerate(wanted):
        row = question.locator(f"li:has(#o-{item})")
        while row.evaluate("row => Array.from(row.parentNode.children).indexOf(row)") > place:
            row.locator("button").first.click()
    check(question, is_right=True)
    all_sent(page, own_sala)
    assert stored_answer(own_sala, question) == (wanted, True)


def test_what_belongs_together_is_chosen_from_lists(own_sala, open_lesson):
    page = open_lesson(MATCH)
    question = question_of_kind(page, "match")
    key = page.evaluate(f"fetch('/km/practice/{lesson_key(page)}/feedback.json').then((r) => r.json())")
    pairs = key["questions"][question.get_attribute("id").removeprefix("q-")]["right"]
    for left, right in pairs.items():
        question.locator(f"#m-{left}").select_option(right)
    check(question, is_right=True)
    all_sent(page, own_sala)
    assert stored_answer(own_sala, question) == (pairs, True)


def test_numbers_are_taken_in_khmer_digits_and_words_in_variant_spelling(own_sala, open_lesson):
    page = open_lesson(WRITTEN)
    key = page.evaluate(f"fetch('/km/practice/{lesson_key(page)}/feedback.json').then((r) => r.json())")
    text = question_of_kind(page, "text")
    accepted = key["questions"][text.get_attribute("id").removeprefix("q-")]["right"][0]
    text.locator("input").fill("\u200b".join(accepted[:1]) + "\u200b" + accepted[1:])
    check(text, is_right=True)
    number = question_of_kind(page, "number")
    number.locator("input").fill("ច្រើន")
    number.locator("button[name=check]").click()
    number.locator(".error").wait_for()
    least = key["questions"][number.get_attribute("id").removeprefix("q-")]["right"][0]
    in_khmer = f"{least:.0f}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    number.locator("input").fill(f"{in_khmer}\u200b")
    number.locator("input").press("Enter")
    number.locator(".verdict.done").wait_for()
    all_sent(page, own_sala)
    assert stored_answer(own_sala, number) == (f"{least:.0f}", True)
    assert stored_answer(own_sala, text)[1]


def test_a_tap_on_the_drawing_chooses_its_place(open_lesson):
    page = open_lesson(WRITTEN, has_touch=True)
    question = question_of_kind(page, "practice_screen")
    place = question.locator("[data-choice]").last
    place.tap()
    expect(question.locator(f"input[value='{place.get_attribute('data-choice')}']")).to_be_checked()
    expect(place).to_have_class("taken")


def test_a_lesson_is_walked_by_keyboard_alone(open_lesson):
    page = open_lesson(FIRST)
    page.locator(".screen:visible a[rel=next]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.screen:target h2')")
    page.locator(".screen:visible input").first.focus()
    page.keyboard.press("Space")
    page.locator(".screen:visible button[name=check]").first.focus()
    page.keyboard.press("Enter")
    page.locator(".screen:visible .verdict").wait_for()


def test_enter_without_scripts_checks_the_field_it_was_pressed_in(open_lesson):
    page = open_lesson(WRITTEN, javascript=False)
    question = question_of_kind(page, "text")
    screen = page.locator(".screen:visible").get_attribute("id")
    question.locator("input").fill("ខុស")
    question.locator("input").press("Enter")
    page.wait_for_url(f"**/practice/**#{screen}")
    expect(question.locator(".verdict.problem")).to_be_visible()
    expect(page.locator(".error")).to_have_count(0)
    expect(page.locator(".question .verdict")).to_have_count(1 + page.locator("[data-kind=order]").count())


def test_where_the_phone_keeps_nothing_the_form_is_sent_the_plain_way(own_sala, phone):
    own_sala.start()
    page = phone(service_workers="block")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    page.goto(own_sala.url + FIRST, wait_until="networkidle")
    question = question_of_kind(page, "several")
    question.locator("input").nth(1).check()
    question.locator("button[name=check]").click()
    page.wait_for_url("**/practice/**")
    page.locator(".verdict").first.wait_for()


def lesson_key(page):
    return page.locator("form.player").get_attribute("data-lesson")
