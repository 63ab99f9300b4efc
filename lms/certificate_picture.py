"""A certificate as a picture to keep, send or print: PNG, as wide as a shared picture is shown."""

import io

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, PngImagePlugin

from lms.lettering import LINE_HEIGHTS, fitted, font
from lms.qr import qr_modules

WIDTH, HEIGHT = 1200, 848  # the shape of A4 on its side
MARGIN, BAND, CHECK = 28, 32, 16
ROOM = WIDTH - 2 * (MARGIN + 90)
QR_SIDE = 210
INK, SOFT, PAPER, LAGOON, SAFFRON, LINE = "#16323a", "#4b6168", "#fffefb", "#0b6e75", "#e8a013", "#d9d2c4"
# Clay at half strength on paper, and where two stripes cross (the krama of base.css).
KRAMA, KRAMA_CROSSED = "#daa294", "#c87460"


def picture(certificate, language, *, badge=None):
    """The bytes of a PNG of a certificate in a language ("km" or "en").

    `badge` is the certificate as a signed Open Badge; it is baked into the picture (Open Badges 3.0, 5.3.2.1).
    """
    with translation.override(language):
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        _draw(ImageDraw.Draw(image), certificate, language)
    information = PngImagePlugin.PngInfo()
    if badge:
        information.add_itxt("openbadgecredential", badge)
    file = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, pnginfo=information)
    return file.getvalue()


def _draw(pen, certificate, language):
    pen.rectangle([MARGIN, MARGIN, WIDTH - MARGIN - 1, HEIGHT - MARGIN - 1], outline=LINE, width=2)
    _krama(pen, MARGIN)
    _krama(pen, HEIGHT - MARGIN - BAND)
    _mark(pen, (WIDTH // 2 - 116, 84))
    pen.text((WIDTH // 2 - 62, 110), "សាលា · Sala", INK, font(30, bold=True), anchor="lm", language="km")
    paragraphs = [
        (_("Certificate"), LAGOON, [54], True, 1),
        (_("This is to certify that"), SOFT, [25], False, 1),
        (certificate.name, INK, [60, 52, 44, 36, 30], True, 2),
        (_("has completed the course"), SOFT, [25], False, 1),
        (certificate.course_title, INK, [42, 36, 30, 26], True, 2),
    ]
    if certificate.how_tested:
        paragraphs.append((certificate.how_tested, SOFT, [23, 20], False, 2))
    _centred(pen, paragraphs, top=146, bottom=HEIGHT - MARGIN - BAND - QR_SIDE - 12, language=language)
    _foot(pen, certificate, language)


def _centred(pen, paragraphs, *, top, bottom, language):
    """Paragraphs one below the other, what room is left shared out between them."""
    set_in_type = []
    for text, colour, sizes, is_bold, lines in paragraphs:
        face, broken = fitted(text, sizes=sizes, width=ROOM, lines=lines, bold=is_bold)
        step = round(face.size * LINE_HEIGHTS[language])
        set_in_type += [(line, face, colour, step) for line in broken]
    spare = max(0, bottom - top - sum(step for *_line, step in set_in_type))
    y = top + spare // 2
    for line, face, colour, step in set_in_type:
        pen.text((WIDTH // 2, y + step // 2), line, colour, face, anchor="mm", language=language)
        y += step


def _foot(pen, certificate, language):
    """Below: when, how to check it, and the same as a QR code."""
    top, left = HEIGHT - MARGIN - BAND - QR_SIDE, MARGIN + 48
    _code(pen, certificate.check_url, (WIDTH - MARGIN - 40 - QR_SIDE, top - 8))
    issued = date_format(localtime(certificate.issued_at), "DATE_FORMAT")
    address = settings.SITE_URL.partition("://")[2] + "/v/"
    rows = [
        (f"{_('Issued on')} {issued}", INK, 26, False),
        (_("Check whether it is valid:"), SOFT, 22, False),
        (address, INK, 24, False),
        (certificate.spaced_code, INK, 32, True),
    ]
    for number, (text, colour, size, is_bold) in enumerate(rows):
        face, lines = fitted(
            text, sizes=[size, size - 6, 14], width=WIDTH - QR_SIDE - left - 120, lines=1, bold=is_bold
        )
        pen.text((left, top + 26 + number * 44), lines[0], colour, face, anchor="lm", language=language)


def _code(pen, text, corner):
    rows = qr_modules(text)
    size = QR_SIDE // len(rows)
    x0, y0 = (edge + (QR_SIDE - size * len(rows)) // 2 for edge in corner)
    pen.rectangle([x0, y0, x0 + size * len(rows) - 1, y0 + size * len(rows) - 1], "#fff")
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                left, top = x0 + x * size, y0 + y * size
                pen.rectangle([left, top, left + size - 1, top + size - 1], "#000")


def _krama(pen, top):
    for y in range(top, top + BAND, CHECK):
        for x in range(MARGIN, WIDTH - MARGIN, CHECK):
            is_dark = (x - MARGIN) // CHECK % 2, (y - top) // CHECK % 2
            if any(is_dark):
                right = min(x + CHECK, WIDTH - MARGIN) - 1
                pen.rectangle([x, y, right, y + CHECK - 1], KRAMA_CROSSED if all(is_dark) else KRAMA)


def _mark(pen, corner):
    """The hall of the word mark: roof, floor and three posts."""
    x, y = corner
    for post in (10, 24, 38):
        pen.line([(x + post, y + 26), (x + post, y + 39)], SAFFRON, 4)
    pen.polygon([(x + 24, y + 5), (x + 44, y + 23), (x + 4, y + 23)], LAGOON)
    pen.line([(x + 4, y + 42), (x + 44, y + 42)], LAGOON, 3)
