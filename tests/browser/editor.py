"""An editor at work in the staff pages: writes a lesson, translates it, meets the rule of Khmer first.

Fields and buttons are found by their place in the form (`data-contentpath`, `name`) and by their icons, which stay
when the words around them are in another language.
"""

import contextlib
import re
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import TimeoutError, expect

SCREEN_SIZE = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds; an upload or a first publishing takes its time on a small machine
EDIT_ADDRESS = re.compile(r"/admin/pages/(\d+)/edit/")
TEXT, PICTURE, QUESTION = "pilcrow", "image", "help"  # icons of the kinds of blocks


class Choice(NamedTuple):
    text: str
    feedback: str
    is_correct: bool = False


class Screen(NamedTuple):
    """A screen of a lesson: `picture` is (path of a file, what it shows), `question` is (prompt, [Choice])."""

    heading: str
    text: str
    picture: tuple = ()
    question: tuple = ()


def sign_in_to_admin(page, base_url, username, password):
    """Signs in on the form of the staff pages and arrives on their first page."""
    page.goto(f"{base_url}/admin/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{base_url}/admin/")


def write_lesson(page, base_url, *, course_title, title, aim, remember, screens):
    """Writes a lesson at the end of a course and publishes it; returns its id in the staff pages."""
    open_new_lesson(page, base_url, course_title=course_title)
    fill_lesson(page, title=title, aim=aim, remember=remember, screens=screens)
    lesson = wait_until_kept(page)
    press_publish(page)
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)
    return lesson


def change_lesson(page, base_url, lesson, *, remember):
    """Changes the last sentence of a lesson and publishes it again."""
    page.goto(f"{base_url}/admin/pages/{lesson}/edit/")
    field(page, "remember").locator("input").fill(remember)
    press_publish(page)
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)


def translate_lesson(page, base_url, lesson, words):
    """Translates a lesson with “Translate this page” and publishes the translation; returns its id.

    `words` is {text: translation}; a text that the translation editor offers and `words` lacks is a KeyError.
    """
    start_translation(page, base_url, lesson)
    translation = id_in_address(page)
    translate_every_text(page, words)
    page.locator("[name=action][value=publish]").click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)
    return translation


def publish_english_first(page, base_url, *, course_title, title, aim, remember, screens):
    """Writes a lesson that has no Khmer and tries to publish it; returns (its id, the refusal as shown).

    Checks that the draft was kept: opened anew, the form holds what was written.
    """
    open_new_lesson(page, base_url, course_title=course_title)
    fill_lesson(page, title=title, aim=aim, remember=remember, screens=screens)
    lesson = wait_until_kept(page)
    press_publish(page)
    refusal = page.locator(".messages .error")
    expect(refusal).to_be_visible(timeout=PATIENCE)
    sentence = refusal.inner_text().strip()
    page.goto(f"{base_url}/admin/pages/{lesson}/edit/")
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(field(page, "remember").locator("input")).to_have_value(remember)
    headings = field(page, "heading").locator("input")
    expect(headings).to_have_count(len(screens))
    for number, screen in enumerate(screens):
        expect(headings.nth(number)).to_have_value(screen.heading)
    return lesson, sentence


# The form of a lesson.


def open_new_lesson(page, base_url, *, course_title):
    """From the list of lessons, by choosing the course, to an empty form."""
    page.goto(f"{base_url}/admin/lessons/")
    page.locator("a.w-header-button[href*='/choose_parent/']").click()
    page.locator(".unchosen [data-chooser-action-choose]").click()
    chooser = page.locator(".modal-content")
    chooser.locator("[name=q]").fill(course_title)
    chooser.locator("a.choose-page").get_by_text(course_title, exact=True).click()
    expect(page.locator("[name=parent_page]")).not_to_have_value("")
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/admin/pages/add/content/lessonpage/*/")


def fill_lesson(page, *, title, aim, remember, screens):
    page.locator("[name=title]").fill(title)
    field(page, "aim").locator("input").fill(aim)
    field(page, "remember").locator("input").fill(remember)
    for screen in screens:
        field(page, "screens").locator(".c-sf-add-button").last.click()
        write_screen(page, screen)


def write_screen(page, screen):
    """Fills the newest screen."""
    field(page, "heading").last.locator("input").fill(screen.heading)
    body = field(page, "body").last
    add_block(page, body, TEXT)
    body.locator("[role=textbox]").click()
    page.keyboard.insert_text(screen.text)
    # The form learns of rich text a moment after it was typed.
    stored = body.locator("input[type=hidden][name$='-value']")
    expect(stored).to_have_value(re.compile(re.escape(screen.text)))
    if screen.picture:
        path, shown = screen.picture
        add_block(page, body, PICTURE)
        upload_picture(page, field(body, "image"), path)
        field(body, "alt_text").locator("input").fill(shown)
    if screen.question:
        add_block(page, body, QUESTION)
        write_question(body, *screen.question)


def add_block(page, body, kind):
    """Adds a block after those that stand in a screen's body."""
    blocks = body.locator("[data-streamfield-child]")
    before = blocks.count()
    add = body.locator(".c-sf-add-button:not([data-streamfield-list-add])").last
    option = page.locator("[role=option]").filter(has=page.locator(f"use[href='#icon-{kind}']"))
    # A screen that has just been added is still growing, and a tap may miss; a person would tap again, too.
    for patience in (5_000, 10_000, PATIENCE):
        add.click()
        with contextlib.suppress(AssertionError, TimeoutError):
            expect(option).to_be_visible(timeout=patience)
            option.click(timeout=patience)
            expect(blocks).not_to_have_count(before, timeout=patience)
            return
    raise AssertionError(f"no block “{kind}” appeared")


def upload_picture(page, chosen, path):
    """Through the chooser's second tab; the picture is named after its file."""
    chosen.locator(".unchosen [data-chooser-action-choose]").click()
    chooser = page.locator(".modal-content")
    chooser.locator("[role=tab][href='#tab-upload']").click()
    upload = chooser.locator("#tab-upload")
    upload.locator("[type=file]").set_input_files(path)
    expect(upload.locator("[name$=-title]")).to_have_value(Path(path).stem)
    upload.locator("[type=submit]").click()
    again = chooser.locator("a.use-new-image")  # the same drawing was uploaded before
    preview = chosen.locator(".chosen img")
    expect(preview.or_(again).filter(visible=True)).to_be_visible(timeout=PATIENCE)
    if again.is_visible():
        again.click()
    expect(preview).to_be_visible(timeout=PATIENCE)


def write_question(body, prompt, choices):
    field(body, "prompt").locator("textarea").fill(prompt)
    written = field(body, "choices").locator("[data-streamfield-child]")
    for number, choice in enumerate(choices):
        if number >= written.count():
            body.locator("[data-streamfield-list-add]").last.click()
        part = written.nth(number)
        field(part, "text").locator("input").fill(choice.text)
        field(part, "is_correct").locator("input").set_checked(choice.is_correct)
        field(part, "feedback").locator("textarea").fill(choice.feedback)


def wait_until_kept(page):
    """The form of a new page keeps itself as a draft while one writes, and says so; returns the page's id."""
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible(timeout=PATIENCE)
    return id_in_address(page)


def press_publish(page):
    """Presses “Publish”, in the menu beside “Save draft”."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()


def field(within, name):
    return within.locator(f"[data-contentpath={name}]")


def id_in_address(page):
    page.wait_for_url(EDIT_ADDRESS)
    return int(EDIT_ADDRESS.search(page.url)[1])


# Translating.


def start_translation(page, base_url, lesson):
    """“Translate this page” in the menu of the page, into the one language it lacks."""
    page.goto(f"{base_url}/admin/pages/{lesson}/edit/")
    page.locator("header .w-dropdown__toggle").first.click()
    page.locator(f"a[href*='/admin/localize/submit/page/{lesson}/']").click()
    page.locator("[name=locales]").check()
    page.locator("main form [type=submit]").click()
    expect(page.locator(".js-translation-editor li.incomplete").first).to_be_visible(timeout=PATIENCE)


def translate_every_text(page, words):
    """One after the other: “Translate”, write, “Save”, until none waits."""
    texts = page.locator(".js-translation-editor li:is(.incomplete, .complete)")
    for number in range(texts.count()):
        text = texts.nth(number)
        translation = words[text.locator("p").first.inner_text()]
        text.locator("button").click()
        text.locator("textarea").fill(translation)
        # The editor shows a text as translated before the server has it.
        with page.expect_response(lambda answer: answer.request.method == "PUT", timeout=PATIENCE):
            text.locator("button").last.click()
        expect(text).to_have_class("complete", timeout=PATIENCE)
    expect(page.locator(".js-translation-editor li.incomplete")).to_have_count(0)
