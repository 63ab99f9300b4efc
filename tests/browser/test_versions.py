"""Two phones change one training session; the coordinator chooses, and the phone that waited lets go."""

import contextlib
import sqlite3

import pytest

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.on_phone import until, use
from tests.browser.test_field_phone import newest_session, save_and_send, write_down

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
# The same session from a phone that knows no revision of it yet.
SEND_ANOTHER_VERSION = """async (id) => {
  const data = await (await fetch("/field/data.json")).json();
  const { payload } = data.sessions.find((session) => session.id === id);
  const options = { owner: data.owner, id, base_revision: 0, keep: true };
  await outbox.put("training-session", { ...payload, duration_minutes: 115 }, options);
  await outbox.send({ force: true });
}"""
STATES = "store.all('outbox').then((items) => items.map((item) => item.state))"


def test_the_version_the_coordinator_takes_counts_and_the_phone_shows_it(sala, phone, sign_in):
    page = phone()
    sign_in(page)
    page.goto(f"{sala.url}/field/sessions/new/")
    write_down(page, women=13, men=8)
    save_and_send(page, sala)
    session = newest_session(sala)
    page.evaluate(SEND_ANOTHER_VERSION, session)
    until(page, f"{STATES}.then((states) => states.join() === 'conflict')")
    page.goto(f"{sala.url}/field/sessions/")
    page.locator("[data-on-phone] .problem").wait_for()

    desk = phone(size=DESK)
    desk.goto(f"{sala.url}/admin/login/")
    desk.fill("input[name=username]", "demo-coordinator-1")
    desk.fill("input[name=password]", DEMO_PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{sala.url}/admin/")
    desk.goto(f"{sala.url}/admin/review/?part=conflicts")
    desk.locator(f"tbody a[href*='{session}']").first.click()
    assert "115" in desk.locator(".differs").first.inner_text()
    desk.locator("form[action$='/versions/'] button:not([value=stored])").click()
    desk.locator("form[action$='/versions/']").wait_for(state="detached")

    page.goto(f"{sala.url}/field/sessions/")
    use(page, sala)
    until(page, f"{STATES}.then((states) => !states.length)")
    page.reload()
    page.locator("main").wait_for()
    assert not page.locator("[data-on-phone] .problem").count()
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        found = "SELECT revision_number, duration_minutes FROM ambassadors_trainingsession WHERE id = ?"
        assert database.execute(found, [session.replace("-", "")]).fetchall() == [(2, 115)]
