"""What is tapped is 48 px each way and 8 px from the next: thumbs are wide, and not every hand is steady."""

import pytest

from lms.demo.sign_ins import DEMO_CARD, DEMO_PIN
from tests.browser import learner
from tests.browser.pages import COURSE, LANGUAGES, LESSONS

pytestmark = pytest.mark.browser

# Links inside a sentence are as high as its line. What is larger than 48 px may lend up to 4 px on each side to the
# space around it. A number with its − and + is one control; the bar at the bottom edge lies over what scrolls below it.
FAULTS = """() => {
  const hasWordsAround = (link) => link.parentElement.textContent.trim() !== link.textContent.trim();
  const isInSentence = (link) => getComputedStyle(link).display === "inline" && hasWordsAround(link);
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((target) => !target.matches("[aria-hidden=true]") && !(target.matches("a") && isInSentence(target)))
    .map((target) => (target.matches("input") && target.closest("label")) || target)
    .filter((target, at, all) => all.indexOf(target) === at && target.checkVisibility({ checkVisibilityCSS: true }))
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.right > 0 && box.width > 1 && box.height > 1);
  const name = ({ target, box }) =>
    `${target.tagName} ${target.name || ""} "${target.textContent.trim().slice(0, 30)}" ` +
    `${Math.round(box.width)} x ${Math.round(box.height)}`;
  const small = targets.filter(({ box }) => Math.min(box.width, box.height) < 47.5).map(name);
  const lent = (size) => Math.max(0, Math.min(4, (size - 48) / 2));
  const gap = (one, other, start, end, size) =>
    Math.max(one[start] + lent(one[size]), other[start] + lent(other[size])) -
    Math.min(one[end] - lent(one[size]), other[end] - lent(other[size]));
  const frame = (target) => target.closest(".count") || target;
  const areTogether = (one, other) =>
    one.contains(other) || other.contains(one) || frame(one) === frame(other);
  const isInBar = ({ target }) => Boolean(target.closest(".field-nav"));
  const near = [];
  targets.forEach((one, at) =>
    targets.slice(at + 1).forEach((other) => {
      const isNear =
        Math.max(
          gap(one.box, other.box, "left", "right", "width"),
          gap(one.box, other.box, "top", "bottom", "height"),
        ) < 7.5;
      if (isNear && isInBar(one) === isInBar(other) && !areTogether(one.target, other.target)) {
        near.push(`${name(one)} near ${name(other)}`);
      }
    }),
  );
  return [...small, ...near];
}"""


def faults(page):
    return [f"{page.url}: {fault}" for fault in page.evaluate(FAULTS)]


def faults_at(page, base, *paths):
    found = []
    for path in paths:
        page.goto(base + path)
        found += faults(page)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_learner_taps_is_large_and_apart(sala, phone, language):
    page = phone(locale=language)
    names = ["", f"{COURSE}/", "courses/", "search/", "join/", "sign-in/", "me/", "complain/"]
    found = faults_at(page, sala.url, *(f"/{language}/{name}" for name in names))
    page.goto(f"{sala.url}/{language}/{COURSE}/{LESSONS[1]}/")
    finish = page.locator("#finish")
    while not finish.is_visible():
        found += faults(page)
        learner.go_on(page)
    found += faults(page)
    learner.sign_in(page, sala.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    assert not found + faults(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_ambassador_taps_is_large_and_apart(sala, phone, sign_in, language):
    page = phone(locale=language)
    sign_in(page, language)
    found = faults_at(page, sala.url, "/field/", "/field/sessions/", "/field/sessions/new/")
    page.locator(".count").first.wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert not found + faults(page)
