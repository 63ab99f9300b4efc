"""An ambassador's phone at a school without a network: sessions are written down, kept, sent, and counted once."""

import contextlib
import re
import sqlite3
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import (
    send_on_return,
    until,
    until_drafted,
    until_told,
    use,
    wait_until_sent,
    words,
)

pytestmark = pytest.mark.browser

# The pages without a network, and what the server says of whoever is signed in.
FIELD_IS_KEPT = """(async () => {
  const cache = await caches.open("sala-field");
  const pages = await Promise.all(["km", "en"].map((code) => cache.match(`/field/offline/${code}/`)));
  // A page that was on its way when the worker began is not its own yet; the next one is.
  const worker = await navigator.serviceWorker.getRegistration();
  if (!(pages.every(Boolean) && worker && worker.active)) return false;
  return new Promise((resolve) => {
    indexedDB.open("sala").onsuccess = ({ target: { result } }) => {
      const asked = result.transaction("state").objectStore("state").get("field");
      asked.onsuccess = () => {
        const { owner, since } = asked.result || {};
        resolve(owner === document.body.dataset.owner && !since);
        result.close();
      };
    };
  });
})()"""
LIST_OR_SESSION = re.compile(r"/field/sessions/([0-9a-f-]{36}/)?$")
CELL = "input[name='people.{}.{}']"


@pytest.fixture
def page(sala, phone, sign_in):
    page = phone()
    sign_in(page)
    until(page, FIELD_IS_KEPT)
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


def save_and_send(page, sala):
    """Saves where there is a network; where the answer is slow the page goes on to the list before it has come."""
    save(page)
    page.wait_for_url(LIST_OR_SESSION)
    use(page, sala)
    wait_until_sent(page)


def newest_session(sala):
    """The id of the training session that was received last."""
    ((found,),) = sala.rows("SELECT id FROM ambassadors_trainingsession ORDER BY received_at DESC LIMIT 1")
    return str(uuid.UUID(found))


COUNT_TAPS = """() => {
  window.taps = 0;
  for (const kind of ["click", "keydown"]) {
    document.addEventListener(kind, (event) => { if (event.isTrusted) window.taps += 1 }, true);
  }
}"""


def test_a_usual_session_is_logged_in_twenty_five_taps(sala, page):
    """Forty people of six groups at the usual place; each key of a number counts as a tap, and so does choosing."""
    page.goto(f"{sala.url}/field/")
    page.click("main a.button")
    page.wait_for_url("**/sessions/new/")
    until(page, "document.querySelectorAll('.count').length > 20")
    assert page.input_value("select[name=venue]")
    assert page.input_value("select[name=subject]")
    page.evaluate(COUNT_TAPS)
    groups = {("female", "18-24"): 12, ("male", "18-24"): 9, ("female", "25-30"): 8}
    groups |= {("male", "25-30"): 6, ("female", "31-45"): 4, ("male", "60+"): 1}
    for key, people in groups.items():
        page.click(CELL.format(*key))
        page.keyboard.type(str(people))
    assert page.input_value("input[name=headcount_total]") == "40"
    assert page.locator("[data-tally].done").count()
    taps = page.evaluate("window.taps") + 2  # the first one, and the last
    save_and_send(page, sala)
    assert taps <= 25


def test_three_sessions_at_a_school_without_a_network_are_safe_once_it_is_back(sala, page):
    page.context.set_offline(True)
    for number in range(3):
        page.goto(f"{sala.url}/field/sessions/new/")
        page.locator("[data-part=form]").wait_for()
        until(page, "document.querySelector('select[name=venue]').options.length > 2")
        write_down(page, women=3 + number, men=2, note=f"offline {number}")
        save(page)
        page.wait_for_url("**/field/sessions/")
        until(page, f"document.querySelectorAll('[data-on-phone] .waiting').length === {number + 1}")
    on_phone = words(page.locator("[data-on-phone] .facts"))[:3]
    send_on_return(page, sala)
    notes = sala.rows(
        "SELECT note FROM ambassadors_trainingsession WHERE note LIKE 'offline %' ORDER BY note"
    )
    assert [note for (note,) in notes] == ["offline 0", "offline 1", "offline 2"]
    page.goto(f"{sala.url}/field/sessions/")
    until(page, "document.querySelectorAll('[data-on-phone] .facts').length === 0")
    # They read the same wherever they are.
    assert len(set(on_phone)) == 3
    assert set(on_phone) <= set(words(page.locator(".session-line .facts")))


def test_what_another_tab_has_begun_survives_what_this_one_saves(sala, page):
    address = f"{sala.url}/field/sessions/new/"
    page.goto(address)
    until(page, "document.querySelectorAll('.count').length > 20")
    write_down(page, women=2, men=1, note="the first tab")
    until_drafted(page, sala, "the first tab")
    other = page.context.new_page()
    other.goto(address)
    until(other, "document.querySelectorAll('.count').length > 20")
    write_down(other, women=1, men=3, note="the second tab")
    until_drafted(other, sala, "the second tab")
    page.reload()
    expect(page.locator("textarea[name=note]")).to_have_value("the first tab")
    save_and_send(page, sala)
    # What a closed tab has begun is taken up by the next one.
    other.close()
    page.goto(address)
    expect(page.locator("textarea[name=note]")).to_have_value("the second tab")
    save_and_send(page, sala)
    page.goto(address)
    until(page, "document.querySelectorAll('.count').length > 20")
    expect(page.locator("textarea[name=note]")).to_have_value("")
    sent = "SELECT COUNT(*) FROM ambassadors_trainingsession WHERE note LIKE 'the % tab'"
    assert sala.rows(sent) == [(2,)]


def test_without_a_network_a_session_keeps_its_place_and_whom_nobody_can_name_any_more(sala, page):
    page.goto(f"{sala.url}/field/sessions/new/")
    write_down(page, women=3, men=2)
    page.check("input[name=kind][value=community]")
    save_and_send(page, sala)
    session = newest_session(sala)
    own = (session.replace("-", ""),)
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3", timeout=20)) as database:
        place = database.execute(
            "SELECT venue_id FROM ambassadors_trainingsession WHERE id = ?", own
        ).fetchone()
        with database:
            database.execute("UPDATE lms_venue SET closed_on = opened_on WHERE id = ?", place)
            database.execute(
                "INSERT INTO ambassadors_attendance (training_session_id, person_id, has_consent, recorded_at)"
                " SELECT ?, id, 1, registered_at FROM lms_person"
                " WHERE id NOT IN (SELECT person_id FROM lms_learnercard) LIMIT 1",
                own,
            )
        page.goto(f"{sala.url}/field/")
        until_told(
            page, sala, f"data.sessions.some(({{id, staying}}) => id === '{session}' && staying === 1)"
        )
        page.context.set_offline(True)
        page.goto(f"{sala.url}/field/sessions/new/?session={session}")
        expect(page.locator("[data-staying] output")).to_have_text("1")
        expect(page.locator("input[name=headcount_total]")).to_have_value("5")
        expect(page.locator("[data-headcount] [name=venue]")).not_to_have_value("")
        page.fill("textarea[name=note]", "mended")
        save(page)
        page.wait_for_url("**/field/sessions/")
        send_on_return(page, sala)
        with database:
            database.execute("UPDATE lms_venue SET closed_on = NULL WHERE id = ?", place)
        said = "SELECT note, revision_number FROM ambassadors_trainingsession WHERE id = ?"
        assert database.execute(said, own).fetchone() == ("mended", 2)
        named = "SELECT count(*) FROM ambassadors_attendance WHERE training_session_id = ?"
        assert database.execute(named, own).fetchone() == (1,)


def test_a_tab_that_dies_loses_no_draft_and_neither_does_another_language(sala, page):
    page.goto(f"{sala.url}/field/sessions/new/")
    write_down(page, women=5, men=4, note="a draft")
    until_drafted(page, sala, "a draft")
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(f"{sala.url}/field/sessions/new/?language=en")
    until(page, "document.querySelector('textarea[name=note]').value === 'a draft'")
    assert page.input_value(CELL.format("female", "18-24")) == "5"
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/new/?language=km")
    until(page, "document.querySelector('textarea[name=note]').value === 'a draft'")
    assert page.locator("html").get_attribute("lang") == "km"


def test_what_is_missing_is_said_without_a_network(sala, page):
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/new/")
    until(page, "document.querySelector('select[name=venue]').options.length > 2")
    write_down(page, women=3, men=2)
    page.fill("input[name=headcount_total]", "9")
    save(page)
    page.locator("[data-headcount] > .notice.problem").wait_for()
    assert "4" in page.locator("#headcount > .error").inner_text()


def test_at_a_place_the_nearest_come_first_and_the_certificate_needs_no_network(sala, phone, sign_in):
    page = phone(geolocation={"latitude": 10.612, "longitude": 103.521}, permissions=["geolocation"])
    sign_in(page)
    page.goto(f"{sala.url}/field/sessions/new/")
    codes = page.locator("select[name=venue] option").evaluate_all("all => all.map(({ value }) => value)")
    far, near = [code for code in codes if code.startswith("demo-")][-2:]
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3", timeout=30)) as database, database:
        for code, latitude in ((far, 10.7), (near, 10.611)):
            place = "UPDATE lms_venue SET latitude = ?, longitude = 103.52 WHERE code = ?"
            database.execute(place, [latitude, code])
    until(page, FIELD_IS_KEPT)
    page.reload()
    until_told(page, sala, "data.venues.some(({ latitude }) => Number(latitude) === 10.611)")
    for is_offline in (False, True):
        page.context.set_offline(is_offline)
        page.goto(f"{sala.url}/field/sessions/new/")
        until(page, "document.querySelector('select[name=venue]').options.length > 2")
        page.locator("[data-location] button").click()
        first = "[...document.querySelector('select[name=venue]').options].filter(({ value }) => value).slice(0, 2)"
        until(page, f"{first}.map(({{ value }}) => value).join() === '{near},{far}'")
    page.goto(f"{sala.url}/field/certificate/")
    page.locator("[data-part=certificate] [data-fill=sessions]:not(:empty)").wait_for()
    page.locator("[data-part=certificate] [data-fill=code]:not(:empty)").wait_for()


PLACE = "សាលាស្ត្រី កោះរ៉ុង ៣"
SPELLINGS = {
    "subscripts in the other order": "ស្រ្តី",
    "a subscript that looks the same": "ស្ដ្រី",
    "a vowel in its two parts": "កេាះ",
    "a vowel before the shifter": "កោះរុ៉ង",
    "with a space of no width": "កោះ\u200bរ៉ុង",
    "words run together, Latin digit": "រ៉ុង3",
    "in Latin letters": "girls koh RONG",
}


def test_a_place_is_found_without_a_network_however_it_is_spelled(sala, page):
    page.goto(f"{sala.url}/field/sessions/new/")
    codes = page.locator("select[name=venue] option").evaluate_all("all => all.map(({ value }) => value)")
    code = next(code for code in codes if code.startswith("demo-"))
    rename = "UPDATE lms_venue SET name_km = ?, name_en = ? WHERE code = ?"
    with contextlib.closing(sqlite3.connect(sala.folder / "sala.sqlite3", timeout=30)) as database:
        names = database.execute("SELECT name_km, name_en FROM lms_venue WHERE code = ?", [code]).fetchone()
        with database:
            database.execute(rename, [PLACE, "Girls Koh Rong", code])
        page.goto(f"{sala.url}/field/")
        until_told(page, sala, f"data.venues.some((venue) => venue.name_km === '{PLACE}')")
        page.context.set_offline(True)
        page.goto(f"{sala.url}/field/sessions/new/")
        until(page, "document.querySelector('select[name=venue]').options.length > 2")
        search = page.locator("[data-venue] input[type=search]")
        for spelling in SPELLINGS.values():
            search.fill(spelling)
            expect(page.locator("[data-venue] .found button")).to_have_text([PLACE])
        page.locator("[data-venue] .found button").click()
        expect(page.locator("[data-venue] select[name=venue]")).to_have_value(code)
        with database:
            database.execute(rename, [*names, code])


def test_after_signing_out_nobody_sees_the_sessions(sala, page):
    page.goto(f"{sala.url}/field/")
    page.click(".field-nav button")
    page.wait_for_url("**/sign-in/**")
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/sessions/")
    page.locator("[data-nobody-here]").wait_for()
    expect(page.locator("[data-part=list]")).to_be_hidden()
    assert page.locator("[data-on-phone] > *").count() == 0
