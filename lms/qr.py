"""QR codes: as drawings inside a page, sharp in any size, without picture file or script; or as bare modules."""

from itertools import groupby

import qrcode
from django.utils.html import format_html

QUIET_ZONE = 4  # modules of white around the code (ISO/IEC 18004)


def qr_svg(text, *, label):
    """An SVG of the QR code for a text, which a screen reader calls by its label.

    A quarter of it may be lost to dirt or folds (error correction Q). It is black on white in the dark, too.
    """
    rows = qr_modules(text)
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{}"/></svg>',
        label,
        "".join(_runs(rows)),
        size=len(rows),
    )


def qr_modules(text):
    """The rows of the code, each a list of True for dark; the quiet zone around it included."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(text)
    return code.get_matrix()


def wifi_text(ssid):
    """What a phone's camera understands as "join this open network"; `\\ ; , " :` are escaped by a backslash."""
    escaped = "".join(f"\\{character}" if character in '\\;,":' else character for character in ssid)
    return f"WIFI:T:nopass;S:{escaped};;"


def _runs(rows):
    """Each run of dark modules in a row as one rectangle of a path."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
