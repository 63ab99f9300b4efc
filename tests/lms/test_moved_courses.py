"""Courses that an editor puts into another order: what phones did before and do after counts for the right one."""

import pytest
from wagtail.models import Revision

from content.models import CoursePage, HomePage, LessonPage
from lms.actions.checks import record_check
from lms.actions.learning import adopt, record_practice
from lms.models import Certificate, Completion
from lms.revisions import page_at, pinned
from lms.sync.kinds.pages import page_seen
from tests import factories as make
from tests.lms.check_pages import A, begin, in_both_languages
from tests.lms.lessons import RIGHT, SCREEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_course(lesson):
    """A second course beside that of the lesson, without a lesson of its own."""
    course = CoursePage(title="វគ្គទីពីរ", slug="other", summary="វគ្គ", locale=lesson.locale)
    HomePage.objects.get(pk=lesson.course.get_parent().pk).add_child(instance=course)
    return course


@pytest.fixture
def move_behind(django_capture_on_commit_callbacks):
    """Does what an editor does who drags a course behind another one, until it is stored."""

    def move(course, other):
        with django_capture_on_commit_callbacks(execute=True):
            CoursePage.objects.get(pk=course.pk).move(CoursePage.objects.get(pk=other.pk), "right")

    return move


@pytest.mark.parametrize("seen_by", [pinned, page_seen])
def test_a_lesson_counts_for_its_own_course_after_the_courses_were_reordered(
    lesson, other_course, move_behind, seen_by
):
    key, course_key = lesson.translation_key, lesson.course.translation_key
    assert seen_by(LessonPage, key, lesson.live_revision_id) == (lesson, lesson.live_revision_id)
    move_behind(lesson.course, other_course)
    seen, revision_id = seen_by(LessonPage, key, lesson.live_revision_id)
    record_practice(
        learner=make.learner(), lesson=seen, answers=RIGHT, screens=[SCREEN], revision_id=revision_id
    )
    assert Completion.objects.get().course_key == course_key


def test_a_lesson_whose_old_place_is_empty_is_completed_all_the_same(lesson, other_course, move_behind):
    course_key = lesson.course.translation_key
    page_at(lesson.live_revision_id)
    move_behind(lesson.course, other_course)
    CoursePage.objects.get(pk=other_course.pk).delete()
    seen, revision_id = pinned(LessonPage, lesson.translation_key, lesson.live_revision_id)
    record_practice(
        learner=make.learner(), lesson=seen, answers=RIGHT, screens=[SCREEN], revision_id=revision_id
    )
    assert Completion.objects.get().course_key == course_key


def test_a_final_test_begun_before_the_courses_were_reordered_brings_its_own_certificate(
    courses, lesson, other_course, move_behind, django_capture_on_commit_callbacks
):
    CoursePage.objects.filter(pk=courses["km"].pk).update(move_on="Passed")
    test = in_both_languages(courses, "final", forms="a")["km"]
    learner = adopt(learner=make.learner(), person=make.person())
    sitting = begin(learner=learner, check=test)
    assert sitting.page.kind == "final"
    move_behind(courses["km"], other_course)
    with django_capture_on_commit_callbacks(execute=True):
        assert record_check(sitting=sitting, answers=A.right).is_passed
    assert Certificate.objects.get().course_key == courses["km"].translation_key


def test_a_lesson_moved_to_another_course_counts_for_that_one(
    lesson, other_course, django_capture_on_commit_callbacks
):
    assert page_at(lesson.live_revision_id).course == lesson.course
    with django_capture_on_commit_callbacks(execute=True):
        LessonPage.objects.get(pk=lesson.pk).move(CoursePage.objects.get(pk=other_course.pk), "last-child")
    assert page_at(lesson.live_revision_id).course.translation_key == other_course.translation_key


def test_a_revision_is_read_once_until_something_is_published(lesson, django_assert_num_queries):
    page_at(lesson.live_revision_id)
    with django_assert_num_queries(0):
        page_at(lesson.live_revision_id)


def test_a_revision_that_is_not_there_yet_is_found_once_it_is(lesson):
    draft = lesson.save_revision()
    number, draft = draft.pk, Revision(**{f.attname: getattr(draft, f.attname) for f in draft._meta.fields})
    Revision.objects.filter(pk=number).delete()
    assert page_at(number) is None
    draft.save(force_insert=True)
    assert page_at(number).translation_key == lesson.translation_key
