import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page, Revision, Site

from lms import pagecache
from lms.models import (
    Answer,
    Attempt,
    Completion,
    Feedback,
    Learner,
    LessonProgress,
    SetAsideItem,
    SubmitKey,
    SyncItem,
)
from tests import web
from tests.lms import lessons as lesson_pages
from tests.lms.sync.sender import Sender, made

MADE_HERE = [
    SyncItem,
    SetAsideItem,
    SubmitKey,
    Answer,
    Attempt,
    Completion,
    LessonProgress,
    Feedback,
    Learner,
]


@pytest.fixture
def sender():
    """A phone with a new guest on it."""
    return Sender(Client())


@pytest.fixture
def registering(consent_text):
    """registering(pin="…"): the item of an adult who registers."""

    def item(**changes):
        payload = {
            "nickname": "សុខា",
            "gender": "female",
            "birth_year": 1990,
            "given_by": "person",
            "pin": "2468",
            "consent_version": consent_text.version,
            "language": "km",
        }
        return made("registration", payload | changes)

    return item


def attempt_at(lesson, answers=None, /, **changes):
    """The item of a learner who answered the questions of a lesson, rightly unless told otherwise."""
    answers = lesson_pages.RIGHT if answers is None else answers
    payload = {
        "page": str(lesson.translation_key),
        "revision": lesson.live_revision_id,
        "language": "km",
        "answers": {question: sorted(chosen) for question, chosen in answers.items()},
    }
    return made("quiz-attempt", payload | changes)


def progress_in(lesson, screens=None, /, **changes):
    """The item of a learner who passed screens of a lesson, all of them unless told otherwise."""
    screens = [str(screen.id) for screen in lesson.screens] if screens is None else screens
    payload = {
        "lesson": str(lesson.translation_key),
        "revision": lesson.live_revision_id,
        "language": "km",
        "screens": screens,
        "last_screen": screens[-1] if screens else None,
    }
    return made("lesson-progress", payload | changes)


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A lesson stored for good, so that other processes see it; everything is taken away again afterwards."""
    with django_db_blocker.unblock():
        site = Site.objects.filter(is_default_site=True).values("hostname", "root_page").first()
        pages = set(Page.objects.values_list("pk", flat=True))
        lesson = lesson_pages.in_both_languages()["km"]
        yield lesson
        for model in MADE_HERE:
            model.objects.all().delete()
        made_pages = Page.objects.exclude(pk__in=pages)
        Site.objects.filter(is_default_site=True).update(
            hostname=site["hostname"], root_page_id=site["root_page"]
        )
        Revision.objects.filter(
            object_id__in=[str(pk) for pk in made_pages.values_list("pk", flat=True)]
        ).delete()
        for page in made_pages.order_by("depth"):
            if Page.objects.filter(pk=page.pk).exists():
                Page.objects.get(pk=page.pk).specific.delete()
        pagecache.forget_pages()
        connection.close()


@pytest.fixture
def nothing_yet(published):
    """No learner has done anything; returns the published lesson."""
    for model in MADE_HERE:
        model.objects.all().delete()
    return published


@pytest.fixture(scope="module")
def server(published):
    """The product's web processes on the database of the tests."""
    with web.web_server() as running:
        yield running
