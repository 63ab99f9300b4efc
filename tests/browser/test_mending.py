"""What came back to an ambassador is mended on the phone: a session sent back, without a network; one refused late;
people added by name whose code was wrong."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import send_on_return, until_told, use, wait_until_sent
from tests.browser.test_every_page import faults_of
from tests.browser.test_field_phone import CELL, newest_session, save, save_and_send, write_down
from tests.browser.test_field_rescue import open_form, signed_in, words
from tests.browser.test_scanning import ROSTER
from tests.browser.test_shared_field_phone import shell

pytestmark = pytest.mark.browser
__all__ = ["signed_in", "words"]

REASON = "សូមរាប់ម្តងទៀត"
SEND_BACK = """
from ambassadors.models import TrainingSession; from ambassadors.review.decisions import send_back
from lms.models import User
session = TrainingSession.objects.get(note="{words}"); by = User.objects.get(username="demo-coordinator-1")
send_back(session=session, by=by, reason="{reason}")
"""
STORED = """SELECT s.status, s.revision_number, SUM(c.count),
    (SELECT COUNT(*) FROM ambassadors_trainingsessionrevision r WHERE r.training_session_id = s.id)
    FROM ambassadors_trainingsession s JOIN ambassadors_headcountcell c ON c.training_session_id = s.id
    WHERE s.note = ? GROUP BY s.id"""
VENUES = """SELECT v.code FROM ambassadors_trainingsession s JOIN lms_venue v ON v.id = s.venue_id WHERE s.note = ?"""


def is_open_with(page, words):
    page.wait_for_url("**/sessions/**session=**")
    expect(page.locator("form[data-headcount] textarea[name=note]")).to_have_value(words)


def test_a_session_sent_back_is_mended_without_a_network_and_waits_for_review_again(sala, signed_in, words):
    page = signed_in
    open_form(sala, page)
    write_down(page, women=5, men=4, note=words)
    save_and_send(page, sala)
    shell(sala, SEND_BACK, words=words, reason=REASON)
    assert sala.rows(STORED, words) == [("returned", 1, 9, 1)]
    page.goto(f"{sala.url}/field/sessions/")
    is_sent_back = f"({{ payload, reason }}) => reason && payload && payload.note === '{words}'"
    until_told(page, sala, f"data.sessions.some({is_sent_back})")

    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/")
    page.locator("[data-on-phone] a[href*='/new/?session=']", has_text=REASON).click()
    is_open_with(page, words)
    expect(page.locator("[data-decision]")).to_contain_text(REASON)
    expect(page.locator(CELL.format("female", "18-24"))).to_have_value("5")
    page.fill("input[name=headcount_total]", "10")
    page.fill(CELL.format("female", "18-24"), "6")
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.locator("[data-on-phone] .waiting").first.wait_for()

    send_on_return(page, sala)
    assert sala.rows(STORED, words) == [("submitted", 2, 10, 2)]


@contextlib.contextmanager
def out_of_use(sala, code):
    """A place that was withdrawn, which no phone knows yet; in use again afterwards."""
    change = "UPDATE lms_venue SET closed_on = {} WHERE code = ?"
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3", timeout=30)) as database:
        with database:
            database.execute(change.format("opened_on"), [code])
        yield
        with database:
            database.execute(change.format("NULL"), [code])


def test_a_session_refused_late_says_why_at_its_field_is_mended_and_stored_once(sala, signed_in, words):
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    codes = page.locator("select[name=venue] option").evaluate_all("all => all.map(({ value }) => value)")
    withdrawn, other = [code for code in codes if code.startswith("demo-")][-2:]
    page.select_option("select[name=venue]", withdrawn)
    write_down(page, women=3, men=2, note=words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    address = page.locator("[data-on-phone] a[href*='?session=']:has(.waiting)").get_attribute("href")

    with out_of_use(sala, withdrawn):
        send_on_return(page, sala)
        refused = page.locator(f"[data-on-phone] a[href='{address}']:has(.chip.problem)")
        said = refused.locator("[data-reason]").inner_text()
        assert sala.rows(VENUES, words) == []
        for is_offline in (True, False):
            page.context.set_offline(is_offline)
            page.goto(f"{sala.url}/field/sessions/")
            refused.click()
            is_open_with(page, words)
            at_field = page.locator(".field", has=page.locator("select[name=venue]")).locator(".error")
            expect(at_field).to_have_text(said)
            page.locator("main .notice.problem:visible").wait_for()
        assert not list(faults_of(page))
        page.select_option("select[name=venue]", other)
        save_and_send(page, sala)
        assert sala.rows(VENUES, words) == [(other,)]
    page.goto(f"{sala.url}/field/sessions/")
    expect(page.locator("[data-on-phone] > *")).to_have_count(0)


def save_names(page, session):
    page.locator("form[data-item=attendance] > button").click()
    page.wait_for_url(f"**/field/sessions/{session}/")


def test_names_refused_late_come_back_as_typed_are_mended_and_stored_once(sala, signed_in, words):
    page = signed_in
    open_form(sala, page)
    page.check("input[name=kind][value=community]")
    write_down(page, women=3, men=2, note=words)
    save_and_send(page, sala)
    session = newest_session(sala)
    page.goto(f"{sala.url}/field/sessions/{session}/names/")
    page.context.set_offline(True)
    page.fill("textarea[name=codes]", "ACD347")
    page.check("input[name=consent]")
    save_names(page, session)
    page.locator("[data-on-phone] .waiting").first.wait_for()

    send_on_return(page, sala)
    refused = page.locator("[data-on-phone] a:has(.chip.problem)")
    said = refused.locator("[data-reason]").inner_text()
    refused.click()
    page.wait_for_url(f"**/field/sessions/{session}/names/?session=*")
    expect(page.locator("textarea[name=codes]")).to_have_value("ACD347")
    expect(page.locator("input[name=consent]")).to_be_checked()
    expect(page.locator("input[name=session]")).to_have_value(session)
    at_field = page.locator(".field", has=page.locator("textarea[name=codes]")).locator(".error")
    expect(at_field).to_have_text(said)
    page.fill("textarea[name=codes]", "KRAMA7")
    save_names(page, session)
    use(page, sala)
    wait_until_sent(page)
    assert sala.rows(ROSTER, words) == [("KRAMA7",)]
    page.goto(f"{sala.url}/field/sessions/")
    expect(page.locator("[data-on-phone] > *")).to_have_count(0)
