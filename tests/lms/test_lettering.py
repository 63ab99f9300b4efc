"""Khmer letters in pictures: shaped, and broken between words."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker
from PIL import ImageFont, features

from lms.khmer import ELLIPSIS, clusters
from lms.lettering import FOLDER, broken_into_lines, drawable, fitted, font

LONG = "ការប្រើប្រាស់អ៊ីនធឺណិតឥតគិតថ្លៃនៅទីសាធារណៈដោយសុវត្ថិភាពនិងការពារព័ត៌មានផ្ទាល់ខ្លួនរបស់អ្នក"
letters = st.text(
    st.sampled_from("កខគសរងនមព្្្េាុំះ់​ abcABC=<>1😀\u200d\u0300") | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)


def test_subscripts_and_vowels_are_shaped():
    assert features.check("raqm")
    plain = ImageFont.truetype(FOLDER / "KantumruyPro-Regular.ttf", 40, layout_engine=ImageFont.Layout.BASIC)
    for word in ("ស្ត្រី", "ខ្មែរ", "ក្រុង", "គ្រួសារ"):
        assert bytes(font(40).getmask(word)) != bytes(plain.getmask(word))
    assert font(40).getlength("ស្ត្រី") < 0.8 * plain.getlength("ស្ត្រី")
    assert font(40).getlength("ក្រ") < font(40).getlength("ក") + font(40).getlength("រ")


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_khmer_and_latin_letter_we_write(bold):
    face = font(30, bold=bold)
    missing = bytes(face.getmask("\U00010ffd"))
    khmer = (*range(0x1780, 0x17A3), *range(0x17A5, 0x17B4), *range(0x17E0, 0x17EA))
    wanted = [chr(code) for code in (*khmer, *range(0x41, 0x7B), 0xE9, 0xB7)]
    assert not [letter for letter in wanted if bytes(face.getmask(letter)) == missing]


def test_lines_break_between_words():
    words = list(LineBreaker(LONG, "km"))
    ends = {sum(map(len, words[:count])) for count in range(1, len(words) + 1)}
    lines = broken_into_lines(LONG, font(40), 500)
    assert "".join(lines) == LONG
    position = 0
    for line in lines:
        position += len(line)
        assert position in ends
        assert font(40).getlength(line) <= 500
    assert len(lines) > 2


def test_a_zero_width_space_breaks_a_line_but_is_not_drawn():
    assert broken_into_lines("ស្រី\u200bមុំ", font(40), font(40).getlength("ស្រី") + 1) == ["ស្រី", "មុំ"]
    assert drawable("ស្រី\u200bមុំ😀\u202e") == "ស្រីមុំ"


def test_what_fits_is_as_large_as_it_can_be_and_the_rest_is_cut():
    face, lines = fitted("សុខា", sizes=[60, 30], width=900, lines=1)
    assert (face.size, lines) == (60, ["សុខា"])
    face, lines = fitted(LONG, sizes=[60, 30], width=500, lines=2)
    assert face.size == 30
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)
    assert clusters(LONG)[: len(clusters(lines[0]))] == clusters(lines[0])
    assert all(face.getlength(line) <= 500 for line in lines)


@settings(max_examples=60, deadline=None)
@given(letters)
def test_any_name_is_set_within_its_room(name):
    face, lines = fitted(name, sizes=[40, 20], width=300, lines=2)
    assert len(lines) <= 2
    for line in lines:
        assert face.getlength(line) <= 300 or len(clusters(line.removesuffix(ELLIPSIS))) <= 1
        assert not [letter for letter in line if unicodedata.category(letter) in {"Cc", "Cs", "So"}]
