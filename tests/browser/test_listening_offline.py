"""What was recorded is heard from a saved course with no network; where it cannot be heard, that is said."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.on_phone import save_course, until, wait_for_worker
from tests.browser.pages import COURSE, LESSONS

pytestmark = pytest.mark.browser

LESSON = f"/{{}}/{COURSE}/{LESSONS[0]}/#finish"
# Silence of a few seconds as MPEG-1 Layer III: frames of 26 ms at 128 kbit/s, with nothing in them.
RECORD = f"""
from content.models import LessonPage
from content.narrating import keep_narration
content = (b"\\xff\\xfb\\x90\\x00" + bytes(413)) * 150
for page in LessonPage.objects.filter(slug={LESSONS[0]!r}):
    keep_narration(page=page, block_id="remember", content=content, by=None)
"""
BYTES = 417 * 150
WATCHED = """
  const Plain = window.Audio;
  window.players = [];
  window.Audio = function () { const player = new Plain(); players.push(player); return player; };
"""
ASK = """([url, range]) => fetch(url, {headers: {Range: range}}).then(async (answer) =>
  [answer.status, answer.headers.get("Content-Range"), (await answer.arrayBuffer()).byteLength])"""


@pytest.fixture(scope="module", autouse=True)
def recorded(own_sala):
    own_sala.start()
    done = own_sala.manage("shell", "-c", RECORD)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def saved(own_sala, phone):
    page = phone()
    page.add_init_script(WATCHED)
    save_course(page, own_sala.url, "km", COURSE)
    # What the browser itself remembers of files it may forget at any time; the saved course stays.
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    return page


def test_a_recording_of_a_saved_course_plays_without_a_server(own_sala, saved):
    with own_sala.outage():
        saved.goto(own_sala.url + LESSON.format("km"))
        button = saved.locator("#finish .listen")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        until(saved, "players[0].currentTime > 0.5")
        saved.evaluate("players[0].currentTime = players[0].duration - 0.2")
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(saved.locator("#finish [role=status]")).to_be_hidden()


def test_a_part_of_a_saved_recording_is_what_was_asked_for(own_sala, saved):
    parts = {
        "bytes=0-": [206, f"bytes 0-{BYTES - 1}/{BYTES}", BYTES],
        "bytes=100-199": [206, f"bytes 100-199/{BYTES}", 100],
        f"bytes={BYTES - 10}-{BYTES + 10}": [206, f"bytes {BYTES - 10}-{BYTES - 1}/{BYTES}", 10],
        "bytes=-20": [206, f"bytes {BYTES - 20}-{BYTES - 1}/{BYTES}", 20],
        f"bytes=-{BYTES * 2}": [206, f"bytes 0-{BYTES - 1}/{BYTES}", BYTES],
        f"bytes={BYTES}-": [416, f"bytes */{BYTES}", 0],
        "lines=1-2": [200, None, BYTES],
    }
    with own_sala.outage():
        saved.goto(own_sala.url + LESSON.format("km"))
        url = saved.locator("#finish .listen").get_attribute("data-audio")
        assert {asked: saved.evaluate(ASK, [url, asked]) for asked in parts} == parts


def test_a_recording_that_nobody_saved_comes_in_parts_from_the_server(own_sala, phone):
    page = phone()
    page.add_init_script(WATCHED)
    page.goto(own_sala.url + LESSON.format("km"))
    wait_for_worker(page)
    page.reload()
    button = page.locator("#finish .listen")
    assert page.evaluate(ASK, [button.get_attribute("data-audio"), "bytes=1-10"])[0] == 206
    button.click()
    until(page, "players[0].currentTime > 0.5")


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_recording_that_cannot_be_played_is_said_beside_its_button(own_sala, phone, language):
    page = phone(locale=language)
    page.goto(own_sala.url + LESSON.format(language), wait_until="networkidle")
    button, note = page.locator("#finish .listen"), page.locator("#finish .listen + [role=status]")
    expect(note).to_be_hidden()
    with own_sala.outage():
        button.click()
        expect(note).to_be_visible()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    button.click()
    expect(note).to_be_hidden()
