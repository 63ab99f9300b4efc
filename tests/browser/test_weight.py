"""How much a first visit costs on the network, counted by Chromium itself."""

import pytest

from tests.browser.on_phone import until_equal
from tests.browser.pages import COURSE, LESSONS

pytestmark = pytest.mark.browser

KB = 1024
SHIFT = 0.05
WATCH_SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) { window.shift += entry.value; }
}).observe({type: "layout-shift", buffered: true});
"""
WHEN_DRAWN = """() => new Promise((drawn) => {
  new PerformanceObserver(drawn).observe({type: "paint", buffered: true});
}).then(() => true)"""
WHEN_DRAWN_ANEW = """() => document.fonts.ready.then(
  () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))"""


PICTURES_ARE_HERE = """() => [...document.images].filter((image) => image.checkVisibility())
  .every((image) => image.complete)"""


@pytest.fixture
def weigh(phone):
    """weigh(url) → {url: (type, bytes over the network, headers included)} of one visit with an empty cache."""

    def visit(url, page=None):
        page = page or phone()
        requests, session = {}, page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.responseReceived",
            lambda event: requests.update({event["requestId"]: [event["response"]["url"], event["type"], 0]}),
        )

        def finished(event):
            if event["requestId"] in requests:
                requests[event["requestId"]][2] = int(event["encodedDataLength"])

        session.on("Network.loadingFinished", finished)
        page.goto(url, wait_until="networkidle")
        page.mouse.wheel(0, 20_000)  # pictures further down load when they come near
        page.wait_for_function(PICTURES_ARE_HERE)
        session.detach()
        return {address: (kind, size) for address, kind, size in requests.values()}

    return visit


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_page_keeps_to_its_weight(sala, weigh, language, slug):
    parts = weigh(f"{sala.url}/{language}/{COURSE}/{slug}/")
    readable = sum(size for kind, size in parts.values() if kind in ("Document", "Stylesheet"))
    everything = sum(size for _kind, size in parts.values())
    assert all(address.startswith(sala.url) for address in parts)
    assert readable <= 14 * KB
    assert everything <= 60 * KB
    assert len(parts) <= 8, sorted(parts)


@pytest.mark.parametrize("path", ["", f"{COURSE}/", "join/"], ids=["start page", "course", "sign-up"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_first_visit_keeps_to_its_weight(sala, weigh, language, path):
    parts = weigh(f"{sala.url}/{language}/{path}")
    assert all(address.startswith(sala.url) for address in parts)
    assert sum(size for _kind, size in parts.values()) <= 60 * KB
    assert len(parts) <= 8, sorted(parts)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_second_lesson_costs_little(sala, weigh, phone, language):
    """All of it but its pictures, which have a limit each (test_curriculum) and load as they come near."""
    page = phone()
    weigh(f"{sala.url}/{language}/{COURSE}/{LESSONS[0]}/", page)
    parts = weigh(f"{sala.url}/{language}/{COURSE}/{LESSONS[1]}/", page)
    assert sum(size for kind, size in parts.values() if kind != "Image") <= 12 * KB


def test_a_lesson_is_whole_without_javascript_and_sets_no_cookie(sala, phone):
    page = phone(javascript=False)
    answer = page.goto(f"{sala.url}/km/{COURSE}/{LESSONS[0]}/")
    assert page.locator("fieldset.question button[name=check]").count() >= 4
    assert page.context.cookies() == []
    headers = answer.headers
    assert "set-cookie" not in headers
    assert "cookie" not in headers.get("vary", "").lower()
    again = page.request.get(page.url, headers={"If-None-Match": headers["etag"]})
    assert again.status == 304
    assert again.body() == b""


@pytest.mark.parametrize("path", ["", f"{COURSE}/", f"{COURSE}/{LESSONS[0]}/", "safe/"])
def test_nothing_moves_when_the_khmer_font_comes(sala, phone, path):
    """The font is held back until the page has been drawn with what the phone itself has."""
    page, held, is_drawn = phone(), [], False
    page.add_init_script(WATCH_SHIFTS)
    page.route("**/*.woff2", lambda route: route.continue_() if is_drawn else held.append(route))
    page.goto(f"{sala.url}/km/{path}", wait_until="domcontentloaded")
    page.evaluate(WHEN_DRAWN)
    until_equal(page, lambda: bool(held), True)
    is_drawn = True
    for route in held:
        route.continue_()
    page.evaluate(WHEN_DRAWN_ANEW)
    assert page.evaluate("window.shift") <= SHIFT
