"""The phone compares what is typed as the server does, so that practice calls nothing wrong that is right."""

import json
import random
import re

import pytest

from lms.khmer import search_key, to_latin_digits
from tests.browser.pages import COURSE, LESSONS
from tests.lms.test_khmer import CORRECT, KHMER, MARKS, VARIANTS

pytestmark = pytest.mark.browser

TYPED = KHMER + MARKS + "្្្្េាីុើំប៉៊រស" + "\u200b\u200c\u200d\u202a\u2060\ufeff\u00ad \u0301aAßÉ12,.\u25cc"


@pytest.fixture
def asked(sala, phone):
    """asked(function of khmer.js, texts) → what the phone makes of them."""
    page = phone()
    page.goto(f"{sala.url}/km/{COURSE}/{LESSONS[0]}/")
    # As one text each way: Playwright takes minutes for long lists.
    script = "([url, name, texts]) => import(url).then((khmer) => JSON.stringify(JSON.parse(texts).map(khmer[name])))"

    def ask(name, texts):
        return json.loads(page.evaluate(script, [sala.address_of("khmer"), name, json.dumps(texts)]))

    return ask


def slips(words, chance):
    """Each word with two neighbours swapped, or something more or less in it."""
    for word in words:
        for _ in range(60):
            letters = list(word)
            place = chance.randrange(len(letters))
            letters[place - 1 : place + 1] = reversed(letters[place - 1 : place + 1])
            letters.insert(chance.randrange(len(letters) + 1), chance.choice(["", *TYPED]))
            yield "".join(letters)


def unlike(texts, here, there):
    """The first few on which the two differ."""
    return [tuple(map(ascii, row)) for row in zip(texts, here, there, strict=True) if row[1] != row[2]][:9]


def test_a_word_has_the_same_key_on_the_phone_and_on_the_server(asked):
    chance = random.Random(16)
    words = [word for row in VARIANTS for word in row[:2]] + CORRECT
    words += list(slips(words, chance))
    words += ["".join(chance.choices(TYPED, k=chance.randrange(1, 14))) for _ in range(20_000)]
    keys = [search_key(word).replace(" ", "") for word in words]
    assert unlike(words, keys, asked("wordKey", words)) == []


def test_a_number_is_read_alike_on_the_phone_and_on_the_server(asked):
    chance = random.Random(17)
    digits = "0123456789០១២៣៤៥៦៧៨៩.- \u00a0\u200b\u200e\u202a\u202c\u2060\u2066\ufeff"
    numbers = ["".join(chance.choices(digits, k=chance.randrange(1, 12))) for _ in range(5_000)]
    read = [re.sub(r"\s", "", to_latin_digits(number)) for number in numbers]
    assert unlike(numbers, read, asked("digits", numbers)) == []
