"""Ambassadors who share a phone, and a phone whose sign-in is revoked: nothing is lost, doubled or anybody else's."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.field import fill_in_training_session, sign_in_as_ambassador
from tests.browser.learner import go_to
from tests.browser.on_phone import until, until_equal, use
from tests.browser.test_field_phone import FIELD_IS_KEPT

pytestmark = pytest.mark.browser

SQUARE = """
from ambassadors.models import Ambassador; from ambassadors.sign_ins.actions import make_sign_in_code
from lms.models import User
found = Ambassador.objects.get(person__user__username="{username}")
by = User.objects.get(username="{coordinator}")
print(make_sign_in_code(ambassador=found, by=by))
"""
REVOKE = """
from ambassadors.sign_ins.actions import revoke_sign_in; from lms.models import User
user = User.objects.get(username="{username}")
[revoke_sign_in(sign_in=found, by=user) for found in user.field_sign_ins.in_force()]
"""
ACCEPT = """
from ambassadors.team.application_actions import accept; from ambassadors.models import Application
from lms.models import User
application = Application.objects.get(family_name="ម៉ម"); by = User.objects.get(username="{coordinator}")
accept(application=application, by=by, area=application.area)
"""
WAITS = "document.querySelectorAll('[data-on-phone] .waiting').length"
OUTBOX_IS_EMPTY = """new Promise((resolve) => {
  const opened = indexedDB.open("sala");
  opened.onsuccess = () => {
    const found = opened.result.transaction("outbox").objectStore("outbox").getAll();
    found.onsuccess = () => resolve(!found.result.some(({ state }) => state === "phone" || state === "sending"));
  };
})"""
SYNC = "**/api/v1/sync/"


def shell(sala, code, **names):
    done = sala.manage("shell", "--no-imports", "-c", code.format(**names))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def sign_in_by_square(sala, page, username, coordinator="demo-coordinator-2"):
    token = shell(sala, SQUARE, username=username, coordinator=coordinator)
    page.goto(f"{sala.url}/field/phone/{token}/")
    page.locator("main form button").last.click()
    page.wait_for_url(f"{sala.url}/field/")
    until(page, FIELD_IS_KEPT)


def write_down(sala, page, note):
    """A session that stays on the phone, because nothing can be sent."""
    page.goto(f"{sala.url}/field/sessions/new/")
    until(page, "document.querySelector('select[name=venue]').options.length > 2")
    page.select_option("select[name=venue]", index=1)
    fill_in_training_session(
        page,
        venue=page.input_value("select[name=venue]"),
        topic="first-steps",
        minutes=60,
        total=5,
        cells={("female", "18-24"): 3, ("male", "18-24"): 2},
        disabilities=0,
        note=note,
        held_on=None,
    )
    page.locator("form[data-headcount] > button.button").last.click()
    page.wait_for_url("**/field/sessions/")
    until(page, f"{WAITS} > 0")


def leave(page):
    page.locator(".field-nav form button").click()
    page.wait_for_url("**/sign-in/**")


def stored(sala, prefix):
    """[(note, user name)] of the sessions in the database, with the name of who gave them."""
    query = (
        "SELECT session.note, user.username FROM ambassadors_trainingsession session"
        " JOIN ambassadors_ambassador ambassador ON ambassador.id = session.ambassador_id"
        " JOIN lms_user user ON user.person_id = ambassador.person_id WHERE session.note LIKE ? ORDER BY 1"
    )
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        return database.execute(query, [f"{prefix}%"]).fetchall()


def test_two_ambassadors_on_one_phone_swapped_between_making_and_sending(sala, phone):
    page = phone()
    sign_in_by_square(sala, page, "demo-ambassador-5")
    page.context.route(SYNC, lambda route: route.abort())
    write_down(sala, page, "shared: the first one's")
    leave(page)
    row = page.locator("[data-known] li")
    expect(row.locator("[data-waiting] b")).to_have_text("1")
    assert "shared" not in page.locator("body").inner_text()
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-6", DEMO_PASSWORD)
    page.goto(f"{sala.url}/field/sessions/")
    use(page, sala, "store")
    until(page, "store.get('state', 'field').then(Boolean)")
    assert page.evaluate(WAITS) == 0
    write_down(sala, page, "shared: the second one's")
    assert stored(sala, "shared") == []
    page.context.unroute(SYNC)
    page.goto(f"{sala.url}/field/sessions/")
    until(page, OUTBOX_IS_EMPTY)
    assert stored(sala, "shared") == [
        ("shared: the first one's", "demo-ambassador-5"),
        ("shared: the second one's", "demo-ambassador-6"),
    ]
    leave(page)
    page.locator("[data-known] li").nth(1).locator("[data-do=choose]").click()
    expect(page.locator("input[name=username]")).to_have_value("demo-ambassador-5")


def test_revoked_while_offline_the_work_stays_and_is_sent_once_after_a_new_square(sala, phone):
    page = phone()
    sign_in_by_square(sala, page, "demo-ambassador-7")
    page.context.set_offline(True)
    write_down(sala, page, "revoked")
    shell(sala, REVOKE, username="demo-ambassador-7")
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/sessions/")
    page.wait_for_url("**/field/sign-in/**")
    expect(page.locator("[data-known] li [data-waiting] b")).to_have_text("1")
    assert stored(sala, "revoked") == []
    sign_in_by_square(sala, page, "demo-ambassador-7")
    page.goto(f"{sala.url}/field/sessions/")
    until(page, OUTBOX_IS_EMPTY)
    assert stored(sala, "revoked") == [("revoked", "demo-ambassador-7")]


def test_an_applicant_is_accepted_signs_in_by_square_and_learns_under_the_own_name(sala, phone):
    page = phone()
    page.goto(f"{sala.url}/km/getting-online/what-the-internet-is/")  # somebody else was here, as a guest
    answer(page)
    page.goto(f"{sala.url}/km/volunteer/")
    for name, typed in {
        "family_name": "ម៉ម",
        "given_name": "សុភាព",
        "birth_year": "២០០១",
        "phone": "017 222 333",
    }.items():
        page.fill(f"input[name={name}]", typed)
    page.select_option("select[name=area]", index=4)
    page.locator("input[name=languages]").first.check()
    page.locator("input[name=consent][value=yes]").check()
    page.locator("main form button.button").last.click()
    page.wait_for_url("**/volunteer/sent/")
    shell(
        sala,
        "from content.models import CoursePage; CoursePage.objects.update(is_required_of_ambassadors=True)",
    )
    shell(sala, ACCEPT, coordinator="demo-coordinator-1")
    username = shell(sala, "from lms.models import User; print(User.objects.latest('pk').username)")
    sign_in_by_square(sala, page, username, "demo-coordinator-1")
    assert page.locator("a[href='/field/sessions/new/'].button").count() == 0
    page.locator("form[data-course] button").click()
    page.wait_for_url("**/getting-online/")
    page.goto(f"{sala.url}/km/getting-online/joining-free-wifi/")
    answer(page)
    query = (
        "SELECT count(*) FROM lms_attempt attempt JOIN lms_learner learner ON learner.id = attempt.learner_id"
        " JOIN lms_person person ON person.id = learner.person_id WHERE person.family_name_km = 'ម៉ម'"
    )
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        until_equal(page, lambda: database.execute(query).fetchone()[0], 1)


def answer(page):
    """Answers the first question of a lesson, and waits until that is safe."""
    question = go_to(page, page.locator("fieldset.question").first)
    question.locator("input").first.check()
    question.locator("button[name=check]").click()
    question.locator(".verdict").wait_for()
    until(page, OUTBOX_IS_EMPTY)
