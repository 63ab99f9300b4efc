"""Questions in course files: how each kind is written there, and what its block stores in one language.

All have `prompt` and, if wanted, `hint`. A question answered by arranging or writing has `feedback_right` and
`feedback_wrong`; each choice has a `feedback` of its own.
"""

import uuid

from content.questions import (
    CHOICE_LENGTH,
    MAX_CHOICES,
    MIN_CHOICES,
    problem_with_choices,
    problem_with_range,
)
from content.questions.written import MAX_PARTS, MIN_PARTS, PART_LENGTH, TEXT_ANSWER_LENGTH

NOTHING = {"km": "", "en": ""}
ACCEPTED_NAMESPACE = uuid.UUID("6f1d3a52-0f0b-4a59-9a0e-8f6a4c1d2e77")


class QuestionReader:
    """Reads questions for the reader of a course, which knows the ids and pictures met so far."""

    def __init__(self, *, ids, picture):
        self.ids, self.picture = ids, picture
        self.readers = {
            "question": self._words,
            "picture_question": self._pictures,
            "order_question": self._order,
            "match_question": self._match,
            "number_question": self._number,
            "text_question": self._text,
            "practice_screen": self._practice_screen,
        }

    def _words(self, node):
        self._keys(node, "kind", "choices")
        kind = node.get("kind").one_of(["one", "several", "true_false"])
        choices = self._choices(
            node.get("choices"), kind, ["text"], lambda choice: self._short(choice, "text")
        )
        return {"kind": kind, **self._asked(node), "choices": choices}

    def _pictures(self, node):
        self._keys(node, "choices")
        choices = self._choices(
            node.get("choices"),
            "picture",
            ["picture"],
            lambda choice: {"picture": self.picture(choice.get("picture"))},
        )
        return {**self._asked(node), "choices": choices}

    def _practice_screen(self, node):
        self._keys(node, "picture", "targets")
        sides = ["left", "top", "width", "height"]

        def target(choice):
            lengths = {side: choice.get(side).integer(0, 100) for side in sides}
            return self._short(choice, "text") | lengths

        targets = self._choices(node.get("targets"), "practice_screen", ["text", *sides], target)
        return {**self._asked(node), "picture": self.picture(node.get("picture")), "targets": targets}

    def _order(self, node):
        self._keys(node, "items", judged=True)
        return {**self._asked(node, judged=True), "items": self._parts(node.get("items"), least=3)}

    def _match(self, node):
        self._keys(node, "lefts", "rights", judged=True)
        lefts, rights = self._parts(node.get("lefts")), self._parts(node.get("rights"))
        if len(lefts) != len(rights):
            node.get("rights").fail(f"must have as many items as lefts, which has {len(lefts)}.")
        return {**self._asked(node, judged=True), "lefts": lefts, "rights": rights}

    def _number(self, node):
        self._keys(node, "least", "most", judged=True, allowed=["unit"])
        least, most = node.get("least").number(), node.get("most").number()
        if problem := problem_with_range(least, most):
            node.get("most").fail(str(problem))
        unit = node.get("unit").text(limit=20) if "unit" in node.value else NOTHING
        return {**self._asked(node, judged=True), "least": str(least), "most": str(most), "unit": unit}

    def _text(self, node):
        self._keys(node, "accepted", judged=True)
        accepted = [item.text(limit=TEXT_ANSWER_LENGTH) for item in node.get("accepted").items(most=12)]
        return {**self._asked(node, judged=True), "accepted": accepted}

    def _keys(self, node, *needed, judged=False, allowed=()):
        feedback = ["feedback_right", "feedback_wrong"] if judged else []
        node.keys(needed=["prompt", *needed, *feedback], allowed=["hint", *allowed])

    def _asked(self, node, *, judged=False):
        hint = node.get("hint").text(may_be_empty=True) if "hint" in node.value else NOTHING
        feedback = ["feedback_right", "feedback_wrong"] if judged else []
        return {"prompt": node.get("prompt").text(), "hint": hint} | {
            name: node.get(name).text() for name in feedback
        }

    def _choices(self, node, kind, needed, own):
        choices = []
        for choice in node.items(least=MIN_CHOICES, most=MAX_CHOICES):
            choice.keys(needed=["id", "is_correct", "feedback", *needed])
            choices.append(
                {
                    "id": choice.get("id").new_id(self.ids),
                    "is_correct": choice.get("is_correct").boolean(),
                    "feedback": choice.get("feedback").text(),
                    **own(choice),
                }
            )
        if problem := problem_with_choices(kind, [choice["is_correct"] for choice in choices]):
            node.fail(str(problem))
        return choices

    def _short(self, node, name):
        return {name: node.get(name).text(limit=CHOICE_LENGTH)}

    def _parts(self, node, least=MIN_PARTS):
        return [
            {
                "id": part.keys(needed=["id", "text"]).get("id").new_id(self.ids),
                "text": part.get("text").text(limit=PART_LENGTH),
            }
            for part in node.items(least=least, most=MAX_PARTS)
        ]


def stored(value, *, question_id, language, picture):
    """What the block of a question stores in one language; `picture(value)` is what an image block stores."""

    def one(name, part):
        match name, part:
            case ("picture", _):
                return picture(part)
            case ("accepted", _):
                return [
                    list_item(str(uuid.uuid5(ACCEPTED_NAMESPACE, f"{question_id} {number}")), text[language])
                    for number, text in enumerate(part)
                ]
            case (_, list()) if all(entry.keys() == {"id", "text"} for entry in part):
                return [list_item(entry["id"], entry["text"][language]) for entry in part]
            case (_, list()):
                return [
                    list_item(entry["id"], {key: one(key, own) for key, own in entry.items() if key != "id"})
                    for entry in part
                ]
            case (_, dict()):
                return part[language]
        return part

    return {name: one(name, part) for name, part in value.items()}


def list_item(item_id, value):
    return {"type": "item", "id": item_id, "value": value}
