"""Recording many pieces of a learner's work in lessons at once, as a phone brings them."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from content.models import LessonPage
from lms.actions.learning import locked
from lms.models import Answer, Attempt, Completion, LessonProgress
from lms.practice import graded, sort_out


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a learner did in one lesson at one time: questions answered, screens passed, or both.

    `lesson` is the page as it was seen, in the revision `revision_id`.
    """

    lesson: LessonPage
    revision_id: int
    language: str
    at: dt.datetime
    answers: dict = field(default_factory=dict)
    attempt_id: uuid.UUID | None = None
    screens: tuple = ()
    last_screen: str | None = None

    @property
    def key(self):
        return self.lesson.translation_key


@transaction.atomic
def record_all(*, learner, works):
    """Records what record_practice and record_progress would, one after the other, in about ten queries.

    Every work with answers has an attempt_id that was not used before; raises IntegrityError where it was.
    """
    now = timezone.now()
    learner = locked(learner)
    lessons = _Lessons(learner, {work.key for work in works})
    attempts, answers = [], []
    for work in works:
        understood, _is_all = sort_out(work.lesson.questions, work.answers)
        if understood:
            attempt = Attempt(
                id=work.attempt_id,
                learner=learner,
                page_key=work.key,
                revision_id=work.revision_id,
                language=work.language,
                made_at=min(work.at, now),
                received_at=now,
            )
            attempts.append(attempt)
            for question_id, result in graded(work.lesson.questions, understood).items():
                answers.append(
                    Answer(
                        attempt=attempt,
                        question_id=question_id,
                        response=result.answer,
                        is_correct=result.is_correct,
                    )
                )
                lessons.answered.add((work.key, question_id))
        lessons.pass_screens(work)
        lessons.complete(work)
    Attempt.objects.bulk_create(attempts)
    Answer.objects.bulk_create(answers)
    lessons.save()


class _Lessons:
    """How far a person is in some lessons, and what one of the person's learners adds to it."""

    def __init__(self, learner, keys):
        self.learner = learner
        rows = LessonProgress.objects.by_person_of(learner).filter(lesson_key__in=keys)
        self.own, self.passed, self.changed = {}, {key: set() for key in keys}, {}
        for row in rows:
            self.passed[row.lesson_key] |= set(row.screens)
            if row.learner_id == learner.pk:
                self.own[row.lesson_key] = row
        answered = Answer.objects.by_person_of(learner).filter(attempt__page_key__in=keys)
        pairs = answered.values_list("attempt__page_key", "question_id").distinct()
        self.answered = {(key, str(question_id)) for key, question_id in pairs}
        self.completed, self.counted, self.completions = set(), {}, []
        for row in Completion.objects.by_person_of(learner).filter(lesson_key__in=keys):
            if row.learner_id == learner.pk:
                self.completed.add(row.lesson_key)
            if row.duplicate_of_id is None:
                self.counted[row.lesson_key] = row

    def pass_screens(self, work):
        """As record_progress: nothing that was passed is taken back, and the latest says where to go on."""
        known = work.lesson.questions_of_screen
        screens = [screen for screen in work.screens if screen in known]
        last_screen = work.last_screen if work.last_screen in known else (screens[-1] if screens else None)
        if last_screen is None:
            return
        own = self.own.get(work.key)
        if own is None:
            own = LessonProgress(learner=self.learner, lesson_key=work.key, updated_at=work.at)
            self.own[work.key] = own
        if own.last_screen is None or work.at >= own.updated_at:
            own.last_screen, own.updated_at = last_screen, work.at
        own.screens = list(dict.fromkeys([*own.screens, *screens]))
        self.passed[work.key] |= set(screens)
        self.changed[work.key] = own

    def complete(self, work):
        """Every screen passed and every question answered, right or wrong (learning.md)."""
        lesson, key = work.lesson, work.key
        if key in self.completed or not lesson.questions_of_screen.keys() <= self.passed[key]:
            return
        if any((key, question_id) not in self.answered for question_id in lesson.questions):
            return
        self.completed.add(key)
        self.completions.append(
            Completion(
                learner=self.learner,
                lesson_key=key,
                course_key=lesson.course.translation_key,
                language=work.language,
                completed_on=timezone.localdate(work.at),
                completed_at=work.at,
                duplicate_of=self.counted.get(key),
            )
        )

    def save(self):
        rows = list(self.changed.values())
        LessonProgress.objects.bulk_create([row for row in rows if row.pk is None])
        LessonProgress.objects.bulk_update(
            [row for row in rows if row.pk], ["screens", "last_screen", "updated_at"]
        )
        Completion.objects.bulk_create(self.completions)
