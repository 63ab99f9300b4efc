"""Text in pictures: Khmer letters shaped, lines broken between words.

Pillow shapes Khmer only with its RAQM layout; the words inside unspaced Khmer are found by ICU's dictionary.
"""

import functools
import unicodedata
from pathlib import Path

from icu4py.breakers import LineBreaker
from PIL import ImageFont

from lms.khmer import ELLIPSIS, ZERO_WIDTH_SPACE, clusters

FOLDER = Path(__file__).resolve().parent / "fonts"
NOT_DRAWN = {"Cc", "Cf", "Cn", "Co", "Cs", "So"}  # invisible in a picture, or in no font of letters
JOINERS = "\u200c\u200d"
LINE_HEIGHTS = {"km": 1.6, "en": 1.3}


@functools.cache
def font(size, *, bold=False):
    """Kantumruy Pro, which has Khmer and Latin letters."""
    name = "KantumruyPro-Bold.ttf" if bold else "KantumruyPro-Regular.ttf"
    return ImageFont.truetype(FOLDER / name, size, layout_engine=ImageFont.Layout.RAQM)


def drawable(text):
    """The text without what a picture cannot show, such as emoji and zero-width spaces."""
    return "".join(
        character
        for character in text
        if character in JOINERS or unicodedata.category(character) not in NOT_DRAWN
    )


def fitted(text, *, sizes, width, lines, bold=False):
    """(font, [line]) of a text within a width in pixels: in the largest of the sizes that needs at most so many lines.

    In the smallest size what is left over is cut off between two clusters, with "…".
    """
    for size in sizes:
        face = font(size, bold=bold)
        broken = broken_into_lines(text, face, width)
        if len(broken) <= lines:
            return face, broken
    return face, [*broken[: lines - 1], _cut(broken[lines - 1] + ELLIPSIS, face, width)]


def broken_into_lines(text, face, width):
    """The lines of a text, none wider than `width`: broken where ICU allows it, inside a word only if it must be."""
    lines, line = [], ""
    for piece in LineBreaker(text, "km"):
        if line and face.getlength(drawable(line + piece).rstrip()) > width:
            lines.append(line)
            line = ""
        line += piece
        while face.getlength(drawable(line).rstrip()) > width:
            head = _widest(line, face, width)
            lines.append(head)
            line = line[len(head) :]
    return [shown for whole in [*lines, line] if (shown := drawable(whole).strip())]


def _widest(text, face, width):
    """As many clusters from the beginning as there is room for, one at the least."""
    pieces = clusters(text)
    kept = len(pieces)
    while kept > 1 and face.getlength(drawable("".join(pieces[:kept]))) > width:
        kept -= 1
    return "".join(pieces[:kept])


def _cut(text, face, width):
    pieces = clusters(text.removesuffix(ELLIPSIS))
    while pieces and face.getlength("".join(pieces) + ELLIPSIS) > width:
        pieces.pop()
    return "".join(pieces).rstrip(f" {ZERO_WIDTH_SPACE}") + ELLIPSIS
