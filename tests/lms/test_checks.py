"""Beginning a check and handing it in: frozen rules, one result, parallel forms, codes of ambassadors."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from content.models import CheckPage
from lms.actions.checks import begin, record_check
from lms.actions.learning import adopt
from lms.check_results import check_result
from lms.models import Answer, Attempt, AttemptKind, Certificate
from lms.results import course_result
from tests import factories as make
from tests.lms.check_pages import A, B, in_both_languages, publish, take
from tests.lms.lessons import another

pytestmark = pytest.mark.django_db


def even():
    return make.learner(id=uuid.UUID(int=uuid.uuid4().int & ~1))


def odd():
    return make.learner(id=uuid.UUID(int=uuid.uuid4().int | 1))


def complete(learner, lesson):
    make.completion(
        learner=learner, lesson_key=lesson.translation_key, course_key=lesson.course.translation_key
    )


def test_a_second_tap_makes_no_second_sitting(final):
    learner = make.learner()
    first, second = (begin(learner=learner, check=final["km"]) for _ in range(2))
    assert first == second
    assert begin(learner=make.learner(), check=final["km"]) != first


def test_a_sitting_of_days_ago_is_begun_anew_and_can_still_be_handed_in(final):
    learner, now = make.learner(), timezone.now()
    old = begin(learner=learner, check=final["km"], at=now - dt.timedelta(days=2))
    assert begin(learner=learner, check=final["km"]) != old
    assert record_check(sitting=old, answers=A.right).is_passed


def test_every_kind_of_question_is_graded_and_an_open_one_is_wrong(final):
    assert (take(make.learner(), final["km"]).score, take(make.learner(), final["km"]).maximum) == (7, 7)
    for question in A.questions:
        attempt = take(make.learner(), final["km"], A.wrong(question))
        assert (attempt.score, attempt.maximum) == (6, 7)
        [missed] = check_result(attempt).missed
        assert missed["prompt"] == final["km"].questions_of_form["a"][question]["prompt"]


def test_a_check_without_any_answer_has_the_score_nought(final):
    attempt = take(make.learner(), final["km"], {})
    assert (attempt.score, attempt.maximum, attempt.is_passed) == (0, 7, False)


def test_what_was_never_asked_is_left_out(final):
    strange = {str(uuid.uuid4()): ["x"], A.one: [B.choices[B.one][0]], A.order: "first", A.number: "41750000"}
    attempt = take(make.learner(), final["km"], strange)
    assert [str(answer.question_id) for answer in attempt.answers.all()] == [A.number]


def test_handing_in_twice_gives_the_same_result(final):
    sitting = begin(learner=make.learner(), check=final["km"])
    first = record_check(sitting=sitting, answers=A.wrong(A.one), attempt_id=uuid.uuid4())
    second = record_check(sitting=sitting, answers=A.right, attempt_id=uuid.uuid4())
    assert second == first
    assert (second.score, Attempt.objects.count(), Answer.objects.count()) == (6, 1, 6)


def test_the_pass_mark_is_met_exactly_or_not_at_all(courses):
    test = in_both_languages(courses, "final", forms="a", mastery_score=86)["km"]
    attempt = take(make.learner(), test, A.wrong(A.one))  # 6 of 7 is 85.7 %
    assert (attempt.percent, attempt.is_passed) == (85, False)
    assert take(make.learner(), test).is_passed


def test_rules_and_questions_stay_as_they_were_when_it_was_begun(final, courses):
    learner, test = make.learner(), final["km"]
    sitting = begin(learner=learner, check=test)
    test.mastery_score = 100
    test.questions_a = [block for block in test.questions_a.raw_data if block["id"] != A.one]
    test = publish(test)
    courses["km"].move_on = "CompletedAndPassed"
    courses["km"].save()
    assert begin(learner=learner, check=test) == sitting
    attempt = record_check(sitting=sitting, answers=A.wrong(A.text))
    assert (attempt.score, attempt.maximum, attempt.mastery_score, attempt.is_passed) == (6, 7, 80, True)
    later = take(learner, test, A.wrong(A.text))
    assert (later.score, later.maximum, later.mastery_score, later.is_passed) == (5, 6, 100, False)


def test_a_stricter_rule_of_the_course_takes_nothing_from_who_had_begun(final, courses):
    course, learner = courses["km"], make.learner()
    course.move_on = "Passed"
    course.save()
    sitting = begin(learner=learner, check=CheckPage.objects.get(pk=final["km"].pk))
    course.move_on = "CompletedAndPassed"
    course.save()
    record_check(sitting=sitting, answers=A.right)
    assert course_result(learner, course.translation_key).is_completed
    take(other := make.learner(), CheckPage.objects.get(pk=final["km"].pk))
    assert not course_result(other, course.translation_key).is_completed


def test_a_typo_fix_and_a_translation_change_no_result(final, courses, lessons):
    courses["km"].move_on = "Passed"
    courses["km"].save()
    learner = make.learner()
    attempt = take(learner, final["km"])
    raw = list(final["km"].questions_a.raw_data)
    raw[0]["value"]["prompt"] = "សំណួរកែ"
    final["km"].questions_a = raw
    publish(final["km"])
    attempt.refresh_from_db()
    result = course_result(learner, courses["km"].translation_key)
    assert (attempt.score, result.final) == (7, attempt)
    assert begin(learner=make.learner(), check=final["en"]).page_key == attempt.page_key


def test_a_copied_course_begins_without_the_results_of_the_old(final, courses, lesson):
    courses["km"].move_on = "Passed"
    courses["km"].save()
    learner = make.learner()
    take(learner, final["km"])
    copy = courses["km"].copy(recursive=True, update_attrs={"slug": "copy"})
    assert copy.translation_key != courses["km"].translation_key
    assert course_result(learner, courses["km"].translation_key).is_completed
    assert not course_result(learner, copy.translation_key).is_completed
    assert course_result(learner, copy.translation_key).final is None


@pytest.mark.parametrize(("who", "first"), [(even, "a"), (odd, "b")])
def test_half_of_the_learners_begin_with_each_form_and_take_the_other_afterwards(
    before_after, lesson, who, first
):
    learner, check = who(), before_after["km"]
    before = take(learner, check, {A.one: A.right[A.one], B.one: B.right[B.one]})
    assert (before.kind, before.form, before.score) == (AttemptKind.BEFORE, first, 1)
    complete(learner, lesson)
    after = take(learner, check)
    assert (after.kind, after.form, after.score) == (AttemptKind.AFTER, {"a": "b", "b": "a"}[first], 7)
    assert check_result(after).gain == 86
    assert check_result(after).before == before


def test_a_check_before_and_after_is_taken_once_each(before_after, lesson):
    learner, check = make.learner(), before_after["km"]
    before = take(learner, check, {})
    assert take(learner, check) == before
    complete(learner, lesson)
    after = take(learner, check, {})
    assert take(learner, check) == after != before
    assert Attempt.objects.count() == 2


def test_a_check_with_one_form_asks_the_same_again_and_one_without_a_before_has_no_gain(courses, lesson):
    check = in_both_languages(courses, "before_after", forms="a")["km"]
    learner = make.learner()
    complete(learner, lesson)
    after = take(learner, check)
    assert (after.kind, after.form) == (AttemptKind.AFTER, "")
    assert check_result(after).gain is None


def test_all_lessons_make_it_an_after_check_on_whichever_phone_they_were_taken(before_after, lesson):
    person = make.person()
    one, two = (adopt(learner=make.learner(), person=person) for _ in range(2))
    second = another(lesson)
    complete(one, lesson)
    assert begin(learner=two, check=before_after["km"]).kind == AttemptKind.BEFORE
    complete(two, second)
    assert begin(learner=two, check=before_after["km"]).kind == AttemptKind.AFTER


def one_language_lags(courses, kind, lagging):
    """{language: CheckPage} with two forms, but for one language that has form A alone."""
    key = uuid.uuid4()
    made = {}
    for language, course in courses.items():
        forms = "a" if language == lagging else "ab"
        made |= in_both_languages({language: course}, kind, key=key, forms=forms)
    return made


@pytest.mark.parametrize("who", [even, odd])
@pytest.mark.parametrize("lagging", ["km", "en"])
def test_after_the_only_form_of_a_language_that_lags_the_other_form_is_asked(courses, lesson, who, lagging):
    check, learner = one_language_lags(courses, "before_after", lagging), who()
    before = take(learner, check[lagging])
    complete(learner, lesson)
    after = take(learner, check["en" if lagging == "km" else "km"])
    assert (before.kind, before.form) == (AttemptKind.BEFORE, "")
    assert (after.kind, after.form) == (AttemptKind.AFTER, "b")


@pytest.mark.parametrize("who", [even, odd])
def test_a_test_taken_again_in_another_language_asks_with_the_other_form(courses, who):
    test, learner = one_language_lags(courses, "final", "en"), who()
    assert take(learner, test["en"], {}).form == ""
    assert [take(learner, test["km"], {}).form for _ in range(2)] == ["b", "a"]


def test_a_final_test_may_be_taken_again_with_the_other_form(courses):
    test, learner = in_both_languages(courses, "final")["km"], even()
    assert [take(learner, test, {}).form for _ in range(3)] == ["a", "b", "a"]


@pytest.mark.parametrize(("right", "level"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (7, 3)])
def test_a_start_check_suggests_a_level_that_has_courses(start_check, courses, right, level):
    for number in range(1, 4):
        course = courses["km"].copy(update_attrs={"slug": f"level-{number}", "level": number})
        course.save_revision().publish()
    attempt = take(make.learner(), start_check["km"], {key: A.right[key] for key in A.questions[:right]})
    assert attempt.is_passed is None
    assert check_result(attempt).level[0] == level


def test_a_level_without_courses_is_not_suggested(start_check, courses):
    courses["km"].copy(update_attrs={"slug": "for-a-task", "level": None}).save_revision().publish()
    assert check_result(take(make.learner(), start_check["km"])).level[0] == 0


def test_a_passed_test_and_the_last_lesson_bring_the_certificate(
    final, courses, lesson, django_capture_on_commit_callbacks
):
    course = courses["km"]
    course.move_on = "CompletedAndPassed"
    course.save()
    learner = adopt(learner=make.learner(), person=make.person())
    complete(learner, lesson)
    with django_capture_on_commit_callbacks(execute=True):
        take(learner, final["km"], {})
    assert not Certificate.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        attempt = take(learner, final["km"])
    certificate = Certificate.objects.get()
    assert (certificate.attempt, certificate.course_key) == (attempt, course.translation_key)
    assert check_result(attempt).certificate == certificate


def test_a_guest_who_passed_gets_the_certificate_on_registering(
    final, courses, django_capture_on_commit_callbacks
):
    courses["km"].move_on = "Passed"
    courses["km"].save()
    guest = make.learner()
    with django_capture_on_commit_callbacks(execute=True):
        take(guest, final["km"])
    assert not Certificate.objects.exists()
    person = make.person()
    with django_capture_on_commit_callbacks(execute=True):
        adopt(learner=guest, person=person)
    assert Certificate.objects.get().person == person
