"""Finds what a person asks for among what the public may read. Nothing of a question is kept."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

from content.models import CoursePage
from lms.khmer import has_khmer, normalise
from lms.models import SearchEntry
from lms.search.passages import excerpt
from lms.search.words import asked_words, searchable

LONGEST_QUESTION = 200
MOST_HITS = 12
# What a word counts for in the title, in the aim and in the text, and all of them one after the other.
WEIGHTS, TOGETHER = (12, 4, 1), (10, 5, 3)
IS_THE_TITLE = 40
ENOUGH_TIMES = 3
KINDS = list(SearchEntry.Kind)


@dataclass(frozen=True)
class Hit:
    """Something found: where it is, and a piece of it as [(text, whether it was asked for)]."""

    kind: SearchEntry.Kind
    title: str
    url: str
    excerpt: list


@dataclass(frozen=True)
class Found:
    """The answer to a question. `hits` are in `language`, which is another one if there are none in one's own.

    `is_partial`: nothing has all the words; these have some. `has_more`: not everything found is shown.
    """

    question: str
    language: str
    hits: tuple = ()
    is_partial: bool = False
    has_more: bool = False
    has_words: bool = True


def find(question, *, language, request=None):
    """What is found for a question in a language; in the other language if that is all there is."""
    question = " ".join(normalise(question[: LONGEST_QUESTION * 2])[:LONGEST_QUESTION].split())
    key = searchable(question)
    if not key.strip():
        return Found(question, language, has_words=False)
    for code in (language, *(code for code, _name in settings.LANGUAGES if code != language)):
        if found := entries_with(ways_to_ask(key, code), code, every=True):
            return answer(question, code, found, request)
    found = entries_with(ways_to_ask(key, language), language, every=False)
    return answer(question, language, found, request, is_partial=bool(found))


def ways_to_ask(key, language):
    """The words of a question as typed, and as the texts spell them where the glossary knows it: [[AskedWord]]."""
    spelled = SearchEntry.objects.filter(language=language, kind=SearchEntry.Kind.WORD).exclude(spellings=[])
    pairs = [
        (spelling, searchable(title).strip())
        for title, spellings in spelled.values_list("title", "spellings")
        for spelling in spellings
    ]
    as_spelled_here = key
    for spelling, word in sorted(pairs, key=lambda pair: -len(pair[0])):
        if not has_khmer(spelling):
            as_spelled_here = as_spelled_here.replace(f" {spelling} ", f" {word} ")
        elif word not in as_spelled_here:
            as_spelled_here = as_spelled_here.replace(spelling, word)
    return [asked_words(way) for way in dict.fromkeys([key, as_spelled_here])]


def entries_with(ways, language, *, every):
    """[(entry, words found in it)] of the readable entries with every word, or at least half of them, best first."""
    condition = reduce(
        or_,
        (reduce(and_ if every else or_, (Q(key__contains=word.text) for word in words)) for words in ways),
    )
    entries = SearchEntry.objects.filter(condition, language=language, page__in=readable_pages())
    aside, ranked = paths_beside_the_way(), []
    for entry in entries.select_related("page"):
        for words in ways:
            found = [word for word in words if word.pattern.search(entry.key)]
            if len(found) >= (len(words) if every else (len(words) + 1) // 2):
                rank = (
                    -len(found) / len(words),
                    entry.page.path.startswith(aside),
                    -score(entry, found),
                    KINDS.index(entry.kind),
                    entry.page.path,
                )
                ranked.append((rank, entry, found))
    ranked.sort(key=lambda row: (*row[0], row[1].pk))
    first = {entry.pk: (entry, found) for _rank, entry, found in reversed(ranked)}
    return [first[pk] for pk in dict.fromkeys(entry.pk for _rank, entry, _found in ranked)]


def paths_beside_the_way():
    """Paths of the courses for a task, such as that for ambassadors: after all that is for learners."""
    return tuple(CoursePage.objects.filter(level=None).values_list("path", flat=True))


def score(entry, words):
    """How well an entry answers: by where the words stand and how often, most if they are its title."""
    asked = "".join(word.text.strip() for word in words)
    parts = entry.key.split("\n")
    points = IS_THE_TITLE if asked == parts[0].replace(" ", "") else 0
    for part, weight, together in zip(parts, WEIGHTS, TOGETHER, strict=True):
        times = (len(word.pattern.findall(part)) for word in words)
        points += weight * sum(min(number, ENOUGH_TIMES) for number in times)
        points += together * (asked in part.replace(" ", ""))
    return points


def readable_pages():
    """Published pages without restrictions, and not below a page that was taken back."""
    pages = Page.objects.live().public()
    for parent in Page.objects.not_live().filter(numchild__gt=0):
        pages = pages.not_descendant_of(parent)
    return pages


def answer(question, language, found, request, *, is_partial=False):
    hits = tuple(hit(entry, words, request) for entry, words in found[:MOST_HITS])
    return Found(question, language, hits, is_partial, has_more=len(found) > MOST_HITS)


def hit(entry, words, request):
    url = entry.page.get_url(request) or ""
    return Hit(
        kind=SearchEntry.Kind(entry.kind),
        title=entry.title,
        url=f"{url}#{entry.anchor}" if entry.anchor else url,
        excerpt=excerpt(entry, words),
    )
