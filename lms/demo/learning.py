"""Lessons that the learners of the demonstration took, and their answers."""

import datetime as dt
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings
from django.utils import timezone

from content.models import LessonPage
from lms import grading
from lms.demo.registry import weighted
from lms.demo.sign_ins import DEMO_CARD
from lms.models import Answer, Attempt, Completion, Learner, LessonProgress

COURSE = Path(settings.BASE_DIR, "content", "curriculum", "getting-online")
# How many of the six lessons people complete: most take one or two, those who get far mostly finish.
LESSONS_DONE = {0: 16, 1: 25, 2: 18, 3: 13, 4: 9, 5: 6, 6: 13}
DOCUMENTED_LESSONS_DONE = 3
KNOWN, MENDED = 0.66, 0.4  # shares of questions not guessed at, and of lessons with mistakes tried again


@cache
def course_keys():
    """(key of the course "Getting online", [keys of its lessons in order]), as the course files have them."""
    course = _read("course")
    return UUID(course["id"]), [UUID(_read(lesson)["id"]) for lesson in course["lessons"]]


def _read(name):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((COURSE / f"{name}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506 both are safe


def load(demonstration):
    dice = demonstration.dice("completions")
    learners = Learner.objects.filter(is_demo=True).select_related("person__learner_card")
    taken = [
        Completion(
            learner=learner,
            lesson_key=lesson_key,
            course_key=course_keys()[0],
            language=language,
            completed_on=timezone.localdate(at),
            completed_at=at,
            recorded_at=at,
        )
        for learner in sorted(learners, key=lambda learner: (learner.made_at, str(learner.id)))
        for lesson_key, language, at in _lessons_of(demonstration, dice, learner)
    ]
    taken.sort(key=lambda completion: completion.completed_at)
    _count_each_lesson_once(taken)
    Completion.objects.bulk_create(completion for completion in taken if completion.duplicate_of is None)
    Completion.objects.bulk_create(completion for completion in taken if completion.duplicate_of is not None)
    _make_attempts(demonstration, taken)


def _count_each_lesson_once(completions):
    """What somebody does again on a second phone says what it repeats."""
    first = {}
    for completion in completions:
        if person := completion.learner.person_id:
            earlier = first.setdefault((person, completion.lesson_key), completion)
            completion.duplicate_of = None if earlier is completion else earlier


def _lessons_of(demonstration, dice, learner):
    """(lesson key, language, moment) of each lesson a learner completes, in order."""
    person = learner.person
    is_documented = person is not None and person.learner_card.code == DEMO_CARD
    is_passing = person is None or learner.adopted_at != person.registered_at  # a guest, or on a second phone
    count = min(weighted(dice, LESSONS_DONE), 2 if is_passing else 6)
    language = "en" if dice.random() < 0.07 and not is_documented else "km"
    at = learner.made_at + dt.timedelta(minutes=dice.randint(6, 11))
    for lesson_key in course_keys()[1][: DOCUMENTED_LESSONS_DONE if is_documented else count]:
        if at >= demonstration.end:
            return
        yield lesson_key, language, at
        if dice.random() < 0.3:
            at += dt.timedelta(minutes=dice.randint(9, 20))
        else:
            day = timezone.localdate(at) + dt.timedelta(days=1 + int(dice.expovariate(1 / 5)))
            at = demonstration.moment(day, dt.time(dice.randint(7, 20), dice.randint(0, 59)))


def _make_attempts(demonstration, completions):
    """The practice behind each completed lesson; nothing until the lessons themselves are loaded."""
    dice = demonstration.dice("attempts")
    found = LessonPage.objects.live().filter(translation_key__in=course_keys()[1]).exclude(live_revision=None)
    lessons = {
        (page.translation_key, page.locale.language_code): page for page in found.select_related("locale")
    }
    practice = Practice(demonstration)
    for number, completion in enumerate(completions):
        lesson = lessons.get((completion.lesson_key, completion.language))
        if lesson is None:
            continue
        chosen = {key: answer_of(dice, question) for key, question in lesson.questions.items()}
        practice.add(f"attempt {number}", completion, lesson, completion.completed_at, chosen)
        mended = {
            key: grading.right_answer(question)
            for key, question in lesson.questions.items()
            if not grading.grade(question, chosen[key])
        }
        again_at = completion.completed_at + dt.timedelta(minutes=dice.randint(1, 5))
        if mended and dice.random() < MENDED and again_at < demonstration.end:
            practice.add(f"attempt {number} again", completion, lesson, again_at, mended)
    practice.store()


def answer_of(dice, question, known=KNOWN):
    """What somebody answers who knows it (with a chance of `known`), or guesses."""
    right = grading.right_answer(question)
    if dice.random() < known:
        return right
    match question.kind:
        case "order":
            return dice.sample(right, len(right))
        case "match":
            return dict(zip(right, dice.sample(list(right.values()), len(right)), strict=True))
        case "number":
            return str(question.most + dice.randint(1, 9))
        case "text":
            return "មិនដឹង"
    return sorted(dice.sample(question.choice_ids, len(right)))


class Practice:
    """Attempts with their answers, and the screens passed on the way, stored at once."""

    def __init__(self, demonstration):
        self.demonstration = demonstration
        self.attempts, self.answers, self.progress = [], [], {}

    def add(self, name, completion, lesson, made_at, choices):
        attempt = Attempt(
            id=self.demonstration.id(name),
            learner=completion.learner,
            page_key=completion.lesson_key,
            revision_id=lesson.live_revision_id,
            language=completion.language,
            made_at=made_at,
            received_at=made_at,
        )
        self.attempts.append(attempt)
        self.progress[attempt.learner_id, attempt.page_key] = LessonProgress(
            learner=attempt.learner,
            lesson_key=attempt.page_key,
            screens=list(lesson.questions_of_screen),
            last_screen=list(lesson.questions_of_screen)[-1],
            updated_at=made_at,
        )
        self.answers += (
            Answer(
                attempt=attempt,
                question_id=key,
                response=chosen,
                is_correct=grading.grade(lesson.questions[key], chosen),
            )
            for key, chosen in choices.items()
        )

    def store(self):
        Attempt.objects.bulk_create(self.attempts)
        Answer.objects.bulk_create(self.answers)
        LessonProgress.objects.bulk_create(self.progress.values())
