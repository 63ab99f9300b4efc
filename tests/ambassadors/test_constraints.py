"""What the database itself refuses about ambassadors' records, whoever writes."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ambassadors.models import (
    Attendance,
    HeadcountCell,
    ReviewEvent,
    TrainingSession,
    TrainingSessionRevision,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make.training_session(cells={})


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize("minutes", [1, 720])
def test_a_duration_within_a_day_is_allowed(minutes):
    make.training_session(duration_minutes=minutes)


@pytest.mark.parametrize("minutes", [0, 721])
def test_a_duration_beyond_it_is_refused(minutes):
    refused(lambda: make.training_session(duration_minutes=minutes))


def test_a_session_has_a_course_or_a_topic(session):
    make.training_session(course_key=uuid.uuid4())
    refused(lambda: TrainingSession.objects.filter(pk=session.pk).update(topic=None))


@pytest.mark.parametrize("people", [0, 2000])
def test_people_with_disabilities_within_the_limit_are_allowed(people):
    make.training_session(people_with_disabilities=people)


def test_more_people_with_disabilities_than_the_limit_are_refused(session):
    refused(lambda: TrainingSession.objects.filter(pk=session.pk).update(people_with_disabilities=2001))


@pytest.mark.parametrize("count", [1, 2000])
def test_a_cell_holds_people(session, count):
    HeadcountCell.objects.create(training_session=session, gender="female", age_band="0-9", count=count)


@pytest.mark.parametrize("count", [0, 2001])
def test_a_cell_holds_no_zero_and_no_absurd_count(session, count):
    refused(
        lambda: HeadcountCell.objects.create(
            training_session=session, gender="female", age_band="0-9", count=count
        )
    )


@pytest.mark.parametrize(("gender", "band"), [("woman", "0-9"), ("female", "0-10"), ("", "")])
def test_a_cell_has_known_codes(session, gender, band):
    refused(
        lambda: HeadcountCell.objects.create(training_session=session, gender=gender, age_band=band, count=1)
    )


def test_a_cell_stands_once_per_session(session):
    cell = {"gender": "female", "age_band": "0-9", "count": 1}
    HeadcountCell.objects.create(training_session=session, **cell)
    HeadcountCell.objects.create(training_session=make.training_session(cells={}), **cell)
    refused(lambda: HeadcountCell.objects.create(training_session=session, **cell))


def test_a_person_attends_a_session_once(session):
    person = make.person()
    Attendance.objects.create(training_session=session, person=person)
    Attendance.objects.create(training_session=make.training_session(), person=person)
    refused(lambda: Attendance.objects.create(training_session=session, person=person))


def test_a_revision_number_stands_once_per_session(session):
    fields = {"payload": {}, "content_sha256": "", "sent_by": make.user(), "made_at": timezone.now()}
    TrainingSessionRevision.objects.create(training_session=session, number=1, **fields)
    TrainingSessionRevision.objects.create(training_session=session, number=2, **fields)
    refused(lambda: TrainingSessionRevision.objects.create(training_session=session, number=2, **fields))


@pytest.mark.parametrize(
    ("kind", "reason"), [("verified", ""), ("submitted", ""), ("returned", "x"), ("rejected", "x")]
)
def test_a_decision_with_the_reason_it_needs_is_allowed(session, kind, reason):
    ReviewEvent.objects.create(
        training_session=session, kind=kind, reason=reason, revision_number=1, by=make.user()
    )


@pytest.mark.parametrize("kind", ["returned", "rejected"])
def test_a_return_or_rejection_without_a_reason_is_refused(session, kind):
    by = make.user()
    refused(lambda: ReviewEvent.objects.create(training_session=session, kind=kind, revision_number=1, by=by))


def test_an_ambassador_a_venue_and_a_topic_with_sessions_are_kept(session):
    for kept in (session.ambassador, session.venue, session.topic):
        with pytest.raises(ProtectedError):
            kept.delete()
