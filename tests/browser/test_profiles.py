"""Several learners on one phone: each result under its owner, and nothing of one in view of the next (R69)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.learner import LESSON, answer_first, choose_everywhere, fill_in_joining, join
from tests.browser.on_phone import put, unsent, until, use, wait_for_worker, wait_until_sent
from tests.browser.pages import COURSE
from tests.browser.test_every_page import faults_of

pytestmark = pytest.mark.browser

JOINING = {"language": "en", "gender": "female", "birth_year": "1990"}
OWNER = "store.current().then((profile) => profile && profile.owner)"


@pytest.fixture
def page(own_sala, phone):
    own_sala.start()
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    use(page, own_sala)
    return page


def open_page(page, sala, path):
    # The page of a guest asks for itself once more when the server has their work.
    page.goto(sala.url + path, wait_until="networkidle")
    use(page, sala)


def finish_first_lesson(page):
    """As the lesson player tells the phone; returns the lesson's key."""
    key = page.locator("[data-key]").first.get_attribute("data-key")
    page.evaluate("key => store.progress.set(key, {isDone: true, screens: ['one']})", key)
    return key


def register(page, sala, nickname, pin):
    page.goto(f"{sala.url}/en/me/")
    page.locator("[data-people] button").first.wait_for()  # the phone and the server agree on who this is
    return join(page, sala.url, nickname=nickname, pin=pin, **JOINING)


def join_after_work(page, sala, nickname, pin):
    """A guest who has done something joins, and the phone knows their name and code; returns the owner."""
    put(page)
    register(page, sala, nickname, pin)
    open_page(page, sala, "/en/me/")
    until(page, f"store.current().then(({{ name, code }}) => name === '{nickname}' && Boolean(code))")
    return page.evaluate(OWNER)


def somebody_else(page, sala):
    page.goto(f"{sala.url}/en/me/")
    page.get_by_role("button", name="Somebody else wants to learn").click()


def test_a_guest_made_offline_becomes_the_person_who_joins(own_sala, page):
    page.context.set_offline(True)
    item = put(page)
    page.context.set_offline(False)
    code = register(page, own_sala, "Sokha", "2580")
    open_page(page, own_sala, "/en/me/")
    until(page, "store.current().then((profile) => profile.name === 'Sokha')")
    assert page.evaluate(OWNER) == item["owner"]
    wait_until_sent(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]
    (person,) = own_sala.rows(
        "SELECT person_id FROM lms_learner WHERE id = ?", item["owner"].replace("-", "")
    )
    assert own_sala.rows("SELECT person_id FROM lms_learnercard WHERE code = ?", code) == [person]


def test_two_learners_swapped_between_making_and_sending(own_sala, page):
    finish_first_lesson(page)
    page.context.set_offline(True)
    first = put(page, {"of": "the first"})
    page.evaluate("store.choose(null)")
    second = put(page, {"of": "the second"})
    assert first["owner"] != second["owner"]
    assert page.evaluate("store.progress.all()") == []
    page.context.set_offline(False)
    wait_until_sent(page)
    assert own_sala.arrived(first["id"]) == [first["owner"]]
    assert own_sala.arrived(second["id"]) == [second["owner"]]


def test_after_switching_nothing_of_the_first_is_visible_to_the_second(own_sala, page):
    finish_first_lesson(page)
    put(page)
    register(page, own_sala, "Sokha", "2580")
    open_page(page, own_sala, "/en/me/")
    assert page.get_by_role("heading", name="Sokha").count() == 1
    until(page, "store.current().then((profile) => profile.name === 'Sokha')")
    somebody_else(page, own_sala)
    page.get_by_role("heading", name="Who is learning?").wait_for()
    assert page.get_by_role("heading", name="Sokha").count() == 0
    open_page(page, own_sala, f"/en/{COURSE}/")
    assert page.evaluate("store.all('progress')") == []
    assert page.get_by_text("Completed").count() == 0
    kept = page.evaluate("caches.match('/en/me/').then(Boolean)")
    assert not kept


def join_without_a_network(page, sala, nickname, pin):
    """With the page that is kept for it; what is missing or wrong is said there. Returns once it is on the phone."""
    wait_for_worker(page)
    until(page, "caches.match('/en/offline/').then(Boolean)")
    page.context.set_offline(True)
    page.goto(f"{sala.url}/en/join/")
    button = page.locator("[data-joining] > button")
    button.click()
    wrong = page.locator(".field > [data-wrong]:visible")
    expect(wrong).to_have_count(6)
    assert not list(faults_of(page))
    page.fill("[name=nickname]", nickname)
    page.check("[name=gender][value=female]")
    page.select_option("[name=age_band]", "15-17")
    page.fill("[name=pin]", "1234")
    page.fill("[name=pin_again]", "2580")
    page.check("[name=consent]")
    button.click()
    expect(wrong).to_have_count(3)
    assert [line.get_attribute("data-wrong") for line in wrong.all()] == ["given_by", "pin", "pin_again"]
    page.check("[name=given_by][value=guardian]")
    page.fill("[name=pin]", pin)
    page.fill("[name=pin_again]", pin)
    button.dblclick()  # tapped twice it is still one
    page.wait_for_url("**/en/me/")
    page.get_by_text("What you filled in is on this phone").wait_for()
    assert not page.locator("[data-joining]").is_visible()
    use(page, sala)
    assert unsent(page) == 1


def test_who_joined_without_a_network_gets_a_code_later_and_comes_back_with_the_pin_alone(own_sala, page):
    put(page)
    wait_until_sent(page)
    owner = page.evaluate(OWNER)
    join_without_a_network(page, own_sala, "Mealea", "1357")
    page.context.set_offline(False)
    page.goto(f"{own_sala.url}/en/join/", wait_until="networkidle")
    shown = page.locator("[data-note=joining] .my-code")
    expect(shown).to_have_text(re.compile(r"\w{6}"))
    code = shown.inner_text().strip()
    use(page, own_sala)
    assert "pin" not in page.evaluate("store.all('outbox').then((items) => JSON.stringify(items))")
    assert page.evaluate("store.current().then(({name, code, isGuest}) => [name, code, isGuest])") == [
        "Mealea",
        code,
        False,
    ]
    cards = "SELECT code FROM lms_learnercard JOIN lms_learner USING (person_id) WHERE lms_learner.id = ?"
    assert own_sala.rows(cards, owner.replace("-", "")) == [(code,)]
    somebody_else(page, own_sala)
    page.get_by_role("button", name="Mealea").click()
    page.wait_for_url("**/en/sign-in/**")
    page.wait_for_function("() => document.activeElement.name === 'pin'")
    page.keyboard.type("1357")
    page.locator("main form button").last.click()
    page.get_by_role("heading", name="Mealea").wait_for()
    use(page, own_sala)
    until(page, "store.current().then((profile) => profile && profile.name === 'Mealea')")
    put(page)
    wait_until_sent(page)
    persons = own_sala.rows(
        "SELECT DISTINCT person_id FROM lms_learner WHERE id IN (?, ?)",
        owner.replace("-", ""),
        page.evaluate(OWNER).replace("-", ""),
    )
    assert len(persons) == 1


def test_signing_out_takes_progress_from_the_phone_and_keeps_what_waits(own_sala, page):
    owner = join_after_work(page, own_sala, "Dara", "8642")
    page.evaluate("store.progress.set('some-lesson', {isDone: true})")
    page.context.route("**/api/v1/sync/", lambda route: route.abort())  # the service worker sends, too
    item = put(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="My page").wait_for()
    use(page, own_sala)
    assert page.evaluate("store.all('progress')") == []
    assert page.evaluate(OWNER) in (None, "") or page.evaluate(OWNER) != owner
    page.context.unroute("**/api/v1/sync/")
    page.evaluate("outbox.send({force: true})")
    wait_until_sent(page)
    assert own_sala.arrived(item["id"]) == [owner]


def test_who_is_forgotten_leaves_the_phone_once_their_work_is_sent(own_sala, page):
    owner = join_after_work(page, own_sala, "Vanna", "9753")
    wait_until_sent(page)
    page.get_by_role("button", name="Forget me on this phone").click()
    page.get_by_role("heading", name="My page").wait_for()
    use(page, own_sala)
    assert page.get_by_role("button", name="Vanna").count() == 0
    assert not page.evaluate("owner => store.get('profiles', owner)", owner)


def test_who_was_deleted_leaves_the_phone_and_what_comes_next_is_a_guests(own_sala, page):
    owner = join_after_work(page, own_sala, "Kosal", "8624")
    page.context.set_offline(True)
    put(page)
    page.context.set_offline(False)
    page.context.route("**/api/v1/sync/", lambda route: route.abort())  # the service worker sends, too
    page.goto(f"{own_sala.url}/en/me/data/delete/")
    page.get_by_label("PIN").fill("8624")
    page.locator("main form button.danger").click()
    use(page, own_sala)
    until(page, "store.current().then((profile) => profile === null)")
    assert page.evaluate("store.all('profiles')") == []
    assert page.evaluate("store.all('outbox')") == []
    assert page.locator("main .my-code").count() == 0
    page.context.unroute("**/api/v1/sync/")
    open_page(page, own_sala, f"/en/{COURSE}/")
    item = put(page)
    wait_until_sent(page)
    assert item["owner"] != owner
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_my_page_does_not_set_back_where_this_phone_is_ahead(own_sala, page):
    join_after_work(page, own_sala, "Rithy", "8426")
    page.goto(own_sala.url + LESSON.format(language="en"))
    use(page, own_sala)
    key = page.locator("form.player").get_attribute("data-lesson")
    answer_first(page)
    wait_until_sent(page)
    page.evaluate("key => store.progress.set(key, {last: 'further'})", key)
    page.context.route("**/api/v1/sync/", lambda route: route.abort())  # the service worker sends, too
    put(page)
    open_page(page, own_sala, "/en/me/")
    assert page.evaluate("key => store.progress.get(key).then(({last}) => last)", key) == "further"
    page.context.unroute("**/api/v1/sync/")
    page.evaluate("outbox.send({force: true})")
    wait_until_sent(page)
    open_page(page, own_sala, "/en/me/")
    until(page, f"store.progress.get('{key}').then(({{last}}) => last !== 'further')")


def test_who_learns_as_somebody_who_has_joined_is_not_asked_to_join(own_sala, page):
    put(page)
    wait_until_sent(page)
    page.evaluate("store.current().then((profile) => store.remember({...profile, meant: 'ACDEFG'}))")
    owner = page.evaluate(OWNER)
    page.goto(own_sala.url + LESSON.format(language="en"))
    choose_everywhere(page).click()
    page.locator(".finished").wait_for()
    expect(page.locator("[data-join]")).to_have_count(0)
    page.goto(f"{own_sala.url}/en/join/", wait_until="networkidle")
    fill_in_joining(page, nickname="Somaly", gender="female", birth_year="1990", pin="8246")
    page.locator(".big-code").wait_for()
    found = "SELECT person_id FROM lms_learner WHERE id = ?"
    assert own_sala.rows(found, owner.replace("-", "")) == [(None,)]
