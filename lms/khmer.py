"""Khmer text: one spelling for storing, one key for searching, and cutting between clusters.

The same Khmer word can be typed as different characters that look the same on screen: the signs of a cluster
in another order, េ and ា instead of ោ, a zero-width space between words. Unicode's own normalisation (NFC)
changes none of this. The order used here is that of chapter 16.4 of the Unicode Standard as made precise by
Unicode Technical Note 61 ("Khmer Encoding Structure", SIL International):

    base, robat, subscripts (RO last), shifter, vowels (left, below, above, right), signs, final signs

Every function takes a string of any script and takes time in proportion to its length.
"""

import re
import unicodedata
from itertools import islice

ZERO_WIDTH_SPACE = "\u200b"
ELLIPSIS = "…"

_COENG = "\u17d2"  # makes the letter after it a subscript; it shows nothing by itself
_ATTHACAN = "\u17dd"
_JOINERS = "\u200c\u200d"
_RO = "រ"
_BA = "ប"
_BASE = "\u1780-\u17a2\u17a5-\u17b3\u25cc"
_MARK = "\u17b6-\u17d3\u17dd"

# A base and all that hangs on it. A further base belongs to it when it stands right behind a coeng; a joiner
# may come between, and so may ATTHACAN, because NFC itself pushes that sign behind the coeng.
_CLUSTER = re.compile(
    f"[{_BASE}](?:[{_MARK}{_JOINERS}]|(?<={_COENG})[{_BASE}]|(?<={_COENG}[{_JOINERS}{_ATTHACAN}])[{_BASE}])+"
)

# A zero-width space between a coeng and its letter divides no words: it is a slip of the finger.
_BROKEN_SUBSCRIPT = re.compile(f"{_COENG}{ZERO_WIDTH_SPACE}+(?=[{_BASE}])")

_ROBAT, _SHIFTER, _LEFT, _BELOW, _ABOVE, _RIGHT, _SIGN, _FINAL = range(8)
_CLASSES = {
    _ROBAT: "\u17cc",
    _SHIFTER: "\u17c9\u17ca",
    _LEFT: "\u17be-\u17c5",
    _BELOW: "\u17bb-\u17bd",
    _ABOVE: "\u17b7-\u17ba",
    _RIGHT: "\u17b6",
    _SIGN: "\u17c6\u17cb\u17cd-\u17d1\u17d3\u17dd",
    _FINAL: "\u17c7\u17c8",
}
_CLASS_OF = {
    mark: number
    for mark in map(chr, range(0x17B6, 0x17DE))
    for number, members in _CLASSES.items()
    if re.fullmatch(f"[{members}]", mark)
}

# Letters whose register shifter is drawn below, like the vowel ុ, when a vowel stands above (UTN 61, "strong").
_STRONG = frozenset("កខគឃចឆជឈដឋឌឍតថទធផពភឞសហអ")
_MUUSIKATOAN, _TRIISAP = "\u17c9", "\u17ca"

# Characters that Unicode deprecates or advises against, and what it advises instead. U+17B4 and U+17B5 are
# vowels that show nothing.
_DISCOURAGED = str.maketrans(
    {
        "\u17a3": "អ",
        "\u17a4": "អា",
        "\u17a8": "ឧក",
        "\u17b4": None,
        "\u17b5": None,
        "\u17d8": "។ល។",
    }
)
# In numbers and codes: Khmer digits, and what cannot be seen but comes along with typing and pasting, such as the
# zero-width space of the Khmer keyboard's space bar and the direction marks around a phone number.
_PLAIN = {
    **str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789"),
    **dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]),
}

# Only for comparing: the same, and pairs of characters that writers use for each other.
_FOLDED_FOR_SEARCH = {
    **_PLAIN,
    **dict.fromkeys(map(ord, "\ufe0e\ufe0f")),
    ord("ឲ"): "ឱ",
    ord("\u17d3"): "\u17c6",
}

_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters except tab and newline
    "\u00ad\ufeff"  # soft hyphen, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, which can disguise a name
    "\ud800-\udfff\ufffe\uffff]"  # half characters and non-characters, which no file can hold
)
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_EDGE = " \t\n\u2060" + ZERO_WIDTH_SPACE + _JOINERS
_LONGEST_PILE = 30
_LATIN_WORD = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]+"
)
_KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff]")


def normalise(text):
    """Return the text as it is to be stored: same look, one spelling.

    Composes (NFC), puts the signs of each Khmer cluster in order, writes split vowels as one character, replaces
    discouraged characters, removes control and direction characters except tab and newline, makes every kind of
    space one plain space and trims. Zero-width spaces inside the text stay as typed. A text of nothing but space
    becomes "". normalise(normalise(text)) == normalise(text).
    """
    text = _UNWANTED.sub("", _LINE_END.sub("\n", text)).translate(_DISCOURAGED)
    text = _BROKEN_SUBSCRIPT.sub(_COENG, text)
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = _CLUSTER.sub(_in_order, _composed(text))
    return _composed(text).strip(_EDGE)


def search_key(text):
    """Return what to compare and search by; never shown.

    Normalised, without invisible characters, case-folded, Khmer digits as Latin ones, white space as single
    spaces, subscript ដ as subscript ត (they look the same) and ឲ as ឱ. Idempotent.
    """
    text = normalise(text.translate(_FOLDED_FOR_SEARCH)).replace(_COENG + "ដ", _COENG + "ត")
    folded = unicodedata.normalize("NFD", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def to_latin_digits(text):
    """Return the text with Khmer digits ០–៩ as 0–9 and without what cannot be seen: for numbers, dates and codes as
    typed on a Khmer keyboard, never for words.
    """
    return text.translate(_PLAIN)


def has_khmer(text):
    """Say whether the text has at least one Khmer character (letter, sign, digit or symbol)."""
    return bool(_KHMER.search(text))


def latin_letters(text):
    """Return the runs of Latin letters in a text, in order: what a purely Khmer text must not have."""
    return _LATIN_WORD.findall(text)


def clusters(text):
    """Return the text in the pieces a reader sees as one: "ស្ត្រី" is one. "".join(clusters(text)) == text.

    Invisible characters, a zero-width space too, go with the piece before them and so do not count.
    """
    return list(_pieces(text))


def truncate(text, clusters):
    """Return the text in at most so many clusters (1 or more), the last being "…" if something was cut off.

    Raises ValueError for less than one cluster.
    """
    if clusters < 1:
        raise ValueError("A text can be cut to one cluster at the least.")
    pieces = list(islice(_pieces(text), clusters + 1))
    if len(pieces) <= clusters:
        return text
    return "".join(pieces[: clusters - 1]).rstrip(_EDGE) + ELLIPSIS


def _composed(text):
    """Compose (NFC) a text after cutting piles of marks: Python orders a pile in quadratic time."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", _without_piles(text))
    return unicodedata.normalize("NFC", _without_piles(decomposed))


def _without_piles(text):
    """Keep the first 30 of any run of combining marks, as Unicode's stream-safe format does (UAX 15)."""
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _LONGEST_PILE:
            kept.append(character)
    return "".join(kept)


def _in_order(match):
    """Put one cluster in order. A joiner stays with the character it follows."""
    subscripts, marks, seen = [], [[] for _ in _CLASSES], set()
    home = first = [match[0][0]]
    after_coeng = False
    for character in match[0][1:]:
        if character in _JOINERS:
            if not after_coeng and home[-1][-1] not in _JOINERS:
                home[-1] += character
        elif character == _COENG:
            after_coeng = True  # kept only with its letter: alone it means nothing
        elif character in _CLASS_OF:
            after_coeng = after_coeng and character == _ATTHACAN
            home = marks[_CLASS_OF[character]]
            if character not in seen or home is marks[_LEFT]:  # typed twice by mistake; េេ may be meant as ែ
                home.append(character)
                seen.add(character)
        else:
            home, after_coeng = subscripts, False
            home.append(_COENG + character)
    _join_split_vowels(marks)
    _restore_shifter(first + subscripts, marks)
    subscripts.sort(key=lambda subscript: subscript[1] == _RO)
    parts = first + marks[_ROBAT] + subscripts
    for number in range(_SHIFTER, _FINAL + 1):
        parts += marks[number]
    return "".join(parts)


def _join_split_vowels(marks):
    """Write a vowel typed in its visible parts as the one character it is: េ + ា is ោ, េ + ី is ើ."""
    left, above, right = marks[_LEFT], marks[_ABOVE], marks[_RIGHT]
    if [vowel[0] for vowel in left] == ["េ"]:
        if right:
            left[:], right[:] = ["ោ"], []
        elif any(vowel[0] == "ី" for vowel in above):
            left[:], above[:] = ["ើ"], [vowel for vowel in above if vowel[0] != "ី"]
    elif [vowel[0] for vowel in left] == ["ើ"] and right:
        left[:], right[:] = ["ោ"], []
        if not any(vowel[0] == "ី" for vowel in above):
            above.append("ី")


def _restore_shifter(letters, marks):
    """Write ុ under a vowel that stands above as the shifter it is drawn for: "សុី" is ស៊ី, "ញុាំ" is ញ៉ាំ."""
    below, signs = marks[_BELOW], {sign[0] for sign in marks[_SIGN]}
    stands_above = (
        marks[_ABOVE]
        or any(vowel[0] in "ើឿ" for vowel in marks[_LEFT])
        or signs & {"\u17d0", _ATTHACAN}
        or (marks[_RIGHT] and "\u17c6" in signs)
    )
    if marks[_SHIFTER] or not stands_above or not any(vowel[0] == "ុ" for vowel in below):
        return
    below[:] = [vowel for vowel in below if vowel[0] != "ុ"]
    consonants = {letter.strip(_COENG + _JOINERS) for letter in letters}
    takes_triisap = _BA not in consonants and consonants & _STRONG
    marks[_SHIFTER].append(_TRIISAP if takes_triisap else _MUUSIKATOAN)


def _pieces(text):
    """Yield the clusters of a text one by one."""
    piece, last_visible, joined = "", "", False
    for character in text:
        emoji_modifier = "\U0001f3fb" <= character <= "\U0001f3ff"
        invisible = character in _JOINERS or character == ZERO_WIDTH_SPACE
        subscript = last_visible == _COENG and "\u1780" <= character <= "\u17b3"
        emoji = joined and unicodedata.category(character) == "So"  # a family is several people joined
        belongs = (
            invisible or emoji_modifier or subscript or emoji or unicodedata.category(character)[0] == "M"
        )
        if piece and not belongs:
            yield piece
            piece = ""
        piece += character
        joined = character == "\u200d"
        last_visible = character if not invisible or character == ZERO_WIDTH_SPACE else last_visible
    if piece:
        yield piece
