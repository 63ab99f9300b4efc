"""What an ambassador's phone keeps through worse things: a cut photo, a closed browser, a phone that cannot send."""

import io
import json
import re
import uuid

import pytest
from PIL import Image
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.field import sign_in_as_ambassador
from tests.browser.on_phone import send_on_return, until, until_drafted, until_equal
from tests.browser.test_field_phone import FIELD_IS_KEPT, save, write_down

pytestmark = pytest.mark.browser
# Without a network from the first moment on, the service worker too.
NOWHERE = {"server": "http://127.0.0.1:9"}
MEDIA = "**/api/v1/sync/media/**"
NAMED = "document.querySelector('input[name=photo]').value"
ARRIVED = """SELECT file FROM ambassadors_sessionphoto p JOIN ambassadors_trainingsession s
    ON s.id = p.training_session_id WHERE s.note = ?"""
PHOTOS_HERE = """new Promise((resolve) => {
  indexedDB.open("sala-media").onsuccess = ({ target: { result } }) => {
    const asked = result.transaction("photos").objectStore("photos").count();
    asked.onsuccess = () => {
      resolve(asked.result);
      result.close();
    };
  };
})"""


def photo(width=1600, height=1200):
    """A busy picture from a camera that writes down whose it is."""
    exif = Image.Exif()
    exif[0x010F] = "Phone of Sok Sreyneang"
    drawn = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


@pytest.fixture
def words():
    """A note that no other session has."""
    return f"ចំណាំ {uuid.uuid4().int}"


def arrived(sala, page, query, *values):
    """The rows of a query, once there are any."""
    until_equal(page, lambda: bool(sala.rows(query, *values)), True)
    return sala.rows(query, *values)


@pytest.fixture
def signed_in(sala, phone, sign_in):
    """A phone that has kept what it needs without a network."""
    page = phone()
    sign_in(page)
    until(page, FIELD_IS_KEPT)
    return page


def open_form(sala, page):
    page.goto(f"{sala.url}/field/sessions/new/")
    until(page, "document.querySelector('select[name=venue]').options.length > 2")


def test_a_photo_goes_after_its_session_in_parts_and_survives_a_cut(sala, signed_in, words):
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    page.locator("[data-photo] input").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.locator("[data-photo] canvas:visible").wait_for()
    write_down(page, women=4, men=3, note=words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.locator("[data-on-phone] [data-photo-to-come]").first.wait_for()

    parts, is_cut = [], True

    def cut(route):
        """Lets the first part through and no other, however often it is tried."""
        is_part = route.request.method == "PUT"
        if is_part:
            parts.append(route.request.headers["content-range"])
        route.abort() if is_part and is_cut and len(parts) > 1 else route.continue_()

    page.route(MEDIA, cut)
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/sessions/")
    ((sha256,),) = arrived(
        sala, page, "SELECT photo_sha256 FROM ambassadors_trainingsession WHERE note = ?", words
    )
    assert len(sha256) == 64
    until_equal(page, lambda: len(parts) > 1, True)
    assert sala.rows(ARRIVED, words) == []
    tried, is_cut = len(parts), False
    page.reload()
    found = arrived(sala, page, ARRIVED, words)
    # It went on where it was cut, and nothing of the camera's own words is left.
    assert set(parts[1 : tried + 1]) == {parts[1]}
    ((file,),) = found
    with Image.open(sala.folder / "private" / file) as drawn:
        assert max(drawn.size) == 1280
        assert not drawn.getexif()


def take(page, name, buffer):
    page.set_input_files("[data-photo] input", {"name": name, "mimeType": "image/jpeg", "buffer": buffer})


@pytest.fixture
def opened_again(sala, signed_in, words):
    """The form of a session with a photo that waits without a network, with what was saved in it."""
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    take(page, "IMG_3.jpg", photo(400, 300))
    page.locator("[data-photo] canvas:visible").wait_for()
    write_down(page, women=2, men=3, note=words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.locator("[data-on-phone] a:has([data-photo-to-come])").first.click()
    expect(page.locator("form[data-headcount] textarea[name=note]")).to_have_value(words)
    page.locator("[data-photo] canvas:visible").wait_for()
    return page


@pytest.mark.parametrize("is_replaced", [False, True], ids=["removed", "replaced"])
def test_an_edit_that_is_never_saved_takes_no_photo_from_the_session_that_waits(
    sala, opened_again, words, is_replaced
):
    page = opened_again
    before = page.evaluate(NAMED)
    if is_replaced:
        take(page, "IMG_4.jpg", photo(300, 400))
        until(page, f"{NAMED} !== '{before}' && !document.querySelector('[data-photo] input').value")
    else:
        page.locator("[data-photo] button").click()
        until(page, f"{NAMED} === ''")
    page.goto(f"{sala.url}/field/sessions/")
    send_on_return(page, sala)
    assert len(arrived(sala, page, ARRIVED, words)) == 1


def test_a_photo_that_was_taken_out_leaves_the_phone_with_the_save(sala, opened_again, words):
    page = opened_again
    page.locator("[data-photo] button").click()
    until(page, f"{NAMED} === ''")
    assert page.evaluate(PHOTOS_HERE) == 1
    save(page)
    page.wait_for_url("**/field/sessions/")
    until(page, f"{PHOTOS_HERE}.then((count) => count === 0)")
    send_on_return(page, sala)
    named = "SELECT photo_sha256 FROM ambassadors_trainingsession WHERE note = ?"
    assert arrived(sala, page, named, words) == [("",)]


def test_after_the_browser_was_closed_everything_works_without_a_network(sala, kept_phone, words):
    women = 1 + int(words[-3:])
    context = kept_phone()
    page = context.new_page()
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-2", DEMO_PASSWORD)
    until(page, FIELD_IS_KEPT)
    manifest = page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((said) => said.json())"
    )
    assert (manifest["start_url"], manifest["scope"]) == ("/field/", "/field/")
    context.set_offline(True)
    open_form(sala, page)
    write_down(page, women=6, men=2, note=words)
    until_drafted(page, sala, words)
    context.close()

    context = kept_phone(proxy=NOWHERE)
    page = context.new_page()
    open_form(sala, page)
    expect(page.locator("form[data-headcount] textarea[name=note]")).to_have_value(words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.goto(f"{sala.url}/field/notes/new/")
    page.locator("[data-part=new-note]").wait_for()
    until(page, "document.querySelector('select[name=place]').options.length > 2")
    page.locator("[data-part=new-note] input[name=category]").first.check(force=True)
    page.locator("select[name=place]").select_option(index=1)
    page.locator("[data-part=new-note] textarea[name=text]").fill(words)
    page.locator("[data-part=new-note] form > button").click()
    page.wait_for_url("**/field/sessions/")
    page.goto(f"{sala.url}/field/zones/count/")
    page.locator("[data-part=zones]").wait_for()
    until(page, "document.querySelector('select[name=zone]').options.length > 1")
    page.locator("select[name=zone]").select_option(index=1)
    page.locator("[data-part=zones] input[name=female]").fill(str(women))
    page.locator("[data-part=zones] form > button").click()
    page.wait_for_url("**/field/")
    until(page, "document.querySelectorAll('[data-on-phone] .waiting').length === 3")
    context.close()

    page = kept_phone().new_page()
    page.goto(f"{sala.url}/field/sessions/")
    for query, value in (
        ("SELECT id FROM ambassadors_trainingsession WHERE note = ?", words),
        ("SELECT id FROM ambassadors_issuenote WHERE text = ?", words),
        ("SELECT id FROM hotspots_observationcount WHERE minutes = 15 AND female = ?", women),
    ):
        assert len(arrived(sala, page, query, value)) == 1


def test_work_rescued_by_another_phone_is_the_owners_and_there_once(sala, signed_in, phone, words):
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    page.locator("[data-photo] input").set_input_files(
        {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": photo(200, 150)}
    )
    page.locator("[data-photo] canvas:visible").wait_for()
    write_down(page, women=2, men=2, note=words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.goto(f"{sala.url}/field/rescue/")
    page.locator("[data-count]", has_text="1").wait_for()
    page.locator("[data-photos-fit]:visible").wait_for()
    with page.expect_download() as given:
        page.locator("[data-file]:visible").click()
    text = given.value.path().read_text()
    assert words not in text
    page.locator("[data-codes]:visible").click()
    page.locator("[data-number]", has_text=re.compile(r"\d+ / \d+")).wait_for()
    module = page.evaluate("document.querySelector('script[src*=\"/rescue.\"]').src")
    cut_up = "([module, text]) => import(module).then(({codesOf}) => codesOf(text))"
    pieces = page.evaluate(cut_up, [module, text])

    other = phone()
    sign_in_as_ambassador(other, sala.url, "demo-ambassador-2", DEMO_PASSWORD, language="en")
    other.goto(f"{sala.url}/field/hand-in/")
    # The codes of the other screen, in any order and one of them twice, are the file.
    read = other.evaluate(
        """(pieces) => import(document.querySelector('script[src*="/hand_in."]').src).then(({collector}) => {
          const found = collector();
          [...pieces].reverse().concat(pieces[0]).forEach((piece) => found.add(piece));
          return found.whole();
        })""",
        pieces,
    )
    assert json.loads(read) == json.loads(text)
    other.set_input_files("input[name=file]", given.value.path())
    other.locator("[data-hand-in] > button").click()
    other.locator("main .chip.sent").first.wait_for()
    expect(other.locator("main .chip.sent")).to_have_count(2)  # the session and its photo

    query = """
        SELECT u.username FROM ambassadors_trainingsession s
        JOIN ambassadors_ambassador a ON a.id = s.ambassador_id
        JOIN lms_user u ON u.person_id = a.person_id WHERE s.note = ?
    """
    assert sala.rows(query, words) == [("demo-ambassador-1",)]
    assert len(sala.rows(ARRIVED, words)) == 1
    send_on_return(page, sala)
    assert sala.rows(query, words) == [("demo-ambassador-1",)]
