"""Checks with a question of each written and chosen kind, in both languages, under the course of the test lesson."""

import json
import uuid

from content.models import CheckPage
from content.packages.questions import list_item
from lms.actions.checks import begin, record_check
from tests.lms.lessons import ident

WORDS = {"km": "សំណួរ", "en": "question"}
FORM_START = {"a": 1000, "b": 2000}
FEEDBACK = "never-to-be-told"  # begins every feedback text, so that a test can look for it
ACCEPTED = "sangkat-office"
LEAST, MOST = "41730577", "41790577"


class FormOfCheck:
    """The ids of one form, and what answers all of it rightly."""

    def __init__(self, form):
        start = FORM_START[form]
        self.one, self.several, self.true_false, self.order, self.match, self.number, self.text = (
            self.questions
        ) = [ident(start + n) for n in range(1, 8)]
        self.choices = {
            self.one: [ident(start + n) for n in (11, 12, 13)],
            self.several: [ident(start + n) for n in (21, 22, 23)],
            self.true_false: [ident(start + n) for n in (31, 32)],
        }
        self.items = [ident(start + n) for n in (43, 41, 44, 42)]
        self.lefts, self.rights = ([ident(start + n) for n in row] for row in ((51, 52), (54, 53)))
        self.right = {
            self.one: self.choices[self.one][:1],
            self.several: self.choices[self.several][:2],
            self.true_false: self.choices[self.true_false][1:],
            self.order: self.items,
            self.match: dict(zip(self.lefts, self.rights, strict=True)),
            self.number: "41750000",
            self.text: ACCEPTED,
        }

    def stream(self, words):
        chosen = [
            {"id": key, "type": "question", "value": self._choosing(key, kind, words)}
            for key, kind in ((self.one, "one"), (self.several, "several"), (self.true_false, "true_false"))
        ]
        judged = {
            "feedback_right": f"{FEEDBACK} right",
            "feedback_wrong": f"{FEEDBACK} wrong",
            "hint": f"{FEEDBACK} hint",
        }
        written = {
            (self.order, "order_question"): {"items": self._parts(self.items, words)},
            (self.match, "match_question"): {
                "lefts": self._parts(self.lefts, words),
                "rights": self._parts(self.rights, words),
            },
            (self.number, "number_question"): {"least": LEAST, "most": MOST, "unit": ""},
            (self.text, "text_question"): {"accepted": [list_item(ident(self._n(71)), ACCEPTED)]},
        }
        return chosen + [
            {"id": key, "type": kind, "value": {"prompt": f"{words} {kind}", **judged, **value}}
            for (key, kind), value in written.items()
        ]

    def _n(self, n):
        return int(uuid.UUID(self.one)) - 1 + n

    def _choosing(self, key, kind, words):
        choices = [
            list_item(
                choice,
                {
                    "text": f"{words} choice {n}",
                    "is_correct": choice in self.right[key],
                    "feedback": f"{FEEDBACK} {n}",
                },
            )
            for n, choice in enumerate(self.choices[key])
        ]
        return {"kind": kind, "prompt": f"{words} {kind}", "hint": f"{FEEDBACK} hint", "choices": choices}

    @staticmethod
    def _parts(ids, words):
        return [list_item(part, f"{words} part {part[-4:]}") for part in ids]

    def wrong(self, *questions):
        """All answers right but for these, which are left open."""
        return {key: answer for key, answer in self.right.items() if key not in questions}


A, B = FormOfCheck("a"), FormOfCheck("b")
FORMS = {"": A, "a": A, "b": B}


def in_both_languages(parents, kind, *, key=None, forms="ab", **fields):
    """{language: CheckPage} under `parents` ({language: page}), stored as published at once."""
    key, made = key or uuid.uuid4(), {}
    for language, parent in parents.items():
        words, parent = WORDS[language], type(parent).objects.get(pk=parent.pk)
        page = CheckPage(
            **{"title": words, "slug": f"check-{kind}", "introduction": words, "minutes": 5} | fields,
            kind=kind,
            locale=parent.locale,
            translation_key=key,
            questions_a=json.dumps(A.stream(words)),
            questions_b=json.dumps(B.stream(words) if "b" in forms else []),
        )
        parent.add_child(instance=page)
        made[language] = as_published(page)
    return made


def as_published(page):
    CheckPage.objects.filter(pk=page.pk).update(live_revision=page.save_revision())
    return CheckPage.objects.get(pk=page.pk)


def publish(page):
    page.save_revision().publish()
    return CheckPage.objects.get(pk=page.pk)


def form_data(answers):
    """What a browser sends for {question id: answer}."""
    data = {}
    for key, answer in answers.items():
        if isinstance(answer, dict):
            data |= {f"q-{key}:{left}": right for left, right in answer.items()}
        elif key in (A.order, B.order):
            data |= {f"q-{key}:{item}": str(place) for place, item in enumerate(answer, start=1)}
        else:
            data[f"q-{key}"] = answer
    return data


def take(learner, check, answers=None, **options):
    """Begins a check and hands it in, rightly answered unless told otherwise; returns the attempt."""
    sitting = begin(learner=learner, check=check, **options)
    return record_check(sitting=sitting, answers=FORMS[sitting.form].right if answers is None else answers)
