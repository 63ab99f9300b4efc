"""Changes to what learners did: practice answered, lessons completed, a guest's work taken over."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from lms.models import Answer, Attempt, Completion, Learner, Person
from lms.practice import graded, sort_out


@dataclass(frozen=True)
class Recorded:
    """`attempt` is None when nothing new was said; `completion` when questions are still open; `is_all` is false
    when something sent is not in the lesson (any more) and was left out."""

    attempt: Attempt | None
    completion: Completion | None
    is_all: bool


class BelongsToAnotherPerson(Exception):
    """Work of one person never becomes another's."""


@transaction.atomic
def record_practice(*, learner, lesson, choices, at=None):
    """Records what a learner chose in a published lesson; returns Recorded.

    `choices` is {question id as text: choice ids as text}. Only answers that differ from this person's last one are
    stored, so that sending a page twice changes nothing. The lesson is completed once every question has an answer,
    right or wrong (learning.md).
    """
    now = timezone.now()
    at = at or now
    learner = _locked(learner)
    understood, is_all = sort_out(lesson, choices)
    last = Answer.objects.by_person_of(learner).last_by_question(lesson.translation_key)
    new = {
        question_id: result
        for question_id, result in graded(lesson, understood).items()
        if question_id not in last or set(last[question_id].choice_ids) != result.chosen
    }
    attempt = _make_attempt(learner, lesson, new, at=at, received_at=now) if new else None
    completion = None
    if lesson.questions and lesson.questions.keys() <= last.keys() | new.keys():
        completion = _complete(learner, lesson, at=at)
    return Recorded(attempt, completion, is_all)


def _make_attempt(learner, lesson, results, *, at, received_at):
    attempt = Attempt.objects.create(
        learner=learner,
        lesson_key=lesson.translation_key,
        revision_id=lesson.live_revision_id,
        language=get_language(),
        made_at=at,
        received_at=received_at,
    )
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            question_id=question_id,
            choice_ids=sorted(result.chosen),
            is_correct=result.is_correct,
        )
        for question_id, result in results.items()
    )
    return attempt


def _complete(learner, lesson, *, at):
    earlier = (
        Completion.objects.by_person_of(learner)
        .exclude(learner=learner)
        .counted()
        .filter(lesson_key=lesson.translation_key)
        .first()
    )
    completion, _ = Completion.objects.get_or_create(
        learner=learner,
        lesson_key=lesson.translation_key,
        defaults={
            "course_key": lesson.get_parent().translation_key,
            "language": get_language(),
            "completed_on": timezone.localdate(at),
            "completed_at": at,
            "duplicate_of": earlier,
        },
    )
    return completion


@transaction.atomic
def adopt(*, learner, person, at=None):
    """Gives a guest's work to a person; returns the learner. Doing it twice changes nothing.

    Raises BelongsToAnotherPerson.
    """
    learner = _locked(learner)
    if learner.person_id == person.pk:
        return learner
    if learner.person_id is not None:
        raise BelongsToAnotherPerson
    Person.objects.select_for_update().get(pk=person.pk)
    learner.person, learner.adopted_at = person, at or timezone.now()
    learner.save(update_fields=["person", "adopted_at"])
    _count_each_lesson_once(learner)
    return learner


@transaction.atomic
def continue_as(*, person, learner, came_through=None):
    """The learner under which a person goes on in a browser whose learner so far is `learner` (or None).

    A guest's work becomes the person's; work of somebody else stays theirs, and a fresh learner begins.
    """
    if learner is None or learner.person_id not in (None, person.pk):
        learner = Learner.objects.create(came_through=came_through)
    return adopt(learner=learner, person=person)


def _count_each_lesson_once(learner):
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


def _locked(learner):
    """The learner as stored now, and nobody else changing the work of the same person meanwhile."""
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if learner.person_id is not None:
        Person.objects.select_for_update().get(pk=learner.person_id)
    return learner
