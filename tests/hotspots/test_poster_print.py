"""The poster as it comes out of a printer, read as a phone's camera reads it."""

import shutil
import subprocess

import pytest
from django.conf import settings as installed

from tests import factories, services

pytestmark = [
    pytest.mark.prints,
    pytest.mark.skipif(
        not (services.ZBARIMG and shutil.which("pdftoppm")),
        reason="zbarimg or pdftoppm is not installed: apt install zbar-tools poppler-utils",
    ),
]
SSID = 'Sala; "ឆ្នេរ", \\o/:1'
MILLIMETRES = {"a4": (210, 297), "a5": (148, 210)}


@pytest.fixture(params=MILLIMETRES)
def sheet(request, client, settings, db, tmp_path):
    """(paper, PDF file) of a poster with long names, printed by Chromium."""
    settings.SITE_URL = "https://sala.example"
    venue = factories.venue(
        kind="zone",
        name_en="Neighbourhood centre of the fishing harbour at the long bridge",
        name_km="មណ្ឌលសហគមន៍កំពង់ផែនេសាទនៅជិតស្ពានវែងខាងលិចក្រុង",
    )
    factories.zone(venue=venue, code="harbour", ssid=SSID, opening_hours="06:00–22:00")
    html = client.get(f"/z/harbour/poster/?paper={request.param}").content.decode()
    styles = installed.BASE_DIR / "hotspots" / "static" / "hotspots"
    page = tmp_path / "poster.html"
    page.write_text(html.replace("/static/hotspots/", f"{styles.as_uri()}/"))
    pdf = tmp_path / "poster.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    printing = ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run([services.CHROMIUM, *flags, *printing, page.as_uri()], capture_output=True, check=True)
    return request.param, pdf


def output(*command):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout


def test_a_poster_is_one_sheet_with_two_codes_that_can_be_read(sheet, tmp_path):
    paper, pdf = sheet
    facts = dict(line.split(":", 1) for line in output("pdfinfo", pdf).splitlines())
    assert facts["Pages"].strip() == "1"
    width, _, height, *_ = facts["Page size"].split()
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == MILLIMETRES[paper]
    halves = []
    for half in (0, 1):
        pixels = [round(side / 25.4 * 200) for side in MILLIMETRES[paper]]
        box = ["-x", half * pixels[0] // 2, "-y", 0, "-W", pixels[0] // 2, "-H", pixels[1]]
        picture = tmp_path / f"half-{half}"
        output("pdftoppm", "-r", 200, "-png", "-singlefile", *box, pdf, picture)
        halves.append(output(services.ZBARIMG, "--quiet", "--raw", f"{picture}.png").strip())
    assert halves == [
        'WIFI:T:nopass;S:Sala\\; \\"ឆ្នេរ\\"\\, \\\\o/\\:1;;',
        "https://sala.example/z/harbour/",
    ]
    text = output("pdftotext", pdf, "-")
    assert "sala.example/z/harbour" in text
    assert "No address of a device is kept." in text
    assert "06:00–22:00" in text
