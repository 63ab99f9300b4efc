"""The whole way of an ambassador's work: planned, written down without a network, kept, sent, mended, counted once."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser import editor, staff
from tests.browser.on_phone import send_on_return, until, until_told
from tests.browser.test_field_phone import CELL, FIELD_IS_KEPT, save, save_and_send, write_down

pytestmark = pytest.mark.browser

CITY = "Asia/Phnom_Penh"
NOTE = "ផែនការនៅសាលារៀន"
REASON = "សូមរាប់ម្តងទៀត"
MEN = 1
WOMEN = (211, 223, 227)  # as no session of the demonstration has
MENDED = 229
TOTAL = "Participations: total"
WAITING = "document.querySelectorAll('[data-on-phone] .waiting').length === {}"


def counted(sala, folder, period):
    """(participations in all, [people of each training session]) of these days, as the command reports them."""
    path = folder / "reach.json"
    path.unlink(missing_ok=True)
    done = sala.manage("export_reach", "--period", period, "--format", "json", "--output", path)
    assert done.returncode == 0, done.stderr
    tables = json.loads(path.read_text())["tables"]
    everybody, each = (column_of(tables[name], TOTAL) for name in ("reach_gender", "training_sessions"))
    return everybody[column_of(tables["reach_gender"], "Row").index("all")], each


def column_of(table, name):
    place = [column["name"] for column in table["columns"]].index(name)
    return [row[place] for row in table["rows"]]


def write_down_offline(page, sala, women, number):
    until(page, "document.querySelector('select[name=venue]').options.length > 2")
    write_down(page, women=women, men=MEN)
    save(page)
    page.wait_for_url("**/field/sessions/")
    until(page, WAITING.format(number))


def test_planned_taught_without_a_network_sent_back_mended_verified_and_counted_once(
    sala, phone, sign_in, tmp_path
):
    today = dt.datetime.now(ZoneInfo(CITY)).date()
    period = f"{today}..{today + dt.timedelta(days=2)}"  # with tomorrow, which may come meanwhile
    before, _each = counted(sala, tmp_path, period)
    page = phone(timezone_id=CITY)
    sign_in(page)
    until(page, FIELD_IS_KEPT)
    page.goto(f"{sala.url}/field/plan/new/")
    page.fill("[name=planned_on]", today.isoformat())
    page.select_option("[name=venue]", index=1)
    page.select_option("[name=subject]", "topic:first-steps")
    page.fill("[name=note]", NOTE)
    page.click("main form button.button")
    page.wait_for_url("**/field/plan/")
    until_told(page, sala, f"data.plans.some(({{ note }}) => note === '{NOTE}')")

    # At the school: three sessions, the first from the plan. Then the tab dies.
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/plan/")
    page.locator("[data-part=plan] [data-plan]", has_text=NOTE).locator("a.button").click()
    page.locator("[data-part=form]").wait_for()
    for number, women in enumerate(WOMEN, start=1):
        write_down_offline(page, sala, women, number)
        page.goto(f"{sala.url}/field/sessions/new/")
    page.close(run_before_unload=False)

    # The network is back: all of it is safe.
    page = page.context.new_page()
    page.goto(f"{sala.url}/field/sessions/")
    until(page, WAITING.format(len(WOMEN)))
    send_on_return(page, sala)
    until(page, WAITING.format(0))

    # The coordinator sends one back; it is mended on the phone; then all three are verified.
    desk = phone(locale="en", size={"width": 1280, "height": 900})
    editor.sign_in_to_admin(desk, sala.url, "demo-coordinator-1", DEMO_PASSWORD)
    staff.decide(desk, sala.url, total=WOMEN[1] + MEN, decision="send_back", reason=REASON)
    page.goto(f"{sala.url}/field/sessions/")
    page.get_by_text(REASON).first.wait_for()
    page.get_by_text(REASON).first.click()
    page.wait_for_url("**/field/sessions/*-*/")
    page.locator("main a[href$='/edit/']").click()
    page.wait_for_url("**/edit/")
    page.fill("input[name=headcount_total]", str(MENDED + MEN))
    page.fill(CELL.format("female", "18-24"), str(MENDED))
    save_and_send(page, sala)
    for women in (WOMEN[0], MENDED, WOMEN[2]):
        staff.decide(desk, sala.url, total=women + MEN, decision="verify")

    after, each = counted(sala, tmp_path, period)
    expected = [women + MEN for women in (WOMEN[0], MENDED, WOMEN[2])]
    assert after - before == sum(expected)
    assert [each.count(people) for people in (*expected, WOMEN[1] + MEN)] == [1, 1, 1, 0]
