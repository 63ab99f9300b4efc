"""Recording practice: what is stored, what counts, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation

from lms.actions import learning
from lms.models import Answer, Attempt, Completion
from lms.practice import practice_of
from tests import factories as make
from tests.lms.lessons import CHOICES, ONE, RIGHT, SCREEN, SEVERAL, TRUE_FALSE, WRONG, publish

pytestmark = pytest.mark.django_db


def record_practice(**said):
    """Practice by somebody who reads the lesson to its end."""
    return learning.record_practice(screens=[SCREEN], **said)


@pytest.fixture
def learner():
    return make.learner()


def test_answers_are_graded_and_pinned_to_the_published_revision(lesson, learner):
    answers = {ONE: RIGHT[ONE], SEVERAL: WRONG[SEVERAL]}
    recorded = record_practice(learner=learner, lesson=lesson, answers=answers)
    assert recorded.attempt.revision == lesson.live_revision
    assert recorded.attempt.language == "km"
    graded = {str(a.question_id): (a.response, a.is_correct) for a in recorded.attempt.answers.all()}
    assert graded == {ONE: (RIGHT[ONE], True), SEVERAL: (WRONG[SEVERAL], False)}
    assert recorded.completion is None


def test_several_choices_are_right_only_when_all_right_ones_are_chosen(lesson, learner):
    record_practice(learner=learner, lesson=lesson, answers={SEVERAL: CHOICES[SEVERAL][:1]})
    assert not Answer.objects.get().is_correct
    record_practice(learner=learner, lesson=lesson, answers={SEVERAL: RIGHT[SEVERAL]})
    assert practice_of(learner, lesson).results[SEVERAL].is_correct


def test_a_lesson_is_completed_when_every_question_is_answered_right_or_wrong(lesson, learner):
    at = dt.datetime(2026, 3, 31, 18, 30, tzinfo=dt.UTC)
    record_practice(learner=learner, lesson=lesson, answers={ONE: WRONG[ONE]}, at=at)
    recorded = record_practice(
        learner=learner,
        lesson=lesson,
        answers={SEVERAL: RIGHT[SEVERAL], TRUE_FALSE: WRONG[TRUE_FALSE]},
        at=at,
    )
    completion = recorded.completion
    assert completion.lesson_key == lesson.translation_key
    assert completion.course_key == lesson.course.translation_key
    assert completion.completed_on == dt.date(2026, 4, 1), "half past one in the morning in the city"
    assert completion.duplicate_of is None


def test_sending_the_same_answers_again_changes_nothing(lesson, learner):
    for _ in range(3):
        record_practice(learner=learner, lesson=lesson, answers=RIGHT)
    assert Attempt.objects.count() == 1
    assert Answer.objects.count() == 3
    assert Completion.objects.count() == 1


def test_only_a_changed_answer_is_a_new_answer(lesson, learner):
    record_practice(learner=learner, lesson=lesson, answers=WRONG)
    recorded = record_practice(learner=learner, lesson=lesson, answers=WRONG | {ONE: RIGHT[ONE]})
    assert [str(a.question_id) for a in recorded.attempt.answers.all()] == [ONE]
    assert practice_of(learner, lesson).results[ONE].is_correct
    record_practice(learner=learner, lesson=lesson, answers={ONE: WRONG[ONE]})
    assert not practice_of(learner, lesson).results[ONE].is_correct, "the last answer is the one that stands"


@pytest.mark.parametrize(
    "answers",
    [
        {str(uuid.uuid4()): RIGHT[ONE]},
        {"not an id": ["nor this"]},
        {ONE: CHOICES[SEVERAL][:1]},
        {ONE: CHOICES[ONE][:2]},
        {TRUE_FALSE: CHOICES[TRUE_FALSE]},
    ],
    ids=["question", "rubbish", "choice of another question", "two of one", "true and false"],
)
def test_what_the_lesson_does_not_have_is_left_out(lesson, learner, answers):
    recorded = record_practice(learner=learner, lesson=lesson, answers=answers)
    assert recorded.attempt is None
    assert not recorded.is_all
    assert not Attempt.objects.exists()


def test_what_is_known_is_kept_beside_what_is_not(lesson, learner):
    recorded = record_practice(
        learner=learner, lesson=lesson, answers={ONE: RIGHT[ONE], str(uuid.uuid4()): ["x"]}
    )
    assert recorded.attempt.answers.count() == 1
    assert not recorded.is_all


def test_a_question_without_a_choice_is_no_answer(lesson, learner):
    recorded = record_practice(learner=learner, lesson=lesson, answers={SEVERAL: None})
    assert recorded.attempt is None
    assert recorded.is_all


def test_answers_survive_a_typo_fix_and_a_translation(lessons, learner):
    with translation.override("km"):
        record_practice(learner=learner, lesson=lessons["km"], answers=RIGHT)
    mended = publish(lessons["km"], words="មេរៀនដែលបានកែ")
    for page in (mended, lessons["en"]):
        practice = practice_of(learner, page)
        assert practice.is_complete
        assert practice.answered == practice.total == 3
        assert all(result.is_correct for result in practice.results.values())
    with translation.override("en"):
        record_practice(learner=learner, lesson=lessons["en"], answers=RIGHT)
    assert Completion.objects.count() == 1


def test_a_completed_lesson_stays_completed_when_a_question_is_added(lesson, learner):
    lesson = publish(lesson, words="ខ្លី", questions=[ONE])
    record_practice(learner=learner, lesson=lesson, answers={ONE: WRONG[ONE]})
    practice = practice_of(learner, publish(lesson, words="វែង"))
    assert practice.is_complete
    assert (practice.answered, practice.total) == (1, 3)


def test_a_person_goes_on_where_they_were_on_another_phone(lesson):
    person = make.person()
    first, second = make.learner(person=person), make.learner(person=person)
    record_practice(learner=first, lesson=lesson, answers={ONE: RIGHT[ONE], SEVERAL: RIGHT[SEVERAL]})
    recorded = record_practice(learner=second, lesson=lesson, answers={TRUE_FALSE: RIGHT[TRUE_FALSE]})
    assert recorded.completion.learner == second
    assert practice_of(first, lesson).is_complete


def test_a_lesson_completed_on_two_phones_counts_once(lesson):
    person = make.person()
    first, second = make.learner(person=person), make.learner(person=person)
    counted = record_practice(learner=first, lesson=lesson, answers=RIGHT).completion
    again = record_practice(learner=second, lesson=lesson, answers=WRONG).completion
    assert again.duplicate_of == counted
    assert list(Completion.objects.counted()) == [counted]


def test_one_guest_does_not_see_another(lesson, learner):
    record_practice(learner=learner, lesson=lesson, answers=RIGHT)
    assert practice_of(make.learner(), lesson).results == {}
    assert practice_of(None, lesson).answered == 0


def test_an_attempt_is_made_when_it_was_made_and_received_now(lesson, learner):
    yesterday = timezone.now() - dt.timedelta(days=1)
    attempt = record_practice(learner=learner, lesson=lesson, answers=RIGHT, at=yesterday).attempt
    assert attempt.made_at == yesterday
    assert attempt.received_at > yesterday
