"""An ambassador plans with a network, works without one, and the plan is done once the network is back."""

import contextlib
import datetime as dt
import sqlite3
from zoneinfo import ZoneInfo

import pytest

from tests.browser.on_phone import until
from tests.browser.test_field_phone import FIELD_IS_KEPT

pytestmark = pytest.mark.browser

CITY = "Asia/Phnom_Penh"
NOTE = "ផែនការសាកល្បង"
KEPT_PLAN = """import("{store}").then(({{ get }}) => get("state", "field")).then((kept) =>
  Boolean(kept) && kept.data.plans.some((plan) => plan.note === "{note}"))"""
MADE_HOURS_AGO = """async ([place, hours]) => {
  const { all, change } = await import(place);
  const made_at = new Date(Date.now() - hours * 3600000).toISOString();
  const items = await all("outbox");
  await change(["outbox"], (tx) => items.forEach((item) => tx.objectStore("outbox").put({ ...item, made_at })));
}"""


@pytest.fixture
def page(sala, phone, sign_in):
    page = phone(timezone_id=CITY)
    sign_in(page)
    until(page, FIELD_IS_KEPT, 40)
    return page


def store_of(page):
    """The hashed address of the module that keeps what the phone knows."""
    return page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name).find((name) => /js\\/store\\./.test(name))"
    )


def test_a_session_is_planned_logged_without_a_network_and_its_plan_is_done(sala, page):
    page.goto(f"{sala.url}/field/plan/new/")
    page.fill("[name=planned_on]", dt.datetime.now(ZoneInfo(CITY)).date().isoformat())
    page.select_option("[name=venue]", index=1)
    page.select_option("[name=subject]", "topic:first-steps")
    page.fill("[name=note]", NOTE)
    page.click("main form button.button")
    page.wait_for_url("**/field/plan/")
    store = store_of(page)
    until(page, KEPT_PLAN.format(store=store, note=NOTE))

    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/")
    page.locator("[data-part=home] [data-plan]").first.wait_for()
    assert page.locator("[data-part=home] [data-figure=hours_all]").inner_text().strip()
    assert page.locator("[data-announcements] .announcement").count()
    page.locator("[data-announcements] .announcement button").first.click()
    page.goto(f"{sala.url}/field/resources/")
    page.locator("#consent summary").click()
    assert page.locator("#consent [lang=en]").is_visible()
    page.goto(f"{sala.url}/field/groups/")
    page.locator("[data-groups-list] .card").first.wait_for()
    page.goto(f"{sala.url}/field/plan/")
    planned = page.locator("[data-part=plan] [data-plan]", has_text=NOTE)
    planned.locator("a.button").click()

    page.locator("[data-part=form]").wait_for()
    page.wait_for_function("() => document.querySelector('[name=plan]').value")
    assert page.input_value("[name=subject]") == "topic:first-steps"
    page.locator("details.more", has=page.locator("[name=roster]")).locator("summary").click()
    page.select_option("#take-from-group", index=1)
    assert int(page.input_value("[name=headcount_total]")) == len(page.input_value("[name=roster]").split())
    page.check("[name=roster_consent]")
    page.locator("form[data-headcount] > button.button").last.click()
    page.wait_for_url("**/field/sessions/")

    page.goto(f"{sala.url}/field/plan/")
    planned.locator("[data-if=isWritten]").wait_for()
    assert not planned.locator("a.button").is_visible()
    for hours, tone in ((30, "waiting"), (80, "problem")):
        page.evaluate(MADE_HOURS_AGO, [store, hours])
        page.goto(f"{sala.url}/field/")
        page.locator(f"[data-reminders] .{tone}").wait_for()

    page.context.set_offline(False)
    with page.expect_response("**/read/"):
        page.goto(f"{sala.url}/field/")
    page.locator("[data-reminders] .notice").wait_for(state="detached")
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        found = (
            "SELECT status, training_session_id IS NOT NULL FROM ambassadors_plannedsession WHERE note = ?"
        )
        assert database.execute(found, [NOTE]).fetchall() == [("done", 1)]
        read = "SELECT COUNT(*) FROM ambassadors_announcementreading"
        assert database.execute(read).fetchone() == (1,)
