"""Certificates asked for in the same moment: the last answer sent twice, two members of staff deciding."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Locale, ModelLogEntry, Page, Site

from lms.actions.certificates import issue, revoke, rotate_signing_key
from lms.models import Certificate, Completion, Learner, Person, SigningKey, User
from tests import factories as make
from tests.lms.earning import completed
from tests.lms.lessons import in_both_languages
from tests.lms.test_at_once import at_once


@pytest.fixture
def course(django_db_setup, django_db_blocker):
    """A lesson of one course that other threads see; what a test made is taken away again afterwards."""
    with django_db_blocker.unblock():
        site = Site.objects.filter(is_default_site=True).values().first()
        locales = list(Locale.objects.values_list("pk", flat=True))
        pages = list(Page.objects.values_list("pk", flat=True))
        yield in_both_languages()["km"]
        for model in (Certificate, SigningKey, Completion, Learner, ModelLogEntry, Person, User):
            model.objects.all().delete()
        Site.objects.all().delete()
        for page in Page.objects.filter(depth=2).exclude(pk__in=pages):
            page.delete()
        Locale.objects.exclude(pk__in=locales).delete()
        if site:
            Site.objects.create(**site)
        connection.close()


@pytest.fixture
def earned(course):
    """(a person who completed a course, its key)."""
    return completed(course), course.get_parent().translation_key


def test_a_course_completed_several_times_at_once_gives_one_certificate(earned):
    person, key = earned
    outcomes = at_once(lambda: issue(person=person, course_key=key), 6)
    assert {outcome.pk for outcome in outcomes} == {Certificate.objects.get().pk}
    assert SigningKey.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="lms.certificate_issued").count() == 1


def test_first_certificates_of_several_people_at_once_make_one_key(earned, course):
    people = [earned[0], *(completed(course) for _ in range(3))]
    waiting = list(people)
    outcomes = at_once(lambda: issue(person=waiting.pop(), course_key=earned[1]), len(people))
    assert all(isinstance(outcome, Certificate) for outcome in outcomes)
    assert SigningKey.objects.filter(is_current=True).count() == 1


def test_two_who_revoke_at_once_do_not_overrule_each_other(earned):
    certificate = issue(person=earned[0], course_key=earned[1])
    by = make.user(is_superuser=True)
    outcomes = at_once(lambda: revoke(certificate=certificate, by=by, reason="x"), 4)
    assert sum(isinstance(outcome, Certificate) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 3


def test_rotating_at_once_leaves_one_key_that_signs(earned):
    issue(person=earned[0], course_key=earned[1])
    at_once(rotate_signing_key, 4)
    assert SigningKey.objects.filter(is_current=True).count() == 1
