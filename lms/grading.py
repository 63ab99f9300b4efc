"""What an answer to each kind of question looks like, and when it is right. Nothing else grades.

Answers are plain JSON: for questions answered by choosing a sorted list of choice ids; for an order the item ids, first
to last; for a match {left id: right id}; for a number its decimal notation; for a short text the text as typed.
"""

import re
from decimal import Decimal

from lms.khmer import normalise, search_key, to_latin_digits

TEXT_LIMIT = 200
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


class Choices:
    """One or several of the choices."""

    def read(self, question, typed, parts):
        return sorted(set(typed)) or None

    def can_be(self, question, answer):
        if not isinstance(answer, list) or not answer or not all(isinstance(part, str) for part in answer):
            return False
        return set(answer) <= set(question.choice_ids) and (len(answer) == 1 or question.takes_several)

    def grade(self, question, answer):
        return set(answer) == question.correct_ids

    def right(self, question):
        return sorted(question.correct_ids)

    def key(self, question):
        return {"right": self.right(question), "feedback": question.feedback}


class Judged:
    """A question whose feedback is about the answer as a whole."""

    def key(self, question):
        feedback = {"right": question["feedback_right"], "wrong": question["feedback_wrong"]}
        return {"right": self.right(question), "feedback": feedback}


class Order(Judged):
    """All items, first to last."""

    def read(self, question, typed, parts):
        """`parts` is {item id: place}; of two in the same place the one shown first comes first."""
        places = {item: int(place) for item, place in parts.items() if re.fullmatch("[1-9]", place, re.ASCII)}
        shown = [str(item.id) for item in question.shown_items]
        if not places.keys() >= set(shown):
            return None
        return sorted(shown, key=places.__getitem__)

    def can_be(self, question, answer):
        # Compared as lists: what is not text cannot be in a set.
        return (
            isinstance(answer, list)
            and len(answer) == len(question.item_ids)
            and (sorted(map(str, answer)) == sorted(question.item_ids))
        )

    def grade(self, question, answer):
        return answer == question.item_ids

    def right(self, question):
        return question.item_ids


class Match(Judged):
    """What belongs to each left side; a side that was left open makes it wrong."""

    def read(self, question, typed, parts):
        return {left: right for left, right in parts.items() if right} or None

    def can_be(self, question, answer):
        if not isinstance(answer, dict) or not answer:
            return False
        rights = list(question.pairs.values())
        return all(left in question.pairs and right in rights for left, right in answer.items())

    def grade(self, question, answer):
        return answer == question.pairs

    def right(self, question):
        return question.pairs


class Number(Judged):
    """A decimal number, typed in Latin or Khmer digits, with or without commas between thousands."""

    def read(self, question, typed, parts):
        text = re.sub(r"[\s,]", "", to_latin_digits(typed[0])) if typed else ""
        return text or None

    def can_be(self, question, answer):
        return isinstance(answer, str) and _NUMBER.fullmatch(answer) is not None

    def grade(self, question, answer):
        return question.least <= Decimal(answer) <= question.most

    def right(self, question):
        return [float(question.least), float(question.most)]


class Text(Judged):
    """A word or two; spelling variants, capitals and invisible characters make no difference."""

    def read(self, question, typed, parts):
        return normalise(typed[0]) or None if typed else None

    def can_be(self, question, answer):
        return isinstance(answer, str) and len(answer) <= TEXT_LIMIT and search_key(answer) != ""

    def grade(self, question, answer):
        return _word_key(answer) in {_word_key(accepted) for accepted in question["accepted"]}

    def right(self, question):
        return [_word_key(accepted) for accepted in question["accepted"]]


def _word_key(text):
    """Khmer is written with or without spaces between words, so spaces say nothing either."""
    return search_key(text).replace(" ", "")


_KINDS = {
    **dict.fromkeys(["one", "several", "true_false", "picture", "practice_screen"], Choices()),
    "order": Order(),
    "match": Match(),
    "number": Number(),
    "text": Text(),
}


def read(question, typed, parts):
    """The answer in what a form sent for a question, or None if it was left open.

    `typed` are the values of the question's own field, `parts` is {part id: value} of the fields of its parts. What
    comes out may still be no answer to this question: ask `can_be`.
    """
    return _KINDS[question.kind].read(question, typed, parts)


def can_be(question, answer):
    """True when a JSON value can answer this question."""
    return _KINDS[question.kind].can_be(question, answer)


def grade(question, answer):
    """True when an answer, of which `can_be` is true, is right."""
    return _KINDS[question.kind].grade(question, answer)


def right_answer(question):
    """An answer that is right."""
    right = _KINDS[question.kind].right(question)
    if question.kind == "number":
        return str(question.least)
    return question["accepted"][0] if question.kind == "text" else right


def practice_key(question):
    """{kind, right, feedback} for a phone's own feedback in practice. Never for a check: it is the answer."""
    return {"kind": question.kind, **_KINDS[question.kind].key(question)}
