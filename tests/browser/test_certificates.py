"""Certificates on a phone and on paper."""

import io
import re
import shutil
import subprocess
import sys

import pytest
from PIL import Image
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_CARD, DEMO_PIN
from tests import services
from tests.browser import learner
from tests.browser.certificate import REVOKED, VALID
from tests.browser.pages import LANGUAGES
from tests.browser.test_every_page import SIDEWAYS, faults
from tests.installation import ROOT

pytestmark = pytest.mark.browser
CHECKS = ["/v/", f"/v/{VALID}/", f"/v/{REVOKED}/", "/v/AAAAAAAAAAAA/", "/v/?code="]


@pytest.fixture(scope="module")
def certified(sala):
    subprocess.run(
        [sys.executable, "-m", "tests.browser.certificate"], cwd=ROOT, env=sala.environment, check=True
    )
    return sala


def own_pages(language):
    return [f"/{language}/me/certificates/{code}/" for code in (VALID, REVOKED)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_pages_have_no_barrier_and_speak_one_language(certified, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    assert not faults(page, certified.url, CHECKS)
    learner.sign_in(page, certified.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    assert not faults(page, certified.url, own_pages(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_phone_or_at_double_size(certified, phone, language):
    page = phone(locale=language, size={"width": 320, "height": 568})
    learner.sign_in(page, certified.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    wide = []
    for path in [*CHECKS, *own_pages(language)]:
        page.goto(certified.url + path)
        if page.evaluate(SIDEWAYS) > 0:
            wide.append(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(SIDEWAYS) > 0:
            wide.append(f"{path} at 200 %")
    assert not wide


def test_a_code_is_checked_without_javascript(certified, phone):
    page = phone(javascript=False)
    page.goto(f"{certified.url}/v/")
    page.fill("input[name=code]", "3467 9acd-efgh")
    page.locator("main form button").click()
    page.wait_for_url(f"{certified.url}/v/{VALID}/")
    expect(page.locator(".notice.done h1")).to_have_count(1)
    page.locator("header a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_picture_is_saved_with_a_tap(certified, phone, tmp_path):
    page = phone()
    learner.sign_in(page, certified.url, language="km", code=DEMO_CARD, pin=DEMO_PIN)
    page.goto(certified.url + own_pages("km")[0])
    with page.expect_download() as started:
        page.locator("a[hreflang=km][download]").click()
    path = tmp_path / "picture.png"
    started.value.save_as(path)
    with Image.open(path) as picture:
        assert picture.size == (1200, 848)
    expect(page.locator("button[data-print]")).to_be_visible()


@pytest.mark.skipif(
    not (services.ZBARIMG and shutil.which("pdftoppm")),
    reason="zbarimg or pdftoppm is not installed: apt install zbar-tools poppler-utils",
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_and_picture_lead_to_the_check(certified, phone, tmp_path, language):
    page = phone(locale=language)
    learner.sign_in(page, certified.url, language=language, code=DEMO_CARD, pin=DEMO_PIN)
    path = own_pages(language)[0]
    page.goto(certified.url + path)
    pdf = tmp_path / "sheet.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    said = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", said)
    width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", said).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, tmp_path / "sheet"], check=True)
    picture = page.request.get(f"{certified.url}{path}picture.png").body()
    Image.open(io.BytesIO(picture)).convert("RGB").save(tmp_path / "picture.png")
    for name in ("sheet", "picture"):
        read = subprocess.run(
            [services.ZBARIMG, "--quiet", "--raw", tmp_path / f"{name}.png"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert read.stdout.strip() == f"{certified.url}/v/{VALID}/"
