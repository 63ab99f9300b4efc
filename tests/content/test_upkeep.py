"""The out-of-date list: what lacks or lags, and nothing else."""

import datetime as dt

import pytest
from django.urls import reverse

from content.models import CoursePage, LessonPage
from content.narrating import keep_narration
from content.narration import passages_of
from content.upkeep import upkeep
from lms.actions.roles import set_up_groups
from tests import factories as shared
from tests.content import factories
from tests.content.factories import opus

SOON, PAST = dt.date(2099, 1, 1), dt.date(2020, 1, 31)


@pytest.fixture
def courses(km_course, en_course):
    CoursePage.objects.update(review_by=SOON)
    return km_course, en_course


@pytest.fixture
def both_lessons(courses):
    khmer = factories.lesson(parent=courses[0])
    english = factories.lesson(parent=courses[1], words="English", key=khmer.translation_key)
    return khmer, english


def row_of(page, **options):
    return next(row for row in upkeep(**options) if row.page.translation_key == page.translation_key)


def test_what_is_public_in_both_languages_needs_nothing(both_lessons):
    row = row_of(both_lessons[0])
    assert (row.khmer, row.english, row.review, row.needs) == ("", "", "", False)
    assert not row_of(both_lessons[0].course).has_gaps


def test_a_lesson_that_lacks_english(courses):
    lesson = factories.lesson(parent=courses[0])
    assert row_of(lesson).english == "missing"


def test_a_lesson_that_lacks_khmer(courses):
    lesson = factories.lesson(parent=courses[1], words="English", publish=False)
    row = row_of(lesson)
    assert (row.khmer, row.english, row.title) == ("missing", "draft", "English")


def test_english_lags_once_the_khmer_text_is_published_again(both_lessons):
    khmer = LessonPage.objects.get(pk=both_lessons[0].pk)
    khmer.title = "ថ្មី"
    revision = khmer.save_revision()
    assert row_of(khmer).khmer == "changes not published"
    revision.publish()
    assert (row_of(khmer).khmer, row_of(khmer).english) == ("", "older than the Khmer text")


def test_narration_is_counted_in_each_language(both_lessons):
    khmer, _english = both_lessons
    total = sum(map(len, passages_of(khmer).values()))
    assert row_of(khmer).khmer_narration == f"0 of {total} recorded"
    keep_narration(page=khmer, block_id="remember", content=opus(), by=None)
    assert row_of(khmer).khmer_narration == f"1 of {total} recorded"
    khmer.remember = "ថ្មី"
    khmer.save_revision().publish()
    assert row_of(khmer).khmer_narration == f"0 of {total} recorded, 1 stale"
    for passages in passages_of(khmer).values():
        for passage in passages:
            keep_narration(page=khmer, block_id=passage.block_id, content=opus(), by=None)
    assert row_of(khmer).khmer_narration == ""
    assert row_of(khmer, with_narration=False).english_narration == ""


def test_an_overdue_review_and_a_missing_date(courses):
    assert row_of(courses[0]).review == ""
    CoursePage.objects.update(review_by=PAST)
    assert row_of(courses[0]).review == "overdue since 2020-01-31"
    on_the_day = dt.datetime(2020, 1, 31, 12, tzinfo=dt.UTC)
    assert row_of(courses[0], at=on_the_day).review == ""
    CoursePage.objects.update(review_by=None)
    assert row_of(courses[0]).review == "no date"


def test_native_speakers_review_is_said_of_each_language(both_lessons):
    LessonPage.objects.filter(pk=both_lessons[0].pk).update(is_reviewed_by_native_speaker=True)
    assert row_of(both_lessons[0]).unread == "English"


def test_archived_courses_need_no_upkeep(both_lessons):
    CoursePage.objects.update(status="archived")
    assert upkeep() == []


def test_the_report_is_a_page_and_a_file(editor, courses):
    factories.lesson(parent=courses[0])
    page = editor.get(reverse("upkeep_report")).content.decode()
    assert "0 of 10 recorded" in page
    answer = editor.get(reverse("upkeep_report"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffCourse,Page,Khmer,English,")
    assert "វគ្គសិក្សា,មេរៀន,,missing," in text
    assert 'filename="out-of-date.csv"' in answer["Content-Disposition"]
    assert editor.get(reverse("upkeep_report"), {"export": "xlsx"}).status_code == 200


def test_the_editors_home_shows_what_is_out_of_date(editor, courses, django_assert_max_num_queries):
    factories.lesson(parent=courses[0])
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 course or lesson lacks or lags" in page
    with django_assert_max_num_queries(3):
        upkeep(with_narration=False)


def test_who_edits_no_pages_sees_none_of_it(client, courses):
    set_up_groups()
    user = shared.user(password="a long enough one", is_staff=True)
    user.groups.add(*user.groups.model.objects.filter(name="coordinator"))
    client.force_login(user)
    assert "upkeep" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse("upkeep_report")).status_code == 302
