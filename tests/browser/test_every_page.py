"""What holds for every public and field page, in both languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from ambassadors.urls import urlpatterns
from lms.demo.sign_ins import DEMO_CARD, DEMO_PIN
from lms.khmer import latin_letters
from tests.browser import learner
from tests.browser.on_phone import settled
from tests.browser.pages import (
    FIELD_PAGES_FOR_ALL,
    LANGUAGES,
    LATIN_ON_KHMER_PAGES,
    NO_FIELD_PAGES,
    ZONE,
    field_pages,
    own_pages,
    public_pages,
)

pytestmark = pytest.mark.browser

axe = Axe()
# Colours are the same in both languages, and words in both schemes: two runs of four see all there is to see.
in_both = pytest.mark.parametrize(("language", "scheme"), [("km", "light"), ("en", "dark")])
EXAMPLE_ADDRESS = re.compile(r"[a-z0-9.:/-]+\.example[a-z0-9/-]*")  # what a lesson teaches to read and type
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Every text node a person can read or hear, outside parts marked as another language, to be typed or typed.
READABLE_TEXT = """() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const others = 'script, style, noscript, [lang]:not(html):not([lang=km]), code, kbd, textarea, [translate=no]';
    if (!parent.closest(others)) {
      texts.push(walker.currentNode.data);
    }
  }
  for (const element of document.querySelectorAll('[alt], [aria-label], [placeholder], [title]')) {
    if (element.closest('[lang]:not(html):not([lang=km])')) continue;
    for (const name of ['alt', 'aria-label', 'placeholder', 'title']) texts.push(element.getAttribute(name) || '');
  }
  return texts.join('\\n');
}"""


def look_at(page, url):
    """Everything wrong with one page, as a list of sentences."""
    page.goto(url)
    return settled(page, lambda: list(faults_of(page)))


def violations(page):
    """What axe finds wrong; without its report of what is well, which costs time on a large page."""
    return axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]


def faults_of(page):
    for violation in violations(page):
        where = "; ".join(node["target"][0] for node in violation["nodes"][:3])
        yield f"axe: {violation['id']} at {where}"
    if page.evaluate(SIDEWAYS) > 0:
        yield "scrolls sideways"
    if page.evaluate("document.documentElement.lang") == "km":
        text = EXAMPLE_ADDRESS.sub("", page.evaluate(READABLE_TEXT))
        foreign = set(latin_letters(text)) - LATIN_ON_KHMER_PAGES
        if foreign:
            yield f"Latin letters on a Khmer page: {', '.join(sorted(foreign))}"


def faults(page, base, paths):
    return [f"{path}: {fault}" for path in paths for fault in look_at(page, base + path)]


@in_both
def test_public_pages_have_no_barrier_and_speak_one_language(sala, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    assert not faults(page, sala.url, public_pages(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_zone_and_of_a_learner_in_the_middle_of_a_lesson(sala, phone, language):
    page = phone(locale=language)
    assert not faults(page, sala.url, [f"/z/{ZONE}/", f"/z/{ZONE}/poster/"])
    page.goto(f"{sala.url}{public_pages(language)[2]}")
    question = learner.go_to(page, page.locator("fieldset.question").first)
    question.locator("input").first.check()
    question.locator("button[name=check]").click()
    question.locator(".verdict").wait_for()
    assert not look_at(page, page.url)
    assert not faults(page, sala.url, [f"/{language}/me/", f"/{language}/join/"])


@in_both
def test_pages_of_a_learner_who_has_joined(sala, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    learner.sign_in(page, sala.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    assert not faults(page, sala.url, own_pages(language))


@in_both
def test_field_pages_have_no_barrier_and_speak_one_language(sala, phone, sign_in, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    page.goto(f"{sala.url}/field/sign-in/?language={language}")
    assert not faults(page, sala.url, FIELD_PAGES_FOR_ALL)
    sign_in(page, language)
    looked_at = field_pages(page, sala.url)
    others = []
    page.on(
        "response",
        lambda said: (
            said.request.is_navigation_request() and said.status not in (200, 304) and others.append(said.url)
        ),
    )
    assert not faults(page, sala.url, looked_at)
    assert not others
    names = {resolve(path).url_name for path in FIELD_PAGES_FOR_ALL + looked_at}
    assert {pattern.name for pattern in urlpatterns} - names == NO_FIELD_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_phone_or_at_double_size(sala, phone, sign_in, language):
    page = phone(locale=language, size={"width": 320, "height": 568})
    sign_in(page, language)
    learner.sign_in(page, sala.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    wide = []
    for path in [*public_pages(language), *own_pages(language), f"/z/{ZONE}/", *field_pages(page, sala.url)]:
        page.goto(sala.url + path)
        if page.evaluate(SIDEWAYS) > 0:
            wide.append(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(SIDEWAYS) > 0:
            wide.append(f"{path} at 200 %")
    assert not wide
