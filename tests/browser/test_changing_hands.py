"""Learners who change on one phone while it has no network: each result under its owner, nothing of one in view of the
next, and the server's session of the one before is over before anything else is done in it."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.browser.learner import LESSON, answer_everything, join
from tests.browser.on_phone import save_course, until, until_equal, use, wait_for_worker, wait_until_sent
from tests.browser.pages import COURSE
from tests.browser.test_every_page import faults_of
from tests.browser.test_profiles import JOINING, OWNER, somebody_else

pytestmark = pytest.mark.browser

COMPLETED = """
SELECT person.nickname, count(*) FROM lms_completion completion
JOIN lms_learner learner ON learner.id = completion.learner_id
LEFT JOIN lms_person person ON person.id = learner.person_id GROUP BY 1 ORDER BY 1
"""


@pytest.fixture
def page(own_sala, phone):
    """A phone with a saved course, on which Mealea has learnt before and Sokha learns now."""
    own_sala.start()
    page = phone(locale="en", has_touch=True)
    save_course(page, own_sala.url, "en", COURSE)
    wait_for_worker(page)
    use(page, own_sala)
    begin(page, own_sala, "Mealea", "1357")
    somebody_else(page, own_sala)
    page.get_by_role("heading", name="Who is learning?").wait_for()
    begin(page, own_sala, "Sokha", "2580")
    until(page, "caches.match('/en/offline/parts/').then(Boolean)")
    page.context.set_offline(True)
    return page


def begin(page, sala, nickname, pin):
    page.goto(f"{sala.url}/en/me/")
    join(page, sala.url, nickname=nickname, pin=pin, **JOINING)
    page.goto(f"{sala.url}/en/me/")
    use(page, sala)
    until(page, f"store.current().then((profile) => Boolean(profile && profile.name === '{nickname}'))")


def take_lesson(page):
    """The first lesson of the saved course, by taps from the page of the learners."""
    page.locator("[data-saved-courses] li a").first.tap()
    page.locator(f"main a[href='{LESSON.format(language='en')}']").first.tap()
    page.wait_for_url(f"**{LESSON.format(language='en')}", wait_until="networkidle")
    assert page.locator("input:checked").count() == 0
    answer_everything(page)


def open_my_page(page):
    page.locator("a[href='/en/me/']").first.tap()
    page.locator("[data-people] .notice").wait_for()


def completed(sala):
    return Counter(dict(sala.rows(COMPLETED)))


def until_completed(page, sala, wanted):
    until_equal(page, lambda: completed(sala), wanted)


def test_a_sibling_takes_over_without_a_network_and_each_keeps_the_own_work(own_sala, page):
    before = completed(own_sala)
    open_my_page(page)
    learning = page.locator("[data-people] .notice strong")
    expect(learning).to_contain_text("Sokha")
    take_lesson(page)
    open_my_page(page)
    page.get_by_role("button", name="Mealea").tap()
    expect(learning).to_contain_text("Mealea")
    page.get_by_text("It comes to your name when you sign in").wait_for()
    assert not list(faults_of(page))
    page.locator("[data-saved-courses] li a").first.tap()
    page.get_by_role("heading", name="Getting online").first.wait_for()
    page.wait_for_load_state("networkidle")
    use(page, own_sala, "store")
    assert page.evaluate("store.progress.all()") == []
    assert page.get_by_text("Completed").count() == 0
    open_my_page(page)
    take_lesson(page)
    page.context.set_offline(False)
    page.goto(f"{own_sala.url}/en/me/", wait_until="networkidle")
    assert page.get_by_role("heading", name="Sokha").count() == 0
    assert page.locator(".my-code").count() == 0
    until_completed(page, own_sala, before + Counter({None: 1, "Sokha": 1}))
    page.locator("[data-people] .notice a").tap()
    page.wait_for_url("**/en/sign-in/**")
    page.wait_for_function("() => document.activeElement.name === 'pin'")
    page.keyboard.type("1357")
    page.locator("main form button").last.tap()
    page.get_by_role("heading", name="Mealea").wait_for()
    until_completed(page, own_sala, before + Counter(["Mealea", "Sokha"]))


def test_somebody_without_a_name_begins_anew_and_the_first_comes_back_with_the_pin(own_sala, page):
    use(page, own_sala)
    first = page.evaluate(OWNER)
    open_my_page(page)
    page.get_by_role("button", name="Somebody else wants to learn").tap()
    page.get_by_text("somebody who has no code").wait_for()
    take_lesson(page)
    open_my_page(page)
    page.get_by_role("button", name="Sokha").tap()
    page.get_by_text("Keep your progress first?").wait_for()
    page.get_by_role("button", name="Begin anew all the same").tap()
    expect(page.locator("[data-people] .notice.waiting strong")).to_contain_text("Sokha")
    page.locator("[data-note=waiting]").wait_for()
    page.context.set_offline(False)
    page.locator("[data-note=safe]").wait_for()
    page.goto(f"{own_sala.url}/en/join/")
    use(page, own_sala)
    assert page.locator("input[name=nickname]").is_visible()  # nobody is signed in
    assert page.evaluate(OWNER) != first
    wait_until_sent(page)
