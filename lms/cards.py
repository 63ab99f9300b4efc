"""The learner card: the address in its QR code, and the card as a picture."""

import io
from functools import cache
from pathlib import Path

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from lms.qr import QUIET_ZONE

FONTS = Path(__file__).resolve().parent / "fonts"
WIDTH, HEIGHT, MARGIN, BAND = 1000, 640, 48, 24
QR_SIDE = 340
PAPER, INK, SOFT, LAGOON, CLAY = "#fbf8f2", "#16323a", "#4b6168", "#0b6e75", "#b5452c"


def card_address(card):
    """Where the card's QR code leads: signing in with the code filled in; the PIN is in no address."""
    return settings.SITE_URL + reverse("card_address", args=[card.code])


@cache
def font(weight, size):
    # Only Raqm puts the signs of Khmer letters where they belong.
    return ImageFont.truetype(FONTS / f"KantumruyPro-{weight}.ttf", size, layout_engine=ImageFont.Layout.RAQM)


def card_picture(card):
    """The card as the bytes of a PNG of 1000 × 640, in Khmer and English, to be shown, printed or sent."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    for number in range(WIDTH // BAND + 1):
        draw.rectangle((number * BAND, 0, (number + 1) * BAND, BAND), fill=CLAY if number % 2 else "#eec9bb")
    draw.text((MARGIN, 56), "សាលា · Sala", font=font("Bold", 44), fill=LAGOON)
    width = WIDTH - 3 * MARGIN - QR_SIDE
    name = fitting(card.person.name, "Bold", 52, width)
    draw.text((MARGIN, 160), card.person.name, font=name, fill=INK)
    with translation.override("km"):
        label = f"{_('Code')} · Code"
    draw.text((MARGIN, 270), label, font=font("Regular", 30), fill=SOFT)
    draw.text((MARGIN, 306), card.code, font=font("Bold", 104), fill=INK)
    square = qr_picture(card_address(card))
    picture.paste(square, (WIDTH - MARGIN - square.width, 130))
    for language, top in (("km", 490), ("en", 550)):
        with translation.override(language):
            words = _("Hold a phone's camera on the square, then type your PIN.")
        draw.text((MARGIN, top), words, font=fitting(words, "Regular", 30, WIDTH - 2 * MARGIN), fill=SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def qr_picture(text):
    """The QR code at most QR_SIDE wide, each module the same whole number of pixels."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(text)
    code.make()
    code.box_size = QR_SIDE // (code.modules_count + 2 * QUIET_ZONE)
    return code.make_image().get_image().convert("RGB")


def fitting(text, weight, size, width):
    """The font in the largest size, of at most `size`, in which a text is no wider than `width` pixels."""
    while size > 18 and font(weight, size).getlength(text) > width:
        size -= 2
    return font(weight, size)
