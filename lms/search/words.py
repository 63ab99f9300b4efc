"""Words: how texts are compared, what a person asked for, and the order of a dictionary.

Khmer is written without spaces, so a question is cut into words (ICU's dictionary for Khmer) and each word is looked
for anywhere in a text; where the text itself has its word boundaries then does not matter. English words are looked
for by their beginning.
"""

import re
import unicodedata
from dataclasses import dataclass

from icu4py.breakers import WordBreaker

from lms.khmer import has_khmer, search_key

MOST_WORDS = 12
_KHMER = "\u1780-\u17d3\u17d7\u17dc\u17dd"
_OTHER = f"[^\\W{_KHMER}]"  # a letter or digit that is not Khmer
_INSIDE_A_WORD = re.compile(f"(?<={_OTHER})[-\u2010\u2011'’](?={_OTHER})")
_CHANGE_OF_SCRIPT = re.compile(f"(?<=[{_KHMER}])(?={_OTHER})|(?<={_OTHER})(?=[{_KHMER}])")
_VOWEL = re.compile("[aeiouy]")

# The same word in two spellings that are both common: subscript after ម or the sign ំ, ឱ្យ or អោយ.
_SPELLED_ALIKE = {"អោយ": "ឱ្យ", "ម្": "ំ"}

# Words that ask rather than name; dropped when others are left.
_ASKING = set(
    re.findall(
        r"\S+",
        "a an and are at can do does for from how i in is it me my of on or the to what when where which why with you"
        " your តើ ជា នៅ និង ឬ ដែល បាន ទេ អ្វី អី ដូចំតេច របៀប របស់ ខ្ញុំ អ្នក ចង់ ដោយ ត្រូវ",
    )
)


@dataclass(frozen=True)
class AskedWord:
    """A word of a question: `text` as it stands in a key, `pattern` to find it there."""

    text: str
    pattern: re.Pattern


def searchable(text):
    """The text as it is compared: words and digits between single spaces, with a space before and after.

    "Wi-Fi" is " wifi ", "២០នាទី" is " 20 នាទី ". Nothing but punctuation is " ".
    """
    key = _INSIDE_A_WORD.sub("", spelled_alike(search_key(text)))
    key = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in key)
    words = _CHANGE_OF_SCRIPT.sub(" ", key).split()
    return f" {' '.join(words)} " if words else " "


def spelled_alike(key):
    """A search key with words that have two common spellings in one of them."""
    for spelling, same in _SPELLED_ALIKE.items():
        key = key.replace(spelling, same)
    return key


def asked_words(key):
    """[AskedWord] of a question that went through `searchable`, without repetition, at most twelve."""
    found = []
    for piece in WordBreaker(key, "km"):
        if not piece.strip():
            continue
        if found and len(piece) == 1 and has_khmer(piece):
            found[-1] += piece  # a last consonant that ICU's dictionary did not know to belong to the word
        else:
            found.append(piece)
    naming = [word for word in found if word not in _ASKING]
    return [asked_word(word) for word in list(dict.fromkeys(naming or found))[:MOST_WORDS]]


def asked_word(word):
    if has_khmer(word):
        # What follows must not change the letter that was asked for: ក is not in ក្រុង.
        return AskedWord(word, re.compile(f"{re.escape(word)}(?![\u17b6-\u17d3\u17dd])"))
    if word.isdigit():
        return AskedWord(f" {word} ", re.compile(f"(?<!{_OTHER}){word}(?!{_OTHER})"))
    stem = stem_of(word)
    return AskedWord(f" {stem}", re.compile(f"(?<!{_OTHER}){re.escape(stem)}{_OTHER}*"))


def stem_of(word):
    """An English word without its plural or -ing or -ed: what its other forms begin with."""
    for ending, keep in (
        (r"(?<=..)ies$", ""),
        (r"(?<=ch|sh)es$", ""),
        (r"(?<=[sxz])es$", ""),
        (r"(?<=[^su])s$", ""),
        (r"(?<=...)ing$", ""),
        (r"(?<=..[^e])ed$", ""),
    ):
        stem, count = re.subn(ending, keep, word)
        if count and len(stem) > 1 and _VOWEL.search(stem):
            return stem
    return word


# Vowels with a sign stand after the plain vowels and before subscripts, in this order (Chuon Nath's dictionary).
_WITH_SIGN = {"ុំ": "\u17c6", "ាំ": "\u17c8", "ំ": "\u17c7", "ះ": "\u17c9", "ៈ": "\u17ca"}
_MARKS = re.compile("|".join([*_WITH_SIGN, "[\u17c9-\u17d1\u17d3\u17dd]"]))


def dictionary_key(text):
    """What to sort by: base letter, vowel, subscript, as in a Khmer dictionary; other scripts without their case.

    Signs that change only the sound (៉ ៊ ់ ៍ …) count when everything else is the same.
    """
    plain = search_key(text)
    key = _MARKS.sub(lambda found: _WITH_SIGN.get(found[0], ""), plain)
    return key, plain
