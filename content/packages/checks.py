"""Checks in course files: a file per check beside the lessons, and the start check beside the site file.

`{id, slug, kind, minutes, mastery_score?, title, introduction, questions_a, questions_b?}`; a question is written as in
a lesson: `{id, type, value}`.
"""

import json
from dataclasses import dataclass

from content.models import CheckPage
from content.packages.nodes import read_yaml
from content.packages.questions import stored

INTRODUCTION_LENGTH, TITLE_LENGTH = 600, 255
Kind = CheckPage.Kind
OF_A_COURSE, OF_THE_SITE = [Kind.BEFORE_AFTER, Kind.FINAL], [Kind.START_CHECK]


@dataclass(frozen=True)
class CheckFile:
    """One check. Texts are {"km", "en"}; `forms` is {"a": questions, "b": questions or nothing}."""

    id: str
    slug: str
    kind: str
    minutes: int
    mastery_score: int
    title: dict
    introduction: dict
    forms: dict


def read_check(folder, name, *, ids, questions, kinds):
    """The check in a file; `questions` is the QuestionReader of the folder, `ids` learns every id."""
    node = read_yaml(folder / name, name=name).keys(
        needed=["id", "slug", "kind", "minutes", "title", "introduction", "questions_a"],
        allowed=["mastery_score", "questions_b"],
    )
    forms = {form: _questions(node, f"questions_{form}", ids=ids, readers=questions.readers) for form in "ab"}
    kind = node.get("kind").one_of(kinds)
    if kind == Kind.BEFORE_AFTER and forms["b"] and len(forms["a"]) != len(forms["b"]):
        node.get("questions_b").fail(f"must have as many questions as questions_a: {len(forms['a'])}.")
    mastery_score = CheckPage._meta.get_field("mastery_score").default
    if "mastery_score" in node.value:
        mastery_score = node.get("mastery_score").integer(1, 100)
    return CheckFile(
        id=node.get("id").new_id(ids),
        slug=node.get("slug").slug(),
        kind=kind,
        minutes=node.get("minutes").integer(1, 120),
        mastery_score=mastery_score,
        title=node.get("title").text(limit=TITLE_LENGTH),
        introduction=node.get("introduction").text(limit=INTRODUCTION_LENGTH),
        forms=forms,
    )


def _questions(node, name, *, ids, readers):
    if name not in node.value:
        return []
    found = []
    for question in node.get(name).items(most=50):
        kind = question.keys(needed=["id", "type", "value"]).get("type").one_of(list(readers))
        found.append(
            {
                "id": question.get("id").new_id(ids),
                "type": kind,
                "value": readers[kind](question.get("value")),
            }
        )
    return found


def check_fields(check, language, picture):
    """The fields of a CheckPage in one language; `picture(value, language)` is what an image block stores."""

    def raw(questions):
        return json.dumps(
            [
                question
                | {
                    "value": stored(
                        question["value"],
                        question_id=question["id"],
                        language=language,
                        picture=lambda value: picture(value, language),
                    )
                }
                for question in questions
            ],
            ensure_ascii=False,
        )

    return {
        "slug": check.slug,
        "title": check.title[language],
        "kind": check.kind,
        "minutes": check.minutes,
        "mastery_score": check.mastery_score,
        "introduction": check.introduction[language],
        "questions_a": raw(check.forms["a"]),
        "questions_b": raw(check.forms["b"]),
    }
