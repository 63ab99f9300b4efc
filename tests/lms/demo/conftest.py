"""The demonstration, loaded once for all tests of a module; each may change it for itself."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.db import transaction

from content.models import LessonPage, Picture
from lms.actions.demonstration import load_demonstration
from lms.demo.learning import course_keys
from tests.content import factories
from tests.lms import check_pages
from tests.lms.demo.comparing import counts

UNTIL = dt.date(2025, 11, 20)


def add_lesson(course, key):
    """A published lesson with one question; no picture, which would be a file."""
    (screen,) = factories.screens("មេរៀន", picture=Picture())
    screen["value"]["body"] = [block for block in screen["value"]["body"] if block["type"] != "picture"]
    texts = dict.fromkeys(("title", "aim", "remember"), "មេរៀន")
    page = LessonPage(
        **texts, translation_key=key, locale=course.locale, live=False, screens=json.dumps([screen])
    )
    course.add_child(instance=page)
    page.save_revision().publish()


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker, tmp_path_factory):
    """Areas, lists and a course as an installation has them; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        for command in ("import_areas", "load_reference"):
            call_command(command, stdout=io.StringIO())
        key, lessons = course_keys()
        home = factories.homes(tmp_path_factory.mktemp("site"))["km"]
        course = factories.course(parent=home, key=key)
        for lesson in lessons:
            add_lesson(course, lesson)
        for kind in ("before_after", "final"):
            check_pages.in_both_languages({"km": course}, kind)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def loaded(shipped, django_db_blocker):
    """(rows of every table before, the Demonstration)."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = counts()
        yield before, load_demonstration(until=UNTIL)
        transaction.set_rollback(True)
