"""Which revision of a lesson a phone can have seen: one that is public or once was, and no draft."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from content.models import LessonPage
from lms.models import Attempt, Completion
from lms.revisions import pinned
from lms.sync.kinds.pages import page_seen
from tests.lms.lessons import ONE, RIGHT, form, publish, screens

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seen_by", [pinned, page_seen])
def test_nobody_has_seen_a_draft(phone, lesson, seen_by):
    lesson.screens = screens("ព្រាង", [ONE])
    draft, key, live = lesson.save_revision(), lesson.translation_key, lesson.live_revision_id
    assert seen_by(LessonPage, key, draft.pk) == (lesson, live)
    later = timezone.now() + dt.timedelta(days=1)
    planned = LessonPage.objects.get(pk=lesson.pk)
    planned.go_live_at = later
    planned = planned.save_revision()
    planned.publish()
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id == live
    assert seen_by(LessonPage, key, planned.pk) == (lesson, live)
    phone.send(f"/km/practice/{key}/", form({ONE: RIGHT[ONE]}) | {"revision": draft.pk})
    assert Attempt.objects.get().revision_id == live
    assert not Completion.objects.exists()


@pytest.mark.parametrize("seen_by", [pinned, page_seen])
def test_what_was_public_once_was_seen(lessons, lesson, seen_by, django_capture_on_commit_callbacks):
    key, first, english = lesson.translation_key, lesson.live_revision_id, lessons["en"].live_revision_id
    with django_capture_on_commit_callbacks(execute=True):
        second = publish(lesson, words="ទីពីរ")
        third = publish(lesson, words="ទីបី", questions=[ONE]).save_revision(approved_go_live_at=timezone.now())
        third.publish(log_action="wagtail.publish.scheduled")  # as the plan does (publish_scheduled)
        publish(lesson, words="ទីបួន")
    for revision in (first, second.live_revision_id, third.pk, english):
        assert seen_by(LessonPage, key, revision)[1] == revision
    with django_capture_on_commit_callbacks(execute=True):
        lessons["en"].unpublish()
    assert seen_by(LessonPage, key, english)[1] == english


def test_a_revision_that_is_public_needs_no_log(lessons, lesson):
    PageLogEntry.objects.all().delete()
    for page in lessons.values():
        assert pinned(LessonPage, lesson.translation_key, page.live_revision_id)[1] == page.live_revision_id
