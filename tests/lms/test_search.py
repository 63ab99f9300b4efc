"""Search over the curriculum that ships."""

import io
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from content.models import CoursePage, GlossaryPage, InfoPage, LessonPage
from lms.khmer import latin_letters
from lms.models import SearchEntry
from lms.search.finding import LONGEST_QUESTION, MOST_HITS, entries_with, find, ways_to_ask
from lms.search.passages import LENGTH
from lms.search.words import asked_words, searchable

QUESTIONS = yaml.safe_load(Path(__file__).with_name("search_questions.yaml").read_text())
ZWSP = "\u200b"


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker, tmp_path_factory):
    """The curriculum as an installation has it; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            call_command("load_curriculum", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def curriculum(shipped, db):
    """Each test may change it for itself."""


def is_expected(hit, question):
    if "word" in question:
        return (hit.kind, hit.title) == (SearchEntry.Kind.WORD, question["word"])
    return hit.url.endswith(f"/{question['language']}/{question['page']}")


def titles(question, language="km"):
    return [hit.title for hit in find(question, language=language).hits]


def test_what_people_ask_for_is_found(curriculum):
    assert len(QUESTIONS) >= 30
    missed = []
    for question in QUESTIONS:
        found = find(question["ask"], language=question["language"])
        best = found.hits[: question.get("within", 3)]
        if found.language != question["language"] or not any(is_expected(hit, question) for hit in best):
            missed.append((question, [(hit.kind.value, hit.title) for hit in found.hits[:5]]))
    assert not missed


def test_what_is_for_learners_comes_before_what_is_for_ambassadors(curriculum):
    hits = find("children", language="en").hits
    is_aside = ["/for-ambassadors/" in hit.url for hit in hits]
    assert set(is_aside) == {False, True}
    assert is_aside == sorted(is_aside)


def test_every_page_is_found_by_every_word_in_it(curriculum):
    """What ICU takes for words of a text, asked one by one; two or more letters, because one says nothing."""
    for entry in SearchEntry.objects.exclude(kind=SearchEntry.Kind.WORD):
        for word in asked_words_of_text(entry.key):
            assert word.pattern.search(entry.key), (entry.title, word.text)
    lesson = LessonPage.objects.get(slug="joining-free-wifi", locale__language_code="km")
    key = SearchEntry.objects.get(page_id=lesson.pk).key
    for word in asked_words_of_text(key)[::20]:
        found = find_all(word.text.strip())
        assert lesson.pk in found, word.text


def asked_words_of_text(key):
    words = []
    for passage in key.split():
        words += [word for word in asked_words(passage) if len(word.text.strip()) > 1]
    return list({word.text: word for word in words}.values())


def find_all(question):
    ways = ways_to_ask(searchable(question), "km")
    return [entry.page_id for entry, _found in entries_with(ways, "km", every=True)]


def test_what_has_some_of_the_words_is_offered_when_nothing_has_all(curriculum):
    found = find("ទ្រនាប់ដី វ៉ាយហ្វាយ ឥតគិតថ្លៃ", language="km")
    assert found.is_partial
    assert found.hits
    assert not find("វ៉ាយហ្វាយ", language="km").is_partial


def test_what_stands_only_in_the_other_language_is_offered(curriculum):
    found = find("បោកប្រាស់", language="en")
    assert (found.language, found.is_partial) == ("km", False)
    assert found.hits


def test_many_results_are_cut(curriculum):
    found = find("internet", language="en")
    assert len(found.hits) == MOST_HITS
    assert found.has_more


def test_the_excerpt_shows_what_was_asked_for_in_a_few_words(curriculum):
    for question in QUESTIONS:
        for hit in find(question["ask"], language=question["language"]).hits:
            text = "".join(part for part, _is_asked in hit.excerpt)
            assert len(re.findall(r"[\u1780-\u17a2a-zA-Z]", text)) <= 3 * LENGTH
            assert not text.startswith(("\u17d2", "\u17b6"))
    (first, *_rest) = find("ឡានក្រុង", language="km").hits
    assert ("ឡានក្រុង", True) in first.excerpt


BAD = [
    "",
    " ",
    "!!!",
    "។៖",
    "=1+1",
    "'; DROP TABLE",
    "%",
    "_",
    "\\",
    "\x00\x01",
    ZWSP,
    "\u202eabc",
    "💬",
    "ក" * 9000,
]
BAD += ["a b " * 500, "\u17d2\u17d2\u17d2", "<script>alert(1)</script>", "\ud800"]


@pytest.mark.parametrize("question", BAD)
def test_bad_input_gets_a_page(client, curriculum, question):
    found = find(question, language="km")
    assert len(found.question) <= LONGEST_QUESTION
    response = client.get("/km/search/", {"q": question.encode("utf-8", "replace")})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert client.post("/km/search/", {"q": "x"}).status_code == 405


def test_a_wildcard_is_a_character_like_any_other(curriculum):
    assert not find("%", language="en").has_words
    assert not any("w%" in word.text for word in asked_words(searchable("w%fi")))
    assert titles("_ifi", "en") == []


def test_the_search_page_keeps_nothing(client, curriculum):
    response = client.get("/km/search/", {"q": "វ៉ាយហ្វាយ"})
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    empty = client.get("/km/search/")
    assert "public" in empty["Cache-Control"]
    assert not empty.cookies


def test_the_search_page_shows_title_kind_and_excerpt(client, curriculum):
    text = client.get("/en/search/", {"q": "wifi"}).text
    assert 'href="/en/getting-online/joining-free-wifi/"' in text
    assert "<mark>Wi-Fi</mark>" in text
    for kind in ("Lesson", "Word", "Course"):
        assert kind in text
    assert 'href="/km/search/?q=wifi"' in text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("zzzz", "Nothing found. Try another word"),
        ("!!", "There is no word to look for yet"),
        ("បោកប្រាស់", "Nothing found in English. In Khmer there is this"),
        ("zzzz wifi", "Nothing has all of your words"),
        ("internet", "Many found. Add a word"),
        ("bookmarks", "2 found"),
    ],
)
def test_the_search_page_says_what_it_found_and_what_to_do_next(client, curriculum, question, sentence):
    response = client.get("/en/search/", {"q": question})
    assert sentence in response.text
    assert "/en/courses/" in response.text or response.context["found"].hits


def test_search_takes_few_queries(curriculum, client, django_assert_max_num_queries):
    client.get("/km/search/", {"q": "វ៉ាយហ្វាយ"})
    with django_assert_max_num_queries(12):
        client.get("/km/search/", {"q": "វ៉ាយហ្វាយ"})


def test_khmer_texts_of_the_glossary_hold_khmer_alone(curriculum):
    glossary = GlossaryPage.objects.get(locale__language_code="km")
    for word in glossary.words:
        assert latin_letters(f"{word.word} {word.explanation}") == []


def test_every_kind_of_page_is_in_the_index(curriculum):
    for model, kind in ((CoursePage, "course"), (LessonPage, "lesson"), (InfoPage, "page")):
        pages = set(model.objects.live().values_list("pk", flat=True))
        assert pages <= set(SearchEntry.objects.filter(kind=kind).values_list("page_id", flat=True))
    words = sum(len(glossary.words) for glossary in GlossaryPage.objects.all())
    assert SearchEntry.objects.filter(kind="word").count() == words
