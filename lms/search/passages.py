"""The piece of a page that a search shows: a sentence that has the words, cut between Khmer clusters."""

import re

from lms.khmer import ELLIPSIS, clusters, search_key
from lms.search.words import searchable, spelled_alike

LENGTH, BEFORE = 110, 30
_SENTENCE_END = re.compile(r"(?<=[។៕!?.])\s+|\n")
_SKIPPED = "-\u2010\u2011'’"


def excerpt(entry, words):
    """[(text, whether it was asked for)]: the aim, or the sentence that has more of the words."""
    sentences = list(filter(None, [entry.aim, *_SENTENCE_END.split(entry.text)]))
    if not sentences:
        return []
    pieces = clusters(max(sentences, key=lambda sentence: number_of(words, searchable(sentence))))
    return marked(pieces, places(pieces, words))


def number_of(words, key):
    return sum(bool(word.pattern.search(key)) for word in words)


def places(pieces, words):
    """[(first cluster, cluster after the last)] of what was asked for, in order; what touches is one."""
    keys = [compared(piece) for piece in pieces]
    text = "".join(keys)
    owner = [number for number, key in enumerate(keys) for _letter in key]
    found = [match.span() for word in words for match in word.pattern.finditer(text)]
    spans = []
    for first, after in sorted((owner[start], owner[end - 1] + 1) for start, end in found):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(after, spans[-1][1]))
        else:
            spans.append((first, after))
    return spans


def compared(cluster):
    """One cluster as it is compared (lms.search.words.searchable), a space for what is not part of a word."""
    if cluster in _SKIPPED:
        return ""
    key = spelled_alike(search_key(cluster))
    return key if key[:1].isalnum() or "\u17c6" in key else " "


def marked(pieces, spans):
    """The clusters around the first find, with the finds marked, and … where something was left out."""
    start = max(0, spans[0][0] - BEFORE) if spans and len(pieces) > LENGTH else 0
    start = min(start, max(0, len(pieces) - LENGTH))
    end = min(len(pieces), start + LENGTH)
    parts, at = [(ELLIPSIS, False)] if start else [], start
    for first, after in ((max(first, start), min(after, end)) for first, after in spans):
        if first >= after:
            continue
        parts += [("".join(pieces[at:first]), False), ("".join(pieces[first:after]), True)]
        at = after
    parts.append(("".join(pieces[at:end]), False))
    if end < len(pieces):
        parts.append((ELLIPSIS, False))
    return [part for part in parts if part[0]]
