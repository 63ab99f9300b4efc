"""An ambassador's phone at a school without a network: sessions are written down, kept, sent, and counted once."""

import contextlib
import sqlite3

import pytest

from tests.browser.on_phone import until

pytestmark = pytest.mark.browser

FIELD_IS_KEPT = """(async () => {
  const cache = await caches.open("sala-field");
  const pages = await Promise.all(["km", "en"].map((code) => cache.match(`/field/offline/${code}/`)));
  return pages.every(Boolean) && Boolean(navigator.serviceWorker.controller);
})()"""
CELL = "input[name='people.{}.{}']"


@pytest.fixture
def page(sala, phone, sign_in):
    page = phone()
    sign_in(page)
    until(page, FIELD_IS_KEPT, 40)
    return page


def write_down(page, *, women, men, note="", disabled=0):
    """Fills in the form on the screen, what is usual being filled in already; returns the taps it took."""
    taps = 0
    if not page.input_value("select[name=venue]"):
        page.select_option("select[name=venue]", index=1)
        taps += 2
    if not page.locator("input[name=duration]:checked").count():
        page.check("input[name=duration][value='60']")
        taps += 1
    if not page.input_value("select[name=subject]"):
        page.select_option("select[name=subject]", "topic:first-steps")
        taps += 2
    for name, people in (
        ("input[name=headcount_total]", women + men),
        (CELL.format("female", "18-24"), women),
        (CELL.format("male", "18-24"), men),
    ):
        page.click(name)
        page.keyboard.type(str(people))
        taps += 1 + len(str(people))
    if note:
        page.fill("textarea[name=note]", note)
    return taps


def save(page):
    page.locator("form[data-headcount] > button.button").last.click()


def test_a_usual_session_is_logged_in_two_minutes_and_twenty_five_taps(sala, page):
    page.goto(f"{sala.url}/field/")
    page.click("main a.button")
    page.wait_for_url("**/sessions/new/")
    taps = 1 + write_down(page, women=12, men=9, note="") + 1
    save(page)
    page.wait_for_url("**/field/sessions/*-*/")
    assert taps <= 25


def test_three_sessions_at_a_school_without_a_network_are_safe_once_it_is_back(sala, page):
    page.context.set_offline(True)
    for number in range(3):
        page.goto(f"{sala.url}/field/sessions/new/")
        page.locator("[data-part=form]").wait_for()
        page.wait_for_function("() => document.querySelector('select[name=venue]').options.length > 2")
        write_down(page, women=3 + number, men=2, note=f"offline {number}")
        save(page)
        page.wait_for_url("**/field/sessions/")
        waiting = "number => document.querySelectorAll('[data-on-phone] .waiting').length === number"
        page.wait_for_function(waiting, arg=number + 1)
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/sessions/")
    page.wait_for_function("() => !document.querySelector('[data-on-phone] .waiting')", timeout=40000)
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3")) as database:
        found = "SELECT note FROM ambassadors_trainingsession WHERE note LIKE 'offline %' ORDER BY note"
        notes = database.execute(found).fetchall()
    assert [note for (note,) in notes] == ["offline 0", "offline 1", "offline 2"]


def test_a_tab_that_dies_loses_no_draft_and_neither_does_another_language(sala, page):
    page.goto(f"{sala.url}/field/sessions/new/")
    write_down(page, women=5, men=4, note="a draft")
    page.wait_for_timeout(300)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(f"{sala.url}/field/sessions/new/?language=en")
    page.wait_for_function("() => document.querySelector('textarea[name=note]').value === 'a draft'")
    assert page.input_value(CELL.format("female", "18-24")) == "5"
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/new/?language=km")
    page.wait_for_function("() => document.querySelector('textarea[name=note]').value === 'a draft'")
    assert page.locator("html").get_attribute("lang") == "km"


def test_what_is_missing_is_said_without_a_network(sala, page):
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/new/")
    page.wait_for_function("() => document.querySelector('select[name=venue]').options.length > 2")
    write_down(page, women=3, men=2)
    page.fill("input[name=headcount_total]", "9")
    save(page)
    page.locator("[data-headcount] > .notice.problem").wait_for()
    assert "4" in page.locator("#headcount > .error").inner_text()


def test_after_signing_out_nobody_sees_the_sessions(sala, page):
    page.goto(f"{sala.url}/field/")
    page.click(".field-nav button")
    page.wait_for_url("**/sign-in/**")
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/")
    page.locator("[data-part=list]").wait_for()
    page.wait_for_timeout(500)
    assert page.locator("[data-on-phone] > *").count() == 0
