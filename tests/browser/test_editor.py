"""The editor's story: a lesson in Khmer, its translation, and the rule of Khmer first."""

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser import editor
from tests.browser.editor_lesson import COURSE, ENGLISH, KHMER, NEW_ENDING, draw_picture, lesson
from tests.browser.learner import go_to
from tests.browser.pages import COURSE as COURSE_SLUG

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(sala, phone):
    """The editor's browser, signed in."""
    page = phone(size=editor.SCREEN_SIZE)
    editor.sign_in_to_admin(page, sala.url, "demo-editor", DEMO_PASSWORD)
    return page


@pytest.fixture
def picture(tmp_path):
    return draw_picture(tmp_path / "battery.png")


def open_from_course(page, base_url, language, title):
    """As a learner: from the course's list of lessons to the lesson."""
    page.goto(f"{base_url}/{language}/{COURSE_SLUG}/")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def question_and_choices(page):
    """(id of the question, [id of each choice]) of the one question on a lesson page."""
    question = page.locator("fieldset.question")
    choices = question.locator("label.choice input")
    return question.get_attribute("id"), [choice.get_attribute("value") for choice in choices.all()]


def expect_lesson(page, words):
    _, aim, remember, heading, text, shown, second_heading, second_text, prompt, *choices = words
    page.emulate_media(media="print")  # on paper all screens show, one below the other
    for sentence in (aim, remember, text, second_text, prompt, *choices[::2]):
        expect(page.get_by_text(sentence).first).to_be_visible()
    for each in (heading, second_heading):
        expect(page.get_by_role("heading", level=2, name=each)).to_be_visible()
    drawing = page.get_by_role("img", name=shown)
    drawing.scroll_into_view_if_needed()
    expect(drawing).to_have_js_property("complete", True)
    assert drawing.evaluate("picture => picture.naturalWidth") > 0
    page.emulate_media(media="screen")


def test_a_lesson_is_written_translated_and_corrected(sala, desk, phone, picture):
    number = editor.write_lesson(desk, sala.url, course_title=COURSE["km"], **lesson(picture))
    learner = phone(javascript=False)
    open_from_course(learner, sala.url, "km", KHMER[0])
    expect_lesson(learner, KHMER)
    khmer_ids = question_and_choices(learner)
    assert len(khmer_ids[1]) == 3

    editor.translate_lesson(desk, sala.url, number, ENGLISH)
    reader = phone(locale="en-GB", javascript=False)
    open_from_course(reader, sala.url, "en", ENGLISH[KHMER[0]])
    expect_lesson(reader, list(ENGLISH.values()))
    assert question_and_choices(reader) == khmer_ids
    assert reader.url == learner.url.replace("/km/", "/en/")

    # The right choice, marked in Khmer alone, is the right one in both languages.
    for page, answer in ((learner, KHMER[10]), (reader, ENGLISH[KHMER[10]])):
        go_to(page, page.locator("fieldset.question"))
        page.locator("label.choice").first.click()
        page.locator("fieldset.question button[name=check]").click()
        expect(page.get_by_text(answer, exact=True)).to_be_visible()
        expect(page.locator(".verdict.done")).to_be_visible()

    editor.change_lesson(desk, sala.url, number, remember=NEW_ENDING)
    open_from_course(learner, sala.url, "km", KHMER[0])
    expect(learner.get_by_text(NEW_ENDING, exact=True)).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "km"])
def test_publishing_without_khmer_is_refused_and_the_draft_kept(sala, desk, phone, picture, language):
    """In the English course there is no Khmer page to follow; in the Khmer course the words are not Khmer."""
    words = list(ENGLISH.values())
    words[0] = f"A lesson without Khmer, {language}"
    _, sentence = editor.publish_english_first(
        desk, sala.url, course_title=COURSE[language], **lesson(picture, words=words)
    )
    assert "មិនបានផ្សព្វផ្សាយ" in sentence
    assert "ខ្មែរ" in sentence
    assert "ព្រាង" in sentence
    visitor = phone(javascript=False)
    visitor.goto(f"{sala.url}/{language}/{COURSE_SLUG}/")
    expect(visitor.get_by_text(words[0])).to_have_count(0)
    slug = f"a-lesson-without-khmer-{language}"
    assert visitor.goto(f"{sala.url}/{language}/{COURSE_SLUG}/{slug}/").status == 404
