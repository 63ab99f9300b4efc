"""An ambassador plans and works without a network; plans are changed, cancelled and done once it is back."""

import contextlib
import datetime as dt
import sqlite3
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import settled, until, use, wait_until_sent
from tests.browser.test_every_page import faults_of
from tests.browser.test_field_phone import FIELD_IS_KEPT

pytestmark = pytest.mark.browser

CITY = "Asia/Phnom_Penh"
NOTE, CHANGED, CANCELLED, ONLY_HERE = NOTES = ["ក្តារខៀន", "ក្តារពណ៌ស", "ទឹកដប", "ខ្សែសាក"]
KEPT_PLAN = """import("{store}").then(({{ get }}) => get("state", "field")).then((kept) =>
  Boolean(kept) && kept.data.plans.some((plan) => plan.note === "{note}"))"""
PUT_AWAY = """import("{store}").then(({{ all }}) => all("state")).then((kept) =>
  kept.some(({{ name }}) => name.startsWith("read:")))"""
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
    until(page, FIELD_IS_KEPT)
    return page


def store_of(page):
    """The hashed address of the module that keeps what the phone knows."""
    names = "performance.getEntriesByType('resource').map(({ name }) => name)"
    return settled(page, lambda: page.evaluate(f"{names}.find((name) => /js\\/store\\./.test(name))"))


def plan(page, *, note, venue, days=0):
    """Fills in the form of a plan and saves it."""
    day = dt.datetime.now(ZoneInfo(CITY)).date() + dt.timedelta(days=days)
    form = page.locator("form[data-item=planned-session]")
    form.locator("[name=planned_on]").fill(day.isoformat())
    form.locator("[name=venue]").select_option(venue)
    form.locator("[name=subject]").select_option("topic:first-steps")
    form.locator("[name=note]").fill(note)
    save_plan(page)


def save_plan(page):
    page.locator("form[data-item=planned-session] > button:not(.danger)").click()
    page.wait_for_url("**/field/plan/")


def line_of(page, note):
    return page.locator("[data-part=plan] [data-plan]", has_text=note)


def change(page, note):
    line_of(page, note).locator("[data-edit]").click()
    page.locator("[data-part=plan-form] [data-again=yes]").first.wait_for()
    page.wait_for_function("(note) => document.querySelector('#plan_note').value === note", arg=note)


def test_sessions_are_planned_and_logged_without_a_network_and_all_is_there_later(sala, page):
    page.goto(f"{sala.url}/field/plan/new/")
    venue = page.locator("#plan_venue option").nth(1).get_attribute("value")
    plan(page, note=NOTE, venue=venue)
    store = store_of(page)
    until(page, KEPT_PLAN.format(store=store, note=NOTE))
    page.goto(f"{sala.url}/field/plan/new/")
    plan(page, note=CANCELLED, venue=venue, days=1)
    until(page, KEPT_PLAN.format(store=store, note=CANCELLED))

    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/")
    page.locator("[data-part=home] [data-plan]").first.wait_for()
    expect(page.locator("[data-part=home] [data-figure=hours_all]")).not_to_be_empty()
    page.locator("[data-announcements] .announcement button").first.click()
    until(page, PUT_AWAY.format(store=store))
    page.goto(f"{sala.url}/field/resources/")
    page.locator("#consent summary").click()
    expect(page.locator("#consent [lang=en]")).to_be_visible()
    page.goto(f"{sala.url}/field/groups/")
    page.locator("[data-groups-list] .card").first.wait_for()
    page.goto(f"{sala.url}/field/plan/")
    change(page, NOTE)
    assert not list(faults_of(page))
    page.fill("#plan_note", CHANGED)
    save_plan(page)
    line_of(page, CHANGED).locator("[data-if=isUnsent]").wait_for()
    expect(line_of(page, NOTE)).to_have_count(0)
    change(page, CANCELLED)
    page.locator("[data-part=plan-form] button.danger").click()
    page.wait_for_url("**/field/plan/")
    line_of(page, CHANGED).wait_for()
    expect(line_of(page, CANCELLED)).to_have_count(0)
    page.locator("[data-part=plan] > a.button").click()
    plan(page, note=NOTE, venue=venue)
    change(page, NOTE)
    page.fill("#plan_note", ONLY_HERE)
    save_plan(page)
    planned = line_of(page, ONLY_HERE)
    planned.locator("a.button").click()

    page.locator("[data-part=form]").wait_for()
    page.wait_for_function("() => document.querySelector('[name=plan]').value")
    form = page.locator("form[data-headcount]")
    expect(form.locator("[name=subject]")).to_have_value("topic:first-steps")
    page.locator("details.more", has=page.locator("[name=roster]")).locator("summary").click()
    page.select_option("#take-from-group", index=1)
    expect(page.locator("[name=roster]")).not_to_have_value("")
    assert int(page.input_value("[name=headcount_total]")) == len(page.input_value("[name=roster]").split())
    page.check("[name=roster_consent]")
    page.locator("form[data-headcount] > button.button").last.click()
    page.wait_for_url("**/field/sessions/")

    page.goto(f"{sala.url}/field/plan/")
    planned.locator("[data-if=isWritten]").wait_for()
    expect(planned.locator("a.button")).to_be_hidden()
    for hours, tone in ((30, "waiting"), (80, "problem")):
        page.evaluate(MADE_HOURS_AGO, [store, hours])
        page.goto(f"{sala.url}/field/")
        page.locator(f"[data-reminders] .{tone}").wait_for()

    page.context.set_offline(False)
    with page.expect_response("**/read/"):
        page.goto(f"{sala.url}/field/")
    use(page, sala)
    wait_until_sent(page)
    expect(page.locator("[data-reminders] .notice")).to_have_count(0)
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        found = "SELECT note, status, training_session_id IS NOT NULL FROM ambassadors_plannedsession"
        plans = [row for row in database.execute(found).fetchall() if row[0] in NOTES]
        assert sorted(plans) == sorted(
            [(CHANGED, "planned", 0), (CANCELLED, "cancelled", 0), (ONLY_HERE, "done", 1)]
        )
        read = "SELECT COUNT(*) FROM ambassadors_announcementreading"
        assert database.execute(read).fetchone() == (1,)
