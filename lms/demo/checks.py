"""Checks that the learners of the demonstration took before and after the course, and their final tests."""

import datetime as dt

from content.models import CheckPage
from lms import grading
from lms.demo.learning import any_answer, course_keys
from lms.models import Answer, Attempt, AttemptKind, Completion, Form, Sitting

# Shares of those who begin or finish the course that take its checks, and of questions they know then.
TAKEN, KNOWN_BEFORE, KNOWN_AFTER = 0.6, 0.35, 0.8
TRIES_AT_FINAL = 2


def load(demonstration):
    """Nothing while the course has no checks."""
    course_key, lesson_keys = course_keys()
    found = CheckPage.objects.live().filter(locale__language_code="km").exclude(live_revision=None)
    checks = {
        check.kind: check for check in found if check.course and check.course.translation_key == course_key
    }
    taken = TakenChecks(demonstration)
    for learner, moments in _who(course_key):
        if check := checks.get(CheckPage.Kind.BEFORE_AFTER):
            taken.before_and_after(check, learner, moments, is_finished=len(moments) == len(lesson_keys))
        if (check := checks.get(CheckPage.Kind.FINAL)) and len(moments) == len(lesson_keys):
            taken.final(check, learner, moments[-1])
    taken.store()


def _who(course_key):
    """(learner, [moments of the lessons completed]) of those with a person, in an order that never changes."""
    done = Completion.objects.filter(
        learner__is_demo=True, learner__person__isnull=False, course_key=course_key, duplicate_of=None
    )
    moments = {}
    for completion in done.select_related("learner").order_by("completed_at", "learner__id"):
        moments.setdefault(completion.learner, []).append(completion.completed_at)
    return moments.items()


class TakenChecks:
    """Sittings with their attempts and answers, stored at once."""

    def __init__(self, demonstration):
        self.demonstration, self.dice = demonstration, demonstration.dice("checks")
        self.sittings, self.attempts, self.answers = [], [], []

    def before_and_after(self, check, learner, moments, *, is_finished):
        if self.dice.random() > TAKEN:
            return
        forms = [Form.ONLY] * 2
        if len(check.questions_of_form) == 2:
            forms = [Form.A, Form.B] if learner.pk.int % 2 == 0 else [Form.B, Form.A]
        before_at = moments[0] - dt.timedelta(minutes=self.dice.randint(6, 20))
        self.add(check, learner, AttemptKind.BEFORE, forms[0], before_at, KNOWN_BEFORE)
        if is_finished:
            after_at = moments[-1] + dt.timedelta(minutes=self.dice.randint(4, 15))
            self.add(check, learner, AttemptKind.AFTER, forms[1], after_at, KNOWN_AFTER)

    def final(self, check, learner, at):
        for _ in range(TRIES_AT_FINAL):
            at += dt.timedelta(minutes=self.dice.randint(16, 40))
            attempt = self.add(check, learner, AttemptKind.FINAL, Form.ONLY, at, KNOWN_AFTER)
            if attempt is None or attempt.is_passed:
                return

    def add(self, check, learner, kind, form, at, known):
        if at >= self.demonstration.end:
            return None
        is_final = kind == AttemptKind.FINAL
        name = f"check {len(self.sittings)}"
        common = {
            "learner": learner,
            "page_key": check.translation_key,
            "kind": kind,
            "form": form if len(check.questions_of_form) == 2 else Form.ONLY,
            "revision_id": check.live_revision_id,
            "mastery_score": check.mastery_score if is_final else None,
        }
        sitting = Sitting(
            id=self.demonstration.id(name),
            started_at=at - dt.timedelta(minutes=3),
            move_on=check.course.move_on if is_final else "",
            **common,
        )
        questions = check.questions_of_form[form or Form.A]
        answers = {key: any_answer(self.dice, question, known) for key, question in questions.items()}
        right = {key: grading.grade(questions[key], answer) for key, answer in answers.items()}
        attempt = Attempt(
            id=self.demonstration.id(f"{name} handed in"),
            language="km",
            made_at=at,
            received_at=at,
            sitting=sitting,
            score=sum(right.values()),
            maximum=len(questions),
            is_passed=sum(right.values()) * 100 >= check.mastery_score * len(questions) if is_final else None,
            **common,
        )
        self.sittings.append(sitting)
        self.attempts.append(attempt)
        self.answers += (
            Answer(attempt=attempt, question_id=key, response=answer, is_correct=right[key])
            for key, answer in answers.items()
        )
        return attempt

    def store(self):
        Sitting.objects.bulk_create(self.sittings)
        Attempt.objects.bulk_create(self.attempts)
        Answer.objects.bulk_create(self.answers)
