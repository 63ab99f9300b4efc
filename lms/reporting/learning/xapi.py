"""Attempts as xAPI 1.0.3 statements (https://github.com/adlnet/xAPI-Spec), verbs of the ADL vocabulary.

Each attempt is a statement whose id is the attempt's; each of its answers is one with the verb "answered" that points
to it. The actor is a pseudonymous account. Ids of a statement never change, so sending a file twice changes nothing.
"""

import datetime as dt
import json
import uuid

from django.conf import settings

from content.models import CheckPage, CoursePage, LessonPage
from lms.models import AttemptKind
from lms.reporting.learning.attempts import attempts, pseudonym, questions_at
from lms.revisions import page_at

VERBS = {
    name: {"id": f"http://adlnet.gov/expapi/verbs/{name}", "display": {"en": name}}
    for name in ("answered", "attempted", "completed", "passed", "failed")
}
ACTIVITY_TYPE = "http://adlnet.gov/expapi/activities/"
PLATFORM = "Sala"
# How the answers of our kinds of question are written in xAPI ("Interaction Activities").
INTERACTIONS = {
    **dict.fromkeys(["one", "several", "true_false", "picture", "practice_screen"], "choice"),
    "order": "sequencing",
    "match": "matching",
    "number": "numeric",
    "text": "fill-in",
}


def write(asked, path):
    """Writes a JSON array with a statement on each line; returns the number of attempts. Raises OSError."""
    count, before, statements = 0, "[", Statements()
    with open(path, "w", encoding="utf-8") as file:
        for attempt in attempts(asked):
            count += 1
            for statement in statements.of(attempt):
                text = json.dumps(statement, ensure_ascii=False, separators=(",", ":"))
                file.write(f"{before}\n{text}")
                before = ","
        file.write("[]\n" if before == "[" else "\n]\n")
    return count


class Statements:
    """Makes statements, and remembers the pages and questions it has described."""

    def __init__(self):
        self.course_of = courses_of_pages()
        self.described = {}

    def of(self, attempt):
        """Yields the statement of an Attempt, then one for each of its answers."""
        common = {
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": settings.SITE_URL, "name": pseudonym(attempt.learner_id)},
            },
            "timestamp": _moment(attempt.made_at),
            "stored": _moment(attempt.received_at),
        }
        context = {"platform": PLATFORM, "language": attempt.language, "revision": str(attempt.revision_id)}
        course = self.course_of.get(attempt.page_key)
        around = {"grouping": [_activity(iri(course), "course")]} if course else {}
        page = self._described(_page, attempt.revision_id, attempt.page_key, attempt.kind)
        yield {
            "id": str(attempt.pk),
            **common,
            "verb": VERBS[_verb(attempt)],
            "object": page,
            **_result(attempt),
            "context": context | ({"contextActivities": around} if around else {}),
        }
        context |= {
            "contextActivities": {"parent": [page]} | around,
            "statement": {"objectType": "StatementRef", "id": str(attempt.pk)},
        }
        for answer in attempt.answers.all():
            question = str(answer.question_id)
            yield {
                "id": str(uuid.uuid5(attempt.pk, question)),
                **common,
                "verb": VERBS["answered"],
                "object": self._described(
                    _question, attempt.revision_id, attempt.page_key, question, attempt.language
                ),
                "result": {
                    "response": response_of(answer.response),
                    "success": answer.is_correct,
                    "completion": True,
                },
                "context": context,
            }

    def _described(self, describe, *about):
        if (describe, about) not in self.described:
            self.described[describe, about] = describe(*about)
        return self.described[describe, about]


def courses_of_pages():
    """{lesson or check key: course key}"""
    courses = dict(CoursePage.objects.values_list("path", "translation_key"))
    return {
        key: courses[path[: -CoursePage.steplen]]
        for model in (LessonPage, CheckPage)
        for path, key in model.objects.values_list("path", "translation_key")
        if path[: -CoursePage.steplen] in courses
    }


def iri(key):
    """The name of a page or course as an activity; it identifies, and need not lead anywhere."""
    return f"{settings.SITE_URL}/activity/{key}"


def response_of(answer):
    """A stored answer (lms/grading.py) as xAPI writes it; it shows its kind by its shape."""
    if isinstance(answer, dict):
        return "[,]".join(f"{left}[.]{right}" for left, right in sorted(answer.items()))
    return "[,]".join(answer) if isinstance(answer, list) else answer


def _verb(attempt):
    if attempt.is_passed is not None:
        return "passed" if attempt.is_passed else "failed"
    return "attempted" if attempt.kind == AttemptKind.PRACTICE else "completed"


def _result(attempt):
    if attempt.score is None:
        return {}
    score = {
        "scaled": round(attempt.score / attempt.maximum, 4),
        "raw": attempt.score,
        "min": 0,
        "max": attempt.maximum,
    }
    success = {} if attempt.is_passed is None else {"success": attempt.is_passed}
    return {"result": {"score": score, **success, "completion": True}}


def _moment(at):
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _activity(identifier, kind, **definition):
    return {
        "objectType": "Activity",
        "id": identifier,
        "definition": {"type": ACTIVITY_TYPE + kind, **definition},
    }


def _page(revision_id, page_key, kind):
    page = page_at(revision_id)
    name = {"name": {page.locale.language_code: page.title}} if page else {}
    return _activity(iri(page_key), "lesson" if kind == AttemptKind.PRACTICE else "assessment", **name)


def _question(revision_id, page_key, question_id, language):
    """A question with its choices, as they were published in a revision; never with its right answer."""
    question = questions_at(revision_id).get(question_id)
    about = {"interactionType": "other"} if question is None else _definition(question, language)
    return _activity(f"{iri(page_key)}/{question_id}", "cmi.interaction", **about)


def _definition(question, language):
    kind = INTERACTIONS[question.kind]
    definition = {"interactionType": kind, "name": {language: question["prompt"]}}

    def components(parts):
        return [{"id": str(part.id), "description": {language: _words(part.value)}} for part in parts]

    match kind:
        case "choice":
            definition["choices"] = components(question.options)
        case "sequencing":
            definition["choices"] = components(question.shown_items)
        case "matching":
            definition["source"] = components(question["lefts"].bound_blocks)
            definition["target"] = components(question.shown_rights)
    return definition


def _words(part):
    """What stands on a choice, a step or a side: text, or the description of a picture."""
    if isinstance(part, str):
        return part
    return part["text"] if "text" in part else part["picture"].contextual_alt_text
