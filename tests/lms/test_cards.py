"""The learner card: its address, its page and its picture."""

import io
import subprocess

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from lms.cards import FONTS, card_address, card_picture, fitting, font
from lms.models import LearnerCard
from tests import factories as make
from tests import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return LearnerCard.objects.create(person=make.person(nickname="ស្រីមុំ"), code="ACD346", pin_hash="x")


def test_the_address_on_the_card_leads_to_signing_in_with_the_code_filled_in(client, card, settings):
    assert card_address(card) == f"{settings.SITE_URL}/c/ACD346/"
    client.cookies["django_language"] = "km"
    response = client.get("/c/ACD346/")
    assert response["Location"] == "/km/sign-in/?code=ACD346"
    assert "no-store" in response["Cache-Control"]
    page = client.get(response["Location"])
    assert 'value="ACD346"' in page.content.decode()


@pytest.mark.parametrize("code", ["ZZZZZZ", "x" * 300, "<b>", "%0a%0dX", "ក"])
def test_the_answer_does_not_tell_whether_there_is_such_a_card(client, code):
    response = client.get(f"/c/{code}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/km/sign-in/?code=")
    assert "<b>" not in client.get(response["Location"]).content.decode()


@pytest.mark.skipif(not services.ZBARIMG, reason="zbar is not installed: apt install zbar-tools")
def test_a_camera_reads_the_address_from_the_picture(card, tmp_path):
    file = tmp_path / "card.png"
    file.write_bytes(card_picture(card))
    read = subprocess.run([services.ZBARIMG, "-q", "--raw", file], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == card_address(card)


def drawn(text, layout):
    picture = Image.new("L", (400, 120))
    face = ImageFont.truetype(FONTS / "KantumruyPro-Bold.ttf", 52, layout_engine=layout)
    ImageDraw.Draw(picture).text((10, 10), text, font=face, fill=255)
    return picture.tobytes()


def test_khmer_in_the_picture_is_shaped(card):
    """Without shaping the vowel of ស្រី and the sign of មុំ stand beside their letters."""
    assert features.check("raqm")
    name = card.person.name
    assert font("Bold", 52).layout_engine == ImageFont.Layout.RAQM
    assert drawn(name, ImageFont.Layout.RAQM) != drawn(name, ImageFont.Layout.BASIC)
    picture = Image.open(io.BytesIO(card_picture(card)))
    assert (picture.format, picture.size) == ("PNG", (1000, 640))


def test_a_picture_is_light_enough_for_a_slow_network(card):
    assert len(card_picture(card)) < 40_000


def test_a_long_name_is_drawn_smaller():
    long = "ក" * 40
    assert fitting(long, "Bold", 52, 500).size < fitting("ក", "Bold", 52, 500).size == 52
    assert fitting(long, "Bold", 52, 1).size == 18


def test_the_card_of_a_person_shows_code_and_square(phone, joining):
    phone.send("/km/join/", joining)
    page = phone.get("/km/me/card/").content.decode()
    assert LearnerCard.objects.get().code in page
    assert 'class="qr"' in page
    picture = phone.get("/km/me/card.png")
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
