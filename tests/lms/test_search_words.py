"""How words are compared, and the order they stand in."""

import pytest

from lms.search.words import asked_words, dictionary_key, searchable

ZWSP = "\u200b"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Wi-Fi", "wifi"),
        ("ទូត" + ZWSP + "ឌីជីថល", "ទូតឌីជីថល"),
        ("បណ្ដាញ", "បណ្តាញ"),
        ("សម្រាប់", "សំរាប់"),
        ("ឲ្យ", "អោយ"),
        ("២០នាទី", "20 នាទី"),
        ("«សោ»", "ស\u17c1\u17b6។"),
        ("E-MAIL", "email"),
    ],
)
def test_spellings_that_mean_the_same_are_compared_as_the_same(one, another):
    assert searchable(one) == searchable(another)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("pages", "page"),
        ("batteries", "battery"),
        ("searches", "search"),
        ("boxes", "box"),
        ("saving", "save"),
    ],
)
def test_an_english_word_is_found_in_its_other_forms(asked, text):
    (word,) = asked_words(searchable(asked))
    assert word.text in searchable(text)
    assert word.pattern.search(searchable(text))


def test_an_english_word_is_not_found_inside_another():
    (word,) = asked_words(searchable("net"))
    assert not word.pattern.search(searchable("internet"))
    (number,) = asked_words(searchable("1"))
    assert not number.pattern.search(searchable("15 minutes"))


def test_a_khmer_letter_is_not_found_where_a_subscript_changes_it():
    (word,) = asked_words(searchable("ក"))
    assert not word.pattern.search(searchable("ក្រុង"))
    assert word.pattern.search(searchable("អ្នក"))


def test_khmer_words_stand_in_the_order_of_a_dictionary():
    ordered = ["កក", "កង", "កា", "កាក", "កុំ", "កំ", "កាំ", "កះ", "ក្ក", "ខ", "ត្រី", "អ៊ីនធឺណិត"]
    assert sorted(set(ordered), key=dictionary_key) == ordered
    assert sorted(["Wi-Fi", "app", "Address"], key=dictionary_key) == ["Address", "app", "Wi-Fi"]
