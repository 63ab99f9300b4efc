"""An editor reads a text aloud, a learner listens; and a course package with every kind of part is free of barriers."""

import json
import re

import pytest
from playwright.sync_api import expect

from content.packages import pack
from tests.browser.editor import SCREEN_SIZE, sign_in_to_admin
from tests.browser.learner import go_to
from tests.browser.pages import COURSE, LESSONS
from tests.browser.test_every_page import faults
from tests.content import every_part
from tests.content.a_course import Package
from tests.installation import ADMIN_PASSWORD

pytestmark = pytest.mark.browser

# A phone with a voice for Khmer that is not done with the first line it is given before the test is.
A_VOICE = """
  const said = [];
  let first, goesOn;
  const voice = {lang: "km-KH", localService: true};
  Object.defineProperty(window, "said", {value: said});
  Object.defineProperty(window, "SpeechSynthesisUtterance", {value: function (text) { this.text = text; }});
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => [voice],
    speak: (one) => { said.push(one.text); goesOn ? setTimeout(() => one.onend(), 20) : (first = one); },
    cancel: () => {},
  }});
  window.speakOn = () => { goesOn = true; first.onend(); };
"""

SLOW_MICROPHONE = """
  const { mediaDevices } = navigator;
  const ask = mediaDevices && mediaDevices.getUserMedia.bind(mediaDevices);
  window.asked = 0;
  if (ask) mediaDevices.getUserMedia = async (wanted) => {
    window.asked += 1;
    await new Promise((allowed) => setTimeout(allowed, 1000));
    return ask(wanted);
  };
"""


@pytest.fixture(scope="module")
def course(sala, tmp_path_factory):
    """A course with every kind of part, taken in from its package; the address of its first lesson."""
    folder = tmp_path_factory.mktemp("package")
    package = every_part.fill(Package(folder / "a-course"))
    package.files["course"]["status"] = "open"
    package.write()
    files = {
        path.relative_to(package.folder): path.read_bytes()
        for path in package.folder.rglob("*")
        if path.is_file()
    }
    pack({str(name): content for name, content in files.items()}, folder / "course.zip")
    done = sala.manage("import_course", folder / "course.zip")
    assert done.returncode == 0, done.stderr
    return "/a-course/lesson-1/"


@pytest.fixture
def studio(browser_type, browser_type_launch_args):
    """A browser with a microphone that hears a tone."""
    sound = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    options = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *sound]}
    browser = browser_type.launch(**options)
    yield browser.new_context(viewport=SCREEN_SIZE, locale="en-US").new_page()
    browser.close()


def page_id(sala, slug):
    code = (
        "from wagtail.models import Page;"
        f"print(Page.objects.get(slug='{slug}', locale__language_code='km').pk)"
    )
    return json.loads(sala.manage("shell", "-v0", "-c", code).stdout)


def open_narration(studio, sala, slug):
    sign_in_to_admin(studio, sala.url, "admin", ADMIN_PASSWORD)
    studio.goto(f"{sala.url}/admin/narration/{page_id(sala, slug)}/")


def record(row):
    button = row.locator("[data-record]")
    button.click()
    expect(button).to_have_class(re.compile(r"\bno\b"))  # it hears now; the microphone may take its time
    row.page.wait_for_timeout(4000)
    button.click()
    expect(row).to_have_class("narration-row fresh")


def expect_to_play(button):
    """Pressed, and after a while at its end."""
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.page.evaluate("window.speakOn?.()")
    expect(button).to_have_attribute("aria-pressed", "false")


def begin_check(page, sala, slug):
    page.goto(f"{sala.url}/km/a-course/{slug}/")
    page.locator("main form button").last.click()
    page.locator("fieldset.question").first.wait_for()


def test_a_second_tap_while_the_microphone_is_being_allowed_asks_for_no_other(sala, course, studio):
    studio.add_init_script(SLOW_MICROPHONE)
    open_narration(studio, sala, "lesson-1")
    button = studio.locator("#row-remember [data-record]")
    button.dblclick()
    expect(button).to_have_class(re.compile(r"\bno\b"))
    assert studio.evaluate("window.asked") == 1


def test_what_an_editor_records_a_learner_hears(sala, course, studio, phone):
    open_narration(studio, sala, "lesson-1")
    record(studio.locator("#row-remember"))

    page = phone()
    page.goto(f"{sala.url}/km{course}#finish")
    button = page.locator("#finish .listen")
    expect(button).to_be_visible()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    expect_to_play(button)
    assert any("/media/narration/" in url for url in requests)
    expect(page.locator(".screen.first > .listen")).to_be_hidden()  # neither recordings nor a voice

    silent = phone(javascript=False)
    silent.goto(f"{sala.url}/km{course}#finish")
    expect(silent.locator("#finish audio")).to_be_visible()
    expect(silent.locator("#finish .listen")).to_be_hidden()


def test_a_phone_with_a_khmer_voice_reads_where_nothing_is_recorded(sala, course, phone):
    page = phone()
    page.add_init_script(A_VOICE)
    page.goto(f"{sala.url}/km{course}")
    expect_to_play(page.locator(".screen.first > .listen"))
    said = " ".join(page.evaluate("window.said"))
    assert "ទីនេះ" in said
    assert "CSV" not in said  # a button is not read
    page.goto(f"{sala.url}/en{course}", wait_until="networkidle")
    expect(page.locator(".screen.first > .listen")).to_be_hidden()  # the voice speaks no English


def test_the_voice_of_the_phone_reads_what_is_told_after_answering_and_an_open_hint(sala, phone):
    page = phone()
    page.add_init_script(A_VOICE)
    page.goto(f"{sala.url}/km/{COURSE}/{LESSONS[0]}/", wait_until="networkidle")
    question = go_to(page, page.locator("fieldset.question:has(details)").first)
    button, hint = question.locator(".listen"), question.locator("details p")
    expect_to_play(button)
    asked = page.evaluate("said")
    assert hint.text_content() not in asked
    question.locator("label.choice").first.click()
    question.locator("button[name=check]").click()
    question.locator(".verdict").wait_for()
    question.locator("summary").click()
    button.click()
    page.wait_for_function("(before) => said.length > before", arg=len(asked))
    expect(button).to_have_attribute("aria-pressed", "false")
    heard = page.evaluate("said")[len(asked) :]
    told = [question.locator(".verdict"), question.locator(".feedback p"), hint]
    assert [part.inner_text() for part in told if part.inner_text() not in heard] == []
    assert [line for line in asked if line not in heard] == []


def test_a_test_is_listened_to_like_a_lesson(sala, course, studio, phone):
    open_narration(studio, sala, "check-2")
    for row in studio.locator(".narration-row").all():
        record(row)
    page = phone()
    page.goto(f"{sala.url}/km/a-course/check-2/")
    expect_to_play(page.locator(".lead .listen"))
    begin_check(page, sala, "check-2")
    expect_to_play(page.locator(".question .listen"))

    silent = phone(javascript=False)
    begin_check(silent, sala, "check-2")
    expect(silent.locator(".question audio").first).to_be_visible()
    expect(silent.locator(".question .listen")).to_be_hidden()


def test_a_voice_of_the_phone_reads_a_check_where_nothing_is_recorded(sala, course, phone):
    page = phone()
    page.add_init_script(A_VOICE)
    begin_check(page, sala, "check-1")
    expect_to_play(page.locator(".question .listen"))
    choices = page.locator(".question label.choice").all_inner_texts()
    assert page.evaluate("window.said")[-len(choices) :] == choices
    silent = phone()
    begin_check(silent, sala, "check-1")
    silent.wait_for_load_state("networkidle")
    expect(silent.locator(".question .listen")).to_be_hidden()


def test_a_voice_of_the_phone_reads_what_one_agrees_to(sala, phone):
    page = phone()
    page.add_init_script(A_VOICE)
    page.goto(f"{sala.url}/km/join/")
    agreement = page.locator("section[aria-labelledby=agreement]")
    expect_to_play(agreement.locator(".listen"))
    said = page.evaluate("window.said")
    assert said == [agreement.locator("h2").inner_text(), *agreement.locator("p").all_inner_texts()]
    page.goto(f"{sala.url}/en/join/", wait_until="networkidle")
    expect(page.locator("main .listen")).to_be_hidden()  # the voice speaks no English


def test_going_on_stops_the_voice(sala, course, phone):
    page = phone()
    page.add_init_script(A_VOICE)
    page.goto(f"{sala.url}/km{course}")
    button = page.locator(".screen.first > .listen")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.locator(".screen.first [rel=next]").click()
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_kind_of_part_is_without_barrier(sala, course, phone, language):
    assert not faults(phone(locale=language), sala.url, [f"/{language}{course}", f"/{language}/a-course/"])
