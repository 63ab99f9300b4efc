"""Learners who share a phone, a card that is printed, and an ambassador who helps, in a real browser."""

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_CARD, DEMO_PIN
from tests.browser import learner

pytestmark = pytest.mark.browser

FIRST = "បុប្ផា"  # whose card the demonstration documents


def enrol(page, base, *, nickname, pin=""):
    """An ambassador who is signed in enrols somebody by taps; returns code and PIN as shown."""
    page.goto(f"{base}/field/learners/new/")
    page.check("input[name=consent][value=yes]")
    page.fill("input[name=nickname]", nickname)
    page.check("input[name=gender][value=male]")
    page.select_option("select[name=age_band]", "60+")
    page.fill("input[name=pin]", pin)
    page.locator("main form button:not([type=button])").last.click()
    code = page.locator(".learner-card .my-code").inner_text()
    page.wait_for_load_state()
    shown = page.locator(".big-code")
    return code, shown.inner_text() if shown.count() else pin


@pytest.mark.parametrize("javascript", [True, False])
def test_the_back_button_shows_nothing_of_who_was_here_before(sala, phone, sign_in, javascript):
    ambassador = phone()
    sign_in(ambassador)
    code, pin = enrol(ambassador, sala.url, nickname="តាសុខ")
    page = phone(javascript=javascript)
    learner.sign_in(page, sala.url, language="km", code=DEMO_CARD, pin=DEMO_PIN)
    for path in ("me/card/", "me/data/", "me/"):
        page.goto(f"{sala.url}/km/{path}")
        assert FIRST in page.inner_text("main")
    page.locator("form[action$='/sign-out/'] button").click()
    expect(
        page.locator("main a[href='/km/sign-in/']")
    ).to_be_visible()  # at the same address, once nobody is here
    learner.sign_in(page, sala.url, language="km", code=code, pin=pin)
    assert "តាសុខ" in page.inner_text("main")
    for _step in range(6):
        page.go_back()
        # The names of who learns on this phone are shown on purpose, to choose from; a PIN stands before the rest.
        page.evaluate("document.querySelectorAll('[data-people]').forEach((names) => names.remove())")
        text = page.inner_text("body")
        assert FIRST not in text
        assert DEMO_CARD not in text


def test_the_address_of_a_card_asks_for_the_pin_alone(sala, phone):
    page = phone(javascript=False)
    page.goto(f"{sala.url}/c/{DEMO_CARD}/")
    assert page.input_value("input[name=code]") == DEMO_CARD
    page.fill("input[name=pin]", DEMO_PIN)
    page.locator("main form button").last.click()
    expect(page.locator("h1")).to_contain_text(FIRST)


def test_the_printed_card_is_the_card_alone_on_one_sheet(sala, phone):
    page = phone()
    learner.sign_in(page, sala.url, language="km", code=DEMO_CARD, pin=DEMO_PIN)
    page.goto(f"{sala.url}/km/me/card/")
    page.emulate_media(media="print")
    assert page.locator(".learner-card").is_visible()
    assert not page.locator(".no-print, .foot").locator("visible=true").count()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_pin_of_the_learners_own_is_not_shown_to_the_ambassador(sala, phone, sign_in):
    page = phone()
    sign_in(page)
    code, pin = enrol(page, sala.url, nickname="យាយម៉ៅ", pin="2580")
    assert "2580" not in page.inner_text("body")
    learners = phone()
    learner.sign_in(learners, sala.url, language="km", code=code, pin=pin)
    assert "យាយម៉ៅ" in learners.inner_text("h1")
