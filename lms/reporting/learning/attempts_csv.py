"""Attempts as CSV: one row per answer, headings in both languages, cells that no spreadsheet takes for a formula."""

import csv
import json

from lms.reporting.learning.attempts import attempts, pseudonym, questions_at
from lms.reporting.plain import BOM, inert
from lms.revisions import page_at

HEADINGS = [
    ("attempt", "លេខសម្គាល់ការព្យាយាម"),
    ("learner (pseudonym)", "អ្នករៀន (ឈ្មោះក្លែង)"),
    ("made at", "ពេលធ្វើ"),
    ("received at", "ពេលទទួល"),
    ("kind", "ប្រភេទ"),
    ("form", "ទម្រង់"),
    ("language", "ភាសា"),
    ("lesson or check", "មេរៀន ឬកម្រងសំណួរ"),
    ("title", "ចំណងជើង"),
    ("revision", "កំណែ"),
    ("question", "លេខសម្គាល់សំណួរ"),
    ("kind of question", "ប្រភេទសំណួរ"),
    ("text of question", "អត្ថបទសំណួរ"),
    ("answer", "ចម្លើយ"),
    ("right", "ត្រឹមត្រូវ"),
    ("right answers", "ចំនួនចម្លើយត្រូវ"),
    ("questions", "ចំនួនសំណួរ"),
    ("pass mark in percent", "ពិន្ទុជាប់គិតជាភាគរយ"),
    ("passed", "ជាប់"),
]


def write(asked, path):
    """Writes the file, row by row; returns the number of attempts. Raises OSError."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        lines = csv.writer(file)
        lines.writerow([f"{english} · {khmer}" for english, khmer in HEADINGS])
        for attempt in attempts(asked):
            count += 1
            lines.writerows(_rows(attempt))
    return count


def _rows(attempt):
    questions = questions_at(attempt.revision_id)
    title = _title(attempt.revision_id)
    head = [
        str(attempt.pk),
        pseudonym(attempt.learner_id),
        attempt.made_at.isoformat(),
        attempt.received_at.isoformat(),
        attempt.kind,
        attempt.form,
        attempt.language,
        str(attempt.page_key),
        title,
        attempt.revision_id,
    ]
    tail = [attempt.score, attempt.maximum, attempt.mastery_score, _yes_or_no(attempt.is_passed)]
    for answer in attempt.answers.all():
        question = questions.get(str(answer.question_id))
        kind, prompt = (question.kind, inert(question["prompt"])) if question else ("", "")
        about = [
            str(answer.question_id),
            kind,
            prompt,
            _as_text(answer.response),
            _yes_or_no(answer.is_correct),
        ]
        yield head + about + tail


def _title(revision_id):
    page = page_at(revision_id)
    return inert(page.title) if page else ""


def _as_text(response):
    """Text and numbers as they were typed, everything else as JSON; a number stays a number, and no formula."""
    if isinstance(response, str):
        return inert(response)
    return json.dumps(response, ensure_ascii=False, sort_keys=True)


def _yes_or_no(value):
    return "" if value is None else "yes" if value else "no"
