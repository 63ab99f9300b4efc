"""An ambassador's phone reads squares with its camera: cards into a roster, and the codes of another phone's rescue."""

import io
import uuid

import pytest
from PIL import Image
from playwright.sync_api import expect

from lms.cards import HEIGHT, WIDTH, card_picture
from lms.demo.sign_ins import DEMO_PASSWORD
from lms.models import LearnerCard, Person
from lms.qr import qr_modules
from tests.browser import camera
from tests.browser.conftest import PHONE
from tests.browser.field import sign_in_as_ambassador, unfold
from tests.browser.on_phone import send_on_return, until
from tests.browser.test_field_phone import FIELD_IS_KEPT, save, write_down
from tests.browser.test_field_rescue import open_form, signed_in, words

pytestmark = pytest.mark.browser
__all__ = ["signed_in", "words"]

# Where the middle of the square is in the picture of a card.
SQUARE = (0.782, 0.46)
LOADED = "performance.getEntriesByType('resource').map(({ name }) => name)"
DECODER = "/vendor/qr/decode."
ROSTER = """
    SELECT c.code FROM ambassadors_attendance a
    JOIN ambassadors_trainingsession s ON s.id = a.training_session_id
    JOIN lms_learnercard c ON c.person_id = a.person_id WHERE s.note = ? ORDER BY c.code
"""
OWNERS = """
    SELECT u.username FROM ambassadors_trainingsession s
    JOIN ambassadors_ambassador a ON a.id = s.ambassador_id
    JOIN lms_user u ON u.person_id = a.person_id WHERE s.note = ?
"""
OWN_SESSION = """
    SELECT s.id FROM ambassadors_trainingsession s JOIN ambassadors_ambassador a ON a.id = s.ambassador_id
    JOIN lms_user u ON u.person_id = a.person_id
    WHERE u.username = 'demo-ambassador-1' AND s.kind <> 'school' LIMIT 1
"""
LOOKING = "document.querySelector('[data-finder] video').videoWidth > 0"
IS_OFF = "window.track.readyState === 'ended' && !document.querySelector('[data-finder] video').srcObject"


@pytest.fixture
def with_flags(browser_type, browser_type_launch_args):
    """with_flags(flags) → the page of a phone whose browser was started with them."""
    opened = []

    def switch_on(flags):
        arguments = [*browser_type_launch_args["args"], *flags]
        opened.append(browser_type.launch(**browser_type_launch_args | {"args": arguments}))
        return opened[-1].new_context(viewport=PHONE, locale="km-KH").new_page()

    yield switch_on
    for browser in opened:
        browser.close()


@pytest.fixture
def phone_that_sees(with_flags, tmp_path):
    """phone_that_sees(pictures, **how) → the page of a phone before whose camera the pictures come, again and again."""
    return lambda pictures, **how: with_flags(
        camera.flags(camera.film(tmp_path / "seen.y4m", pictures, **how))
    )


def square(text, side=340):
    """A square such as hangs in any shop, on paper of the size of a card's picture, where cards have theirs."""
    modules = qr_modules(text)
    picture = Image.new("1", (len(modules), len(modules)))
    picture.putdata([not is_dark for row in modules for is_dark in row])
    paper = Image.new("RGB", (WIDTH, HEIGHT), "white")
    left, top = (round(part * length - side / 2) for part, length in zip(SQUARE, paper.size, strict=True))
    paper.paste(picture.resize((side, side)), (left, top))
    return paper


def card(code):
    drawn = card_picture(LearnerCard(code=code, person=Person(nickname="ស្រីមុំ")))
    return Image.open(io.BytesIO(drawn))


def said(page):
    return page.locator("[data-camera] [data-said]")


def hear(page, words):
    """Waits for what may soon be followed by other words: asks at every frame of the screen."""
    page.wait_for_function(
        "(words) => document.querySelector('[data-said]').textContent === words", arg=words
    )


def test_cards_before_the_camera_come_into_the_roster_once_each_without_a_network(
    sala, phone_that_sees, words
):
    (one,), (other,) = sala.rows("SELECT code FROM lms_learnercard ORDER BY code LIMIT 2")
    pictures = [square("https://pay.example/c/1"), card(one), card(other)]
    page = phone_that_sees(pictures, aim=SQUARE)
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD, language="en")
    until(page, FIELD_IS_KEPT)
    page.context.set_offline(True)
    open_form(sala, page)
    write_down(page, women=3, men=2, note=words)
    page.check("input[name=kind][value=community]")
    unfold(page)
    assert not any(DECODER in url for url in page.evaluate(LOADED))

    page.locator("[data-scan]").click()
    roster = page.locator("textarea[name=roster]")
    until(page, "document.querySelector('textarea[name=roster]').value.includes('\\n')")
    hear(page, "This square is no learner card.")
    for code in (one, other):
        hear(page, f"{code} is in the list. Cards in the list: 2")
    assert sorted(roster.input_value().split()) == [one, other]
    assert any(DECODER in url for url in page.evaluate(LOADED))

    page.evaluate("window.track = document.querySelector('[data-finder] video').srcObject.getTracks()[0]")
    page.locator("[data-scan]").click()
    until(page, IS_OFF)
    expect(page.locator("[data-finder]")).to_be_hidden()
    page.check("input[name=roster_consent]")
    page.fill("input[name=headcount_total]", "7")
    save(page)
    page.wait_for_url("**/field/sessions/")
    send_on_return(page, sala)
    assert sala.rows(ROSTER, words) == [(one,), (other,)]


def screens_of(page):
    """What the phone shows, one code after the other, around the code, wherever the page is scrolled to."""
    page.locator("[data-codes]:visible").click()
    page.locator("[data-pause]").click()
    number = page.locator("[data-number]")
    first, screens = number.inner_text(), []
    while not screens or number.inner_text() != first:
        screens.append(Image.open(io.BytesIO(page.locator(".rescue-codes").screenshot())))
        page.locator("[data-on]").click()
    return screens


def test_the_codes_on_one_phone_are_read_by_another_and_handed_in_once(
    sala, signed_in, phone_that_sees, words
):
    page = signed_in
    page.context.set_offline(True)
    open_form(sala, page)
    write_down(page, women=2, men=2, note=words)
    save(page)
    page.wait_for_url("**/field/sessions/")
    page.goto(f"{sala.url}/field/rescue/")
    screens = screens_of(page)
    around, box = (page.locator(part).bounding_box() for part in (".rescue-codes", ".rescue-codes canvas"))
    middle = [
        (box[start] - around[start] + box[length] / 2) / around[length]
        for start, length in (("x", "width"), ("y", "height"))
    ]

    other = phone_that_sees(
        screens, aim=middle, zoom=0.85 * camera.HEIGHT / box["width"], degrees=5, tilt=0.0002
    )
    sign_in_as_ambassador(other, sala.url, "demo-ambassador-2", DEMO_PASSWORD, language="en")
    other.goto(f"{sala.url}/field/hand-in/")
    other.locator("[data-scan]").click()
    other.locator("main .chip.sent").wait_for(timeout=120_000)
    assert sala.rows(OWNERS, words) == [("demo-ambassador-1",)]

    send_on_return(page, sala)
    assert sala.rows(OWNERS, words) == [("demo-ambassador-1",)]


def test_cards_are_read_for_a_session_that_is_safe_already(sala, phone_that_sees):
    ((session,),) = sala.rows(OWN_SESSION)
    page = phone_that_sees([card("ACD346")], aim=SQUARE)
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD, language="en")
    page.goto(f"{sala.url}/field/sessions/{uuid.UUID(session)}/names/")
    page.fill("textarea[name=codes]", "bcd346")
    page.locator("[data-scan]").click()
    expect(page.locator("textarea[name=codes]")).to_have_value("BCD346\nACD346", timeout=90_000)


def expect_typing_instead(page, sala, message):
    page.goto(f"{sala.url}/field/sessions/new/")
    page.check("input[name=kind][value=community]")
    unfold(page)
    page.locator("[data-scan]").click()
    expect(said(page)).to_contain_text(message)
    expect(page.locator("[data-finder]")).to_be_hidden()
    expect(page.locator("[data-scan]")).to_have_text("Scan a card")
    page.fill("textarea[name=roster]", "ACD346")
    expect(page.locator("[data-named]")).to_have_text("1")


def test_without_a_camera_codes_are_typed(sala, phone, sign_in):
    page = phone()
    sign_in(page, "en")
    expect_typing_instead(page, sala, "This phone has no camera")


def test_where_the_camera_is_refused_codes_are_typed(sala, with_flags):
    page = with_flags(["--use-fake-device-for-media-stream"])
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD, language="en")
    expect_typing_instead(page, sala, "The camera may not be used")


@pytest.mark.parametrize(
    ("problem", "message"),
    [("NotReadableError", "Another app uses the camera"), ("TypeError", "The camera could not be opened")],
)
def test_where_the_camera_fails_codes_are_typed(sala, phone, sign_in, problem, message):
    page = phone()
    says = f"Promise.reject(new DOMException('', '{problem}'))"
    page.add_init_script(f"navigator.mediaDevices.getUserMedia = () => {says}")
    sign_in(page, "en")
    expect_typing_instead(page, sala, message)


STAYS = (
    """document.querySelector("[data-hand-in]").addEventListener("submit", (sent) => sent.preventDefault())"""
)
AWAY = {
    "put into the pocket": """Object.defineProperty(document, 'hidden', {value: true});
        document.dispatchEvent(new Event('visibilitychange'))""",
    "left": "self.dispatchEvent(new Event('pagehide'))",
    "sent": "document.querySelector('[data-hand-in] > button').click()",
}


@pytest.mark.parametrize("way", AWAY)
def test_the_camera_is_off_once_its_page_is_no_longer_looked_at(sala, phone_that_sees, way):
    page = phone_that_sees([square("https://pay.example/")], aim=SQUARE)
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD, language="en")
    page.goto(f"{sala.url}/field/hand-in/")
    page.evaluate(
        "document.querySelector('form[data-hand-in]').addEventListener('submit', (sent) => sent.preventDefault())"
    )
    page.locator("[data-scan]").click()
    until(page, LOOKING)
    page.evaluate("window.track = document.querySelector('[data-finder] video').srcObject.getTracks()[0]")
    page.evaluate(AWAY[way])
    until(page, IS_OFF)


READ_BY = """async (detector) => {
  const named = performance.getEntriesByType("resource").find(({ name }) => name.includes("/scan."));
  const { decoder } = await import(named.name);
  const read = await decoder(detector && class {
    static async getSupportedFormats() { return detector; }
    async detect() { return [{ rawValue: "from the browser" }]; }
  });
  return read(new ImageData(100, 100));
}"""


def test_the_decoder_is_fetched_only_where_the_browser_reads_no_qr_codes(sala, phone, sign_in):
    page = phone()
    sign_in(page, "en")
    page.goto(f"{sala.url}/field/hand-in/")
    assert page.evaluate(READ_BY, ["aztec", "qr_code"]) == ["from the browser"]
    assert not any(DECODER in url for url in page.evaluate(LOADED))
    for detector in (["aztec"], [], None):
        assert page.evaluate(READ_BY, detector) == []
    assert any(DECODER in url for url in page.evaluate(LOADED))
