"""What search finds while pages come and go."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import Page, PageViewRestriction

from content.models import LessonPage
from lms.models import SearchEntry
from lms.search.finding import find
from tests.content import factories


def titles(question):
    return [hit.title for hit in find(question, language="km").hits]


@pytest.fixture
def homes(db, tmp_path):
    return factories.homes(tmp_path)


def test_a_title_comes_before_a_text(homes):
    course = factories.course(parent=homes["km"], title="រៀនធ្វើស្រែ")
    factories.lesson(parent=course, words="ដាំបន្លែ", title="សួនច្បារ")
    factories.lesson(parent=course, words="ទិញម្ហូប", title="ដាំបន្លែក្នុងសួន")
    assert titles("ដាំបន្លែ") == ["ដាំបន្លែក្នុងសួន", "សួនច្បារ"]


@pytest.fixture
def lesson(homes):
    return factories.lesson(parent=factories.course(parent=homes["km"]), words="ដាំបន្លែ")


def test_only_what_is_published_is_found(homes, lesson):
    assert titles("ដាំបន្លែ") == ["ដាំបន្លែ"]
    lesson.title = "ចិញ្ចឹមត្រី"
    revision = lesson.save_revision()
    assert titles("ចិញ្ចឹមត្រី") == []
    revision.publish()
    assert titles("ចិញ្ចឹមត្រី") == ["ចិញ្ចឹមត្រី"]
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert titles("ចិញ្ចឹមត្រី") == []
    assert not SearchEntry.objects.filter(page_id=lesson.pk).exists()
    draft = factories.lesson(parent=lesson.course, words="ជួសជុលម៉ូតូ", publish=False)
    assert titles("ជួសជុលម៉ូតូ") == []
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    draft.delete()
    assert titles("ជួសជុលម៉ូតូ") == []


def test_a_lesson_of_a_course_that_was_taken_back_is_not_found(lesson):
    lesson.course.unpublish()
    assert titles("ដាំបន្លែ") == []


def test_a_page_behind_a_restriction_is_not_found(lesson):
    PageViewRestriction.objects.create(page=Page.objects.get(pk=lesson.course.pk), restriction_type="login")
    assert titles("ដាំបន្លែ") == []


def test_the_index_can_be_made_anew(homes, lesson, capsys):
    before = set(SearchEntry.objects.values_list("page_id", "anchor", "key"))
    SearchEntry.objects.all().delete()
    call_command("index_search")
    assert set(SearchEntry.objects.values_list("page_id", "anchor", "key")) == before
    assert f"{len(before)} entries" in capsys.readouterr().out


def test_a_page_is_in_the_index_once(lesson):
    entry = SearchEntry.objects.get(page_id=lesson.pk)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
