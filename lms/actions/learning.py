"""Changes to what learners did: practice answered, screens passed, lessons completed, a guest's work taken over."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from lms.actions.completing import work_was_adopted
from lms.actions.standing import Standing
from lms.models import Answer, Attempt, Completion, Feedback, Gender, Learner, Person
from lms.practice import graded, sort_out


@dataclass(frozen=True)
class Recorded:
    """`attempt` is None when nothing new was said; `completion` while the lesson is not completed; `is_all` is false
    when something sent is not in the lesson (any more) and was left out."""

    attempt: Attempt | None
    completion: Completion | None
    is_all: bool


class BelongsToAnotherPerson(Exception):
    """Work of one person never becomes another's."""


@transaction.atomic
def record_practice(
    *, learner, lesson, answers, screens=(), at=None, attempt_id=None, language=None, revision_id=None
):
    """Records what a learner answered in a published lesson; returns Recorded.

    `answers` is {question id as text: answer} (lms/grading.py), `screens` the ids of the screens that were passed.
    A phone gives its attempt an id: the same id is recorded once. Without one, only answers that differ from this
    person's last ones are stored, so that sending a page twice changes nothing. `revision_id` is that of `lesson`,
    which is the public one unless given.
    """
    now = timezone.now()
    at = min(at or now, now)
    language = language or get_language()
    learner = locked(learner)
    understood, is_all = sort_out(lesson.questions, answers)
    last = Answer.objects.by_person_of(learner).last_by_question(lesson.translation_key)
    new = graded(lesson.questions, understood)
    if attempt_id is None:
        new = {
            question_id: result
            for question_id, result in new.items()
            if question_id not in last or last[question_id].response != result.answer
        }
    attempt = None
    if new:
        attempt = Attempt(
            id=attempt_id or uuid.uuid4(),
            learner=learner,
            page_key=lesson.translation_key,
            revision_id=revision_id or lesson.live_revision_id,
            language=language,
            made_at=at,
            received_at=now,
        )
        store_attempt(attempt, new)
    standing = Standing(learner, {lesson.translation_key})
    standing.pass_screens(lesson, screens, at=at)
    completion = standing.complete(lesson, at=at, language=language)
    standing.save()
    return Recorded(attempt, completion, is_all)


@transaction.atomic
def record_progress(*, learner, lesson, screens, last_screen=None, at=None, language=None):
    """Records which screens of a lesson a learner passed, and where to go on; returns the Completion or None.

    `screens` are ids as text; order and repetition make no difference, and nothing that was passed is taken back.
    """
    now = timezone.now()
    at = min(at or now, now)
    learner = locked(learner)
    standing = Standing(learner, {lesson.translation_key})
    standing.pass_screens(lesson, screens, at=at, last_screen=last_screen)
    completion = standing.complete(lesson, at=at, language=language or get_language())
    standing.save()
    return completion


def record_feedback(*, lesson_key, face, language, venue=None, on=None):
    """Keeps one of three faces, with a day and nothing of whoever gave it; returns the Feedback."""
    day = on or timezone.localdate()
    return Feedback.objects.create(
        lesson_key=lesson_key, face=face, language=language, venue=venue, made_on=day
    )


def store_attempt(attempt, results):
    """Stores an attempt with its answers; `results` is {question id: lms.practice.Result}."""
    attempt.save(force_insert=True)
    Answer.objects.bulk_create(answers_of(attempt, results))


def answers_of(attempt, results):
    """The Answers of an attempt, not stored yet."""
    return [
        Answer(
            attempt=attempt,
            question_id=question_id,
            response=result.answer,
            is_correct=result.is_correct,
        )
        for question_id, result in results.items()
    ]


@transaction.atomic
def adopt(*, learner, person, at=None):
    """Gives a guest's work to a person; returns the learner. Doing it twice changes nothing.

    What the guest said of their gender is no longer needed: that of the person counts.

    Raises BelongsToAnotherPerson.
    """
    learner = locked(learner)
    person = locked_as_counted([person.pk])[person.pk]
    if learner.person_id == person.pk:
        return learner
    if learner.person_id is not None:
        raise BelongsToAnotherPerson
    learner.person, learner.adopted_at = person, at or timezone.now()
    learner.gender = Gender.NOT_RECORDED
    learner.save(update_fields=["person", "adopted_at", "gender"])
    count_each_lesson_once(learner)
    work_was_adopted(person=person)
    return learner


@transaction.atomic
def continue_as(*, person, learner, came_through=None):
    """The learner under which a person goes on in a browser whose learner so far is `learner` (or None).

    A guest's work becomes the person's; work of somebody else stays theirs, and a fresh learner begins.
    """
    if learner is None or learner.person_id not in (None, person.pk):
        learner = Learner.objects.create(came_through=came_through)
    return adopt(learner=learner, person=person)


def locked_as_counted(pks):
    """{key: the record that stands for that person now}, all of which nobody merges or erases meanwhile."""
    found = Person.objects.filter(pk__in=pks).select_related("merged_into")
    standing = {person.pk: person.counted_as.pk for person in found}
    both = Person.objects.select_for_update().filter(pk__in={*standing, *standing.values()}).order_by("pk")
    rows = {person.pk: person for person in both}
    for pk, as_pk in standing.items():
        if rows[as_pk].merged_into_id or (rows[pk].merged_into_id is None) != (pk == as_pk):
            return locked_as_counted(pks)  # somebody merged or separated them in this moment
    return {pk: rows[as_pk] for pk, as_pk in standing.items()}


def count_each_lesson_once(learner):
    """Of a person's completions of one lesson the earliest counts; the others say which one that is."""
    lessons = learner.completions.values_list("lesson_key", flat=True)
    first_of = {}
    for completion in (
        Completion.objects.by_person_of(learner)
        .filter(lesson_key__in=list(lessons))
        .order_by("completed_at", "pk")
    ):
        first = first_of.setdefault(completion.lesson_key, completion)
        duplicate_of = None if completion is first else first
        if completion.duplicate_of_id != getattr(duplicate_of, "pk", None):
            completion.duplicate_of = duplicate_of
            completion.save(update_fields=["duplicate_of"])


def locked(learner):
    """The learner as stored now, and nobody else changing the work of the same person meanwhile."""
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if learner.person_id is not None:
        Person.objects.select_for_update().get(pk=learner.person_id)
    return learner
