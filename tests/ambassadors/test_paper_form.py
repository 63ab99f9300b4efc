"""The paper form: every field of the phone's form, on one sheet of A4 printed on both sides."""

import shutil
import subprocess

import pytest
from django.conf import settings as installed

from ambassadors.sessions.forms import TrainingSessionForm
from lms.models import AgeBand, Gender
from tests import factories as make
from tests import services
from tests.ambassadors.pages import LANGUAGES, words_of

pytestmark = pytest.mark.django_db

PATH = "/field/paper-form/"
# Not for a pen: what the phone makes itself, what a box of another field holds, and names, which no paper carries.
NOT_ON_PAPER = {"id", "base_revision", "plan", "photo", "latitude", "longitude", "accuracy"}
NOT_ON_PAPER |= {"duration_other", "venue_text", "headcount", "priority", "feedback"}
NOT_ON_PAPER |= {"roster", "roster_consent"}


def test_every_field_of_the_session_form_is_on_paper(client, topic):
    client.cookies["django_language"] = "en"
    page = client.get(PATH)
    words = words_of(page)
    for name, field in TrainingSessionForm.base_fields.items():
        assert name in NOT_ON_PAPER or str(field.label).lower() in words.lower(), name
    # Of disability and priority groups the phone takes one number each, and so does the paper.
    assert words.count("Women and girls") == 1
    for text in (*map(str, AgeBand.labels), *(str(g.label) for g in Gender if g not in ("female", "male"))):
        assert text in words
    for text in ("School class", topic.name_en, "Signature of the host or teacher", "We write down no names"):
        assert text in words


def test_anybody_prints_an_empty_form_but_a_place_is_written_in_only_for_who_may_see_it(
    client, phone, school, elsewhere
):
    make.school(venue=school, emis_code="1802-07")
    assert "1802-07" not in client.get(PATH, {"venue": school.code}).content.decode()
    assert phone().get(PATH, {"venue": "\x00"}).status_code == 200
    own = phone().get(PATH, {"venue": school.code}).content.decode()
    assert "1802-07" in own
    assert school.name_km in own
    assert elsewhere.name_km not in phone().get(PATH, {"venue": elsewhere.code}).content.decode()


@pytest.mark.prints
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo is not installed: apt install poppler-utils")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_sheet_of_a4(client, topic, tmp_path, language):
    for number in range(18):
        make.topic(
            f"topic-{number}", name_en="Talking and working together", name_km="ការទំនាក់ទំនង និងធ្វើការជាមួយគ្នា"
        )
    client.cookies["django_language"] = language
    html = client.get(PATH).content.decode()
    for app in ("lms", "ambassadors"):
        folder = installed.BASE_DIR / app / "static" / app
        html = html.replace(f"/static/{app}/", f"{folder.as_uri()}/")
    page, pdf = tmp_path / "form.html", tmp_path / "form.pdf"
    page.write_text(html)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    printing = ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run([services.CHROMIUM, *flags, *printing, page.as_uri()], capture_output=True, check=True)
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in said.splitlines())
    assert facts["Pages"].strip() == "2"
    assert "A4" in facts["Page size"]
