"""Start check and final test by taps only, on a phone without JavaScript; and a test with an ambassador's code."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.on_phone import until, use
from tests.browser.pages import COURSE, LANGUAGES
from tests.browser.test_every_page import SIDEWAYS, faults_of, look_at
from tests.installation import ROOT

pytestmark = pytest.mark.browser

CURRICULUM = Path(ROOT, "content", "curriculum")
START_CHECK, FINAL = CURRICULUM / "start-check.yaml", CURRICULUM / COURSE / "check-final.yaml"
# So many answers are on the phone.
KEPT = """store.progress.all().then((kept) =>
  kept.some(({{ answers }}) => Object.values(answers).filter(Boolean).length === {}))"""


def slug_of(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))["slug"]


def answer_rightly(page, file):
    """Taps the right answer of every question of a check file; returns how many there are."""
    questions = yaml.safe_load(file.read_text(encoding="utf-8"))["questions_a"]
    for question in questions:
        key, value = question["id"], question["value"]
        for choice in value.get("choices") or value.get("targets") or []:
            if choice["is_correct"]:
                page.locator(f"input[value='{choice['id']}']").check()
        for place, item in enumerate(value.get("items", []), start=1):
            page.locator(f"select[name='q-{key}:{item['id']}']").select_option(str(place))
        for left, right in zip(value.get("lefts", []), value.get("rights", []), strict=True):
            page.locator(f"select[name='q-{key}:{left['id']}']").select_option(right["id"])
    return len(questions)


def begin(page):
    """From the introduction to the questions, all of them."""
    page.locator("main form button").last.click()
    page.locator("fieldset.question").first.wait_for()
    page.wait_for_load_state()


def hand_in(page):
    page.locator("main form button").last.click()


def faults_here(page):
    """What is wrong with a page that cannot be asked for again, as after a form."""
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    return found + ["scrolls sideways"] * (page.evaluate(SIDEWAYS) > 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_start_check_by_taps_leads_to_courses(sala, phone, language):
    page = phone(locale=language, javascript=False)
    page.goto(f"{sala.url}/{language}/")
    page.locator(f"main a[href='/{language}/{slug_of(START_CHECK)}/']").click()
    begin(page)
    questions = page.locator("fieldset.question")
    for number in range(questions.count()):
        questions.nth(number).locator("input").first.check()
    hand_in(page)
    page.locator(f"main a[href^='/{language}/courses/level-']").click()
    page.locator("main a.course").first.wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_final_test_by_taps_is_passed(sala, phone, language):
    page = phone(locale=language, javascript=False)
    page.goto(f"{sala.url}/{language}/{COURSE}/")
    page.locator(f"main a[href='/{language}/{COURSE}/{slug_of(FINAL)}/']").click()
    begin(page)
    number = answer_rightly(page, FINAL)
    hand_in(page)
    expect(page.locator("main progress")).to_have_attribute("value", str(number))
    expect(page.locator(f"main a[href='/{language}/join/']")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_check_have_no_barrier_and_speak_one_language(sala, phone, language):
    page = phone(locale=language)
    for file, address in ((START_CHECK, f"/{language}/"), (FINAL, f"/{language}/{COURSE}/")):
        introduction = f"{sala.url}{address}{slug_of(file)}/"
        assert not look_at(page, introduction)
        begin(page)
        assert not look_at(page, page.url)
        page.locator("fieldset.question input").first.check()
        hand_in(page)
        page.locator("#open").wait_for()
        assert not faults_here(page)
        hand_in(page)
        page.locator("main progress").wait_for()
        assert not look_at(page, page.url)


def given_of(page):
    """What is answered on the page, as a browser would send it."""
    return page.evaluate(
        "[...new FormData(document.querySelector('form[data-sitting]'))].filter(([, value]) => value)"
    )


def test_answers_survive_a_dead_tab_and_are_handed_in_without_a_network_once(sala, phone):
    page = phone(locale="en")
    page.goto(f"{sala.url}/en/{COURSE}/{slug_of(FINAL)}/")
    begin(page)
    number = answer_rightly(page, FINAL)
    address, given = page.url, given_of(page)
    use(page, sala)
    until(page, KEPT.format(number))
    page.close(run_before_unload=False)

    page = page.context.new_page()
    page.goto(address)
    expect(page.locator("input:checked").first).to_be_visible()
    assert given_of(page) == given
    page.context.set_offline(True)
    hand_in(page)
    expect(page.locator("#handed-in")).to_be_visible()
    expect(page.locator("form[data-sitting]")).to_be_hidden()
    assert not list(faults_of(page))
    page.context.set_offline(False)
    expect(page.locator("main progress")).to_have_attribute("value", str(number))
    sitting = address.strip("/").split("/")[-1].replace("-", "")
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        found = "SELECT score FROM lms_attempt WHERE sitting_id = ?"
        assert database.execute(found, [sitting]).fetchall() == [(number,)]


def test_open_questions_are_named_without_a_network_too(sala, phone):
    page = phone(locale="en")
    page.goto(f"{sala.url}/en/{COURSE}/{slug_of(FINAL)}/")
    begin(page)
    page.locator("fieldset.question input").first.check()
    use(page, sala)
    until(page, KEPT.format(1))
    page.context.set_offline(True)
    hand_in(page)
    expect(page.locator("#open li:visible")).to_have_count(page.locator("fieldset.question").count() - 1)
    page.locator("#open li:visible a").first.click()
    hand_in(page)
    expect(page.locator("#handed-in")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("main progress")).to_be_visible()


def test_a_test_is_taken_with_the_code_of_an_ambassador(sala, phone, sign_in):
    ambassador = phone()
    sign_in(ambassador)
    assert not look_at(ambassador, f"{sala.url}/field/test-code/")
    ambassador.locator("select[name=test] option").nth(1).evaluate("option => option.selected = true")
    ambassador.locator("select[name=venue] option").nth(1).evaluate("option => option.selected = true")
    ambassador.locator("main form button").click()
    code = ambassador.locator(".big-code").inner_text()
    assert not look_at(ambassador, f"{sala.url}/field/test-code/")
    page = phone()  # axe needs scripts
    page.goto(f"{sala.url}/km/{COURSE}/{slug_of(FINAL)}/")
    page.locator("main details summary").click()
    page.locator("input[name=code]").fill("AAAAAA")
    page.locator("main form button").click()
    page.locator("#code-error").wait_for()
    assert not faults_here(page)
    page.locator("input[name=code]").fill(code.lower())
    begin(page)
    answer_rightly(page, FINAL)
    hand_in(page)
    page.locator("main progress").wait_for()


def test_a_tap_on_the_drawing_answers_a_check_and_is_kept_like_any_other_answer(sala, phone):
    page = phone(locale="en", has_touch=True)
    page.goto(f"{sala.url}/en/{COURSE}/{slug_of(FINAL)}/")
    begin(page)
    question = page.locator("fieldset[data-kind=practice_screen]").first
    place = question.locator("[data-choice]").last
    choice = question.locator(f"input[value='{place.get_attribute('data-choice')}']")
    use(page, sala)
    until(page, KEPT.format(0))
    page.context.set_offline(True)
    place.tap()
    expect(choice).to_be_checked()
    expect(place).to_have_class("taken")
    until(page, KEPT.format(1))
    page.context.set_offline(False)
    page.reload()
    expect(choice).to_be_checked()
    expect(place).to_have_class("taken")
    question.locator("input").first.focus()
    page.keyboard.press("Space")
    expect(question.locator("[data-choice]").first).to_have_class("taken")
    expect(place).not_to_have_class("taken")
