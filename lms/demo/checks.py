"""Checks before and after the course, and its final test, as learners of the demonstration took them."""

import datetime as dt

from content.models import CheckPage, CoursePage
from lms import grading
from lms.demo.learning import answer_of, course_keys
from lms.models import Answer, Attempt, AttemptKind, Completion, Sitting
from lms.revisions import published

# Shares of people who take a check, and of questions they know in it.
TAKEN = {AttemptKind.BEFORE: 0.75, AttemptKind.AFTER: 0.7, AttemptKind.FINAL: 0.85}
KNOWN = {AttemptKind.BEFORE: 0.25, AttemptKind.AFTER: 0.6, AttemptKind.FINAL: 0.8}
LESSONS_BEFORE_AFTER, LESSONS_BEFORE_FINAL = 3, 6


def load(demonstration):
    """Nothing until the course and its checks are published."""
    course = published(CoursePage, course_keys()[0], "km")
    if course is None:
        return
    dice = demonstration.dice("checks")
    pages = CheckPage.objects.child_of(course).live().exclude(live_revision=None).order_by("path")
    taken = [
        sitting
        for page in pages
        for learner, moments in _moments_by_learner().items()
        for sitting in _sittings(demonstration, dice, page, learner, moments)
    ]
    Sitting.objects.bulk_create(attempt.sitting for attempt, _answers in taken)
    Attempt.objects.bulk_create(attempt for attempt, _answers in taken)
    Answer.objects.bulk_create(answer for _attempt, answers in taken for answer in answers)


def _moments_by_learner():
    """{Learner with a person: [moments of the lessons completed, in order]}"""
    found = {}
    done = Completion.objects.filter(learner__is_demo=True, learner__person__isnull=False)
    for completion in done.order_by("completed_at", "pk").select_related("learner"):
        found.setdefault(completion.learner, []).append(completion.completed_at)
    return found


def _sittings(demonstration, dice, page, learner, moments):
    """Yields (Attempt, [Answer]) of one learner at one check."""
    forms = list(page.questions_of_form)
    if learner.pk.int % 2:  # half of the learners begin with each form (lms.actions.checks)
        forms.reverse()
    first, last = (forms[0], forms[-1]) if len(forms) > 1 else ("", "")
    planned = []
    if page.kind == CheckPage.Kind.BEFORE_AFTER:
        planned.append((AttemptKind.BEFORE, first, learner.made_at + dt.timedelta(minutes=2)))
        if len(moments) >= LESSONS_BEFORE_AFTER:
            planned.append((AttemptKind.AFTER, last, moments[-1] + dt.timedelta(minutes=7)))
    elif page.kind == CheckPage.Kind.FINAL and len(moments) >= LESSONS_BEFORE_FINAL:
        planned.append((AttemptKind.FINAL, first, moments[-1] + dt.timedelta(minutes=20)))
    for kind, form, at in planned:
        if dice.random() < TAKEN[kind] and at < demonstration.end:
            yield _attempt(demonstration, dice, page, learner, kind, form, at)


def _attempt(demonstration, dice, page, learner, kind, form, at):
    questions = page.questions_of_form[form or next(iter(page.questions_of_form))]
    chosen = {key: answer_of(dice, question, KNOWN[kind]) for key, question in questions.items()}
    results = {key: grading.grade(questions[key], answer) for key, answer in chosen.items()}
    score, maximum = sum(results.values()), len(questions)
    mark = page.mastery_score if kind == AttemptKind.FINAL else None
    name = f"{kind} {page.translation_key} {learner.pk}"
    common = {
        "learner": learner,
        "page_key": page.translation_key,
        "kind": kind,
        "form": form,
        "revision_id": page.live_revision_id,
        "mastery_score": mark,
    }
    sitting = Sitting(
        id=demonstration.id(f"sitting {name}"),
        started_at=at - dt.timedelta(minutes=1),
        move_on="" if mark is None else page.course.move_on,
        **common,
    )
    attempt = Attempt(
        id=demonstration.id(name),
        sitting=sitting,
        language="km",
        made_at=at,
        received_at=at,
        score=score,
        maximum=maximum,
        is_passed=None if mark is None else score * 100 >= mark * maximum,
        **common,
    )
    answers = [
        Answer(attempt=attempt, question_id=key, response=chosen[key], is_correct=results[key])
        for key in questions
    ]
    return attempt, answers
