"""The one question after a first lesson, on a phone: one tap, also without a network, and never again."""

import pytest
from playwright.sync_api import expect

from tests.browser.learner import answer_everything
from tests.browser.on_phone import use, wait_for_worker, wait_until_sent
from tests.browser.pages import COURSE, LESSONS
from tests.browser.test_every_page import faults, faults_of

pytestmark = pytest.mark.browser

OWNER = "store.current().then((profile) => profile.owner)"


@pytest.fixture
def page(own_sala, phone):
    own_sala.start()
    return phone(has_touch=True)


def complete(page, sala):
    page.goto(f"{sala.url}/km/{COURSE}/{LESSONS[0]}/", wait_until="networkidle")
    answer_everything(page)


def kept(page, sala):
    """What the server keeps of this phone's guest."""
    use(page, sala)
    wait_until_sent(page)
    owner = page.evaluate(OWNER).replace("-", "")
    return sala.rows("SELECT gender FROM lms_learner WHERE id = ?", owner)


def test_one_tap_after_the_first_lesson_and_never_again(own_sala, page):
    complete(page, own_sala)
    expect(page.locator(".asked")).to_be_visible()
    assert not list(faults_of(page))
    page.locator(".asked button[value=female]").tap()
    expect(page.locator(".asked")).to_be_hidden()
    expect(page.locator(".asked + .chip")).to_be_visible()
    assert kept(page, own_sala) == [("female",)]
    page.reload()
    answer_everything(page)
    expect(page.locator(".asked")).to_have_count(0)
    assert not faults(page, own_sala.url, ["/km/me/", "/km/me/gender/"])


def test_it_is_not_asked_at_the_second_lesson(own_sala, page):
    page.goto(f"{own_sala.url}/km/{COURSE}/", wait_until="networkidle")
    use(page, own_sala)
    page.evaluate("store.progress.set('another lesson', {isDone: true, screens: ['one']})")
    complete(page, own_sala)
    expect(page.locator(".asked")).to_have_count(0)


def test_an_answer_without_a_network_waits_on_the_phone(own_sala, page):
    page.goto(f"{own_sala.url}/km/{COURSE}/{LESSONS[0]}/")
    wait_for_worker(page)
    answer_everything(page)
    page.context.set_offline(True)
    page.locator(".asked button[value=another]").tap()
    expect(page.locator(".asked + .chip")).to_be_visible()
    page.context.set_offline(False)
    assert kept(page, own_sala) == [("another",)]


def test_put_away_it_says_nothing_and_comes_again_only_when_somebody_else_begins(own_sala, page):
    complete(page, own_sala)
    page.locator(".asked button[value='']").tap()
    expect(page.locator(".asked")).to_be_hidden()
    expect(page.locator(".asked + .chip")).to_be_hidden()
    assert kept(page, own_sala) == [("not_recorded",)]
    page.reload()
    answer_everything(page)
    expect(page.locator(".asked")).to_have_count(0)
    use(page, own_sala)
    page.evaluate("store.choose(null)")
    complete(page, own_sala)
    expect(page.locator(".asked")).to_be_visible()


def test_without_javascript_it_is_a_plain_form(own_sala, phone):
    own_sala.start()
    page = phone(javascript=False)
    page.goto(f"{own_sala.url}/km/{COURSE}/{LESSONS[0]}/#finish")
    for group in page.locator("fieldset.question").all():
        group.locator("label.choice input").last.evaluate("input => { input.checked = true }")
    page.locator("#finish button[name=check]").click()
    page.locator(".asked button[value=male]").click()
    expect(page.locator(".asked")).to_have_count(0)
    page.goto(f"{own_sala.url}/km/me/gender/")
    expect(page.locator("input[value=male]")).to_be_checked()
    page.goto(f"{own_sala.url}/km/me/")
    expect(page.get_by_text("បុរស ឬក្មេងប្រុស")).to_be_visible()
