"""Lessons that learners of the demonstration began and left, some at a question they could not answer."""

import datetime as dt

from content.models import LessonPage
from lms import grading
from lms.demo.learning import answer_of, course_keys
from lms.models import Answer, Attempt, Completion, LessonProgress
from lms.revisions import published

BEGAN_THE_NEXT, TRIED_IN_VAIN, TRIES = 0.55, 0.4, 3


def load(demonstration):
    """Nothing until the lessons are published."""
    dice = demonstration.dice("stopping")
    keys = course_keys()[1]
    lessons = [published(LessonPage, key, "km") for key in keys]
    progress, attempts, answers = [], [], []
    for learner, (at, done) in _last_completions().items():
        lesson = next((lesson for lesson in lessons if lesson and lesson.translation_key not in done), None)
        at += dt.timedelta(minutes=dice.randint(12, 6000))
        if lesson is None or dice.random() >= BEGAN_THE_NEXT or at >= demonstration.end:
            continue
        screens = list(lesson.questions_of_screen)
        passed = screens[: dice.randint(1, len(screens) - 1)] if len(screens) > 1 else screens
        progress.append(
            LessonProgress(
                learner=learner,
                lesson_key=lesson.translation_key,
                screens=passed,
                last_screen=passed[-1],
                updated_at=at,
            )
        )
        if dice.random() < TRIED_IN_VAIN:
            key, question = dice.choice(list(lesson.questions.items()))
            for number in range(TRIES):
                wrong = answer_of(dice, question, 0)
                if grading.grade(question, wrong):
                    break
                moment = at - dt.timedelta(seconds=30 * (TRIES - number))
                attempt = Attempt(
                    id=demonstration.id(f"in vain {number} {learner.pk}"),
                    learner=learner,
                    page_key=lesson.translation_key,
                    revision_id=lesson.live_revision_id,
                    language="km",
                    made_at=moment,
                    received_at=moment,
                )
                attempts.append(attempt)
                answers.append(Answer(attempt=attempt, question_id=key, response=wrong, is_correct=False))
    LessonProgress.objects.bulk_create(progress)
    Attempt.objects.bulk_create(attempts)
    Answer.objects.bulk_create(answers)


def _last_completions():
    """{Learner with a person: (moment of the last lesson completed, {keys of all the person completed})}"""
    found, done = {}, {}
    rows = Completion.objects.filter(learner__is_demo=True, learner__person__isnull=False)
    for completion in rows.order_by("completed_at", "pk").select_related("learner"):
        keys = done.setdefault(completion.learner.person_id, set())
        keys.add(completion.lesson_key)
        found[completion.learner] = (completion.completed_at, keys)
    return found
