"""Khmer text is stored in one spelling, found in every spelling, and never cut inside a cluster."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.khmer import (
    clusters,
    has_khmer,
    latin_letters,
    normalise,
    search_key,
    to_latin_digits,
    truncate,
)

KHMER = "".join(map(chr, [*range(0x1780, 0x17DE), *range(0x17E0, 0x17EA)]))
MARKS = "".join(map(chr, range(0x17B6, 0x17D4))) + "\u17dd"
khmer_text = st.text(
    st.sampled_from(KHMER + "្្្េាីុ" + MARKS + "\u200b\u200c\u200d \t\n\r\x00\u0301\u0327a\u25cc")
)
any_text = st.text(st.characters()) | khmer_text

VARIANTS = [
    # RO goes last among the subscripts
    ("ស្រ្តី", "ស្ត្រី", "woman"),
    ("សាស្រ្តា", "សាស្ត្រា", "manuscript"),
    ("កញ្រ្ចាំង", "កញ្ច្រាំង", "three subscripts and RO"),
    ("មន្រ្តី", "មន្ត្រី", "official"),
    # split vowels typed in their parts, in either order
    ("កេាះ", "កោះ", "island"),
    ("កាេះ", "កោះ", "island, parts the other way round"),
    ("លេីក", "លើក", "to lift"),
    ("លីេក", "លើក", "to lift, parts the other way round"),
    ("កើា", "កោី", "left, above and right, in two ways"),
    ("កេីា", "កោី", "left, above and right, in three parts"),
    ("កើាី", "កោី", "left, above and right, one of them twice"),
    ("ធ្វេី", "ធ្វើ", "to do"),
    # a shifter after the vowel, or typed as the vowel it is drawn like
    ("បុ៉ន្តែ", "ប៉ុន្តែ", "but"),
    ("មីុន", "ម៉ីន", "shifter typed as a vowel, after the vowel above"),
    ("ស៊ី", "ស៊ី", "to eat, as it should be"),
    ("សុី", "ស៊ី", "to eat, shifter typed as a vowel"),
    ("សីុ", "ស៊ី", "to eat, and after the vowel above"),
    ("ញុាំ", "ញ៉ាំ", "to eat, polite"),
    ("ហុឺ", "ហ៊ឺ", "a strong letter takes TRIISAP"),
    ("បុី", "ប៉ី", "BA takes MUUSIKATOAN"),
    # vowels, signs and subscripts in the wrong order
    ("ទំាង", "ទាំង", "all"),
    ("ភំ្នពេញ", "ភ្នំពេញ", "Phnom Penh"),
    ("ឆំ្នា", "ឆ្នាំ", "year"),
    ("សិទិ្ធ", "សិទ្ធិ", "right"),
    ("កម្ពុជាា", "កម្ពុជា", "a vowel typed twice"),
    ("ក្្មេង", "ក្មេង", "a coeng typed twice"),
    ("ក្\u200cមេង", "ក្មេង", "a joiner inside a subscript"),
    ("ពណ័៌", "ពណ៌័", "robat before the other signs"),
    # discouraged characters
    ("\u17a3ង្គរ", "អង្គរ", "QAQ"),
    ("\u17a4ហារ", "អាហារ", "QAA"),
    ("\u17a8", "ឧក", "QUK"),
    ("ក\u17b4ក\u17b5", "កក", "vowels that show nothing"),
    ("\u17d8", "។ល។", "et cetera"),
]

CORRECT = [
    "ភ្នំពេញ",
    "ព្រះសីហនុ",
    "ស្ត្រី",
    "សាស្ត្រ",
    "មន្ត្រី",
    "អ្នកស្រី",
    "ឧកញ៉ា",
    "បញ្ចប់",
    "ប៉ុន្តែ",
    "ញ៉ាំ",
    "ស៊ី",
    "ម៉ោង",
    "រ៉ុង",
    "កោះ",
    "ធ្វើ",
    "ជឿ",
    "រៀន",
    "ខ្មែរ",
    "នៃ",
    "នៅ",
    "ធម៌",
    "ពោធិ៍សាត់",
    "ពណ៌",
    "ជ័យ",
    "ន័យ",
    "ពត៌មាន",
    "ក៏",
    "ដ៏",
    "ន៎",
    "កុម្ភៈ",
    "ព្រហ្ម",
    "អណ្ដូង",
    "សន្លឹម",
    "ឱ្យ",
    "ឲ្យ",
    "ឫស្សី",
    "ឮ",
    "ឯង",
    "សំឡេង",
    "ហ្វេសប៊ុក",
    "វ៉ាយហ្វាយ",
    "ហ្គេម",
    "អ៊ីនធឺណិត",
    "កុំព្យូទ័រ",
    "ទូរស័ព្ទ",
    "ពាក្យសម្ងាត់",
    "ចុះឈ្មោះ",
    "ប៊ី",
    "ជំនុំ",
    "ទុំ",
    "បុះ",
    "ក្រុមហ៊ុន",
    "អ៊ុំ",
    "ប្រាំពីរ",
    "ល្អ",
    "១២៣",
    "ៗ។៕",
]


@pytest.mark.parametrize(("typed", "stored", "meaning"), VARIANTS, ids=[row[2] for row in VARIANTS])
def test_variant_spellings_are_stored_alike(typed, stored, meaning):
    assert normalise(typed) == stored
    assert search_key(typed) == search_key(stored)


@pytest.mark.parametrize("word", CORRECT)
def test_correct_words_stay_as_they_are(word):
    assert normalise(word) == word


@pytest.mark.parametrize(("one", "other"), [("កេាះ", "កោះ"), ("កាេះ", "កោះ"), ("េ", "េ"), ("ើ", "ើ")])
def test_parts_of_a_vowel_join_only_on_a_letter(one, other):
    assert normalise(one) == other


def test_a_letter_is_never_lost_or_moved_to_another_cluster():
    assert normalise("ក្ាខ") == "កាខ"  # a coeng without its letter goes, the next letter stays whole
    assert normalise("ក្") == "ក"
    assert normalise("ា្ក") == "ា្ក"  # nothing to hang on: left as typed
    assert normalise("ក\u17dd្ខា") == "ក្ខា\u17dd"  # NFC alone would tear this subscript apart


def test_zero_width_space_stays_in_what_is_stored_and_goes_from_what_is_searched():
    assert normalise("សុខ\u200bភាព") == "សុខ\u200bភាព"
    assert search_key("សុខ\u200bភាព") == search_key("សុខភាព") == "សុខភាព"
    assert search_key("ក\u200bា") == "កា"


@pytest.mark.parametrize("nothing", ["", " ", "\u200b", "\u00a0\t\n", "\ufeff", "\x00\x1f", " \u200b\u200d "])
def test_nothing_but_space_is_empty(nothing):
    assert normalise(nothing) == search_key(nothing) == ""


def test_control_characters_and_odd_spaces():
    assert normalise("  សុខ\u00a0\u3000 \x07ចាន់\u202e \r\nភូមិ\t១ ") == "សុខ ចាន់\nភូមិ\t១"
    assert normalise("a\u2028b\rc") == "a\nb\nc"
    assert normalise("\ud800ក\ufffe") == "ក"
    assert normalise("=1+1") == "=1+1"
    assert normalise("Cafe\u0301") == "Café"


def test_search_key_folds_case_digits_space_and_look_alikes():
    assert search_key("Wi-Fi\n  ថ្ងៃទី ១២") == "wi-fi ថ្ងៃទី 12"
    assert search_key("កណ្ដាល") == search_key("កណ្តាល")
    assert search_key("ឲ្យ") == search_key("ឱ្យ")
    assert search_key("STRASSE") == search_key("Straße")


def test_digits_and_scripts():
    assert to_latin_digits("០១២៣៤៥៦៧៨៩ និង 10") == "0123456789 និង 10"
    assert to_latin_digits("\ufeff០១\u200b២\u200c\u200d\u2060 \u202a012\u202c") == "012 012"
    assert has_khmer("abc ១")
    assert not has_khmer("abc 1 ไทย")
    assert latin_letters("វ៉ាយហ្វាយ 4G និង Wi-Fi Café ×") == ["G", "Wi", "Fi", "Café"]
    assert latin_letters("ព្រះសីហនុ ១២ 34") == []


def test_clusters_are_what_a_reader_sees():
    assert clusters("ស្ត្រីខ្មែរ") == ["ស្ត្រី", "ខ្មែ", "រ"]
    assert clusters("សុខ\u200bភាព") == ["សុ", "ខ\u200b", "ភា", "ព"]
    assert clusters("é👩‍👧ab") == ["é", "👩‍👧", "a", "b"]
    assert clusters("👍🏽!") == ["👍🏽", "!"]
    assert clusters("") == []


def test_truncate_cuts_between_clusters():
    assert truncate("ស្ត្រីខ្មែរ", 3) == "ស្ត្រីខ្មែរ"
    assert truncate("ស្ត្រីខ្មែរ", 2) == "ស្ត្រី…"
    assert truncate("ភ្នំ ពេញ", 3) == "ភ្នំ…"
    assert truncate("ភ្នំ", clusters=1) == "ភ្នំ"
    with pytest.raises(ValueError, match="one cluster"):
        truncate("ភ្នំ", 0)


@given(any_text)
def test_normalise_is_idempotent_and_composed(text):
    stored = normalise(text)
    assert normalise(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == stored.strip()
    stored.encode()


@given(any_text)
def test_search_key_is_idempotent_and_the_same_for_what_is_stored(text):
    key = search_key(text)
    assert search_key(key) == key
    assert "\u200b" not in key
    assert search_key(normalise(text)) == key


@given(khmer_text)
def test_normalise_makes_khmer_no_longer_than_three_times(text):
    assert len(normalise(text)) <= 3 * len(text)


@given(st.lists(st.sampled_from(CORRECT), max_size=8))
def test_correct_text_stays_as_it_is(words):
    assert normalise("".join(words)) == "".join(words)


@given(any_text)
def test_clusters_lose_nothing(text):
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@given(any_text, st.integers(1, 12))
def test_truncate_keeps_its_measure(text, size):
    cut = truncate(text, size)
    assert len(clusters(cut)) <= size
    assert truncate(cut, size) == cut


@pytest.mark.parametrize(
    "piece", ["្", "ក្", "ា", "្រ", "\u200d", "ក្ា", "េ", " \t", "\u17dd្", "ក\u200c្\u200d", "\u0301\u0327"]
)
def test_long_hostile_text_is_quick(piece):
    text = "ក" + piece * 50_000
    started = time.process_time()
    normalise(text)
    search_key(text)
    clusters(text)
    assert time.process_time() - started < 4  # a quadratic way of doing it would take minutes
