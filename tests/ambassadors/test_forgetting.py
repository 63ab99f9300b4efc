"""Where a training session was is forgotten once it has served; nothing else of it changes (people-and-safety.md)."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from ambassadors.models import Flag, ReviewPolicy, TrainingSession
from ambassadors.review.actions import free_duplicate, mark_duplicate, settle_versions
from ambassadors.review.decisions import send_back, verify
from ambassadors.review.queue import entries_of
from ambassadors.review.session_page import location_of
from ambassadors.sessions.forgetting import forget_locations, forget_locations_set_aside
from lms.models import SetAsideItem
from tests import factories as make
from tests.lms.reporting.tables import reach, rows

pytestmark = pytest.mark.django_db

HERE = {"latitude": 10.609, "longitude": 103.5296, "accuracy": 140}
NOWHERE = (None, None, None)


def after(days):
    return timezone.now() + dt.timedelta(days=days)


def figures():
    return rows("training_sessions", reach(f"{timezone.localdate():%Y}"))


def place_of(session):
    session.refresh_from_db()
    return session.latitude, session.longitude, session.accuracy_metres


@pytest.fixture
def located(send, payload, coordinator):
    """A session that was mended once and then verified; both revisions say where the phone was."""
    first = send(payload(location=HERE))
    send(payload(location=HERE, note="ពីរ"), id=first.id, base=1)
    session = TrainingSession.objects.get()
    verify(session=session, by=coordinator)
    session.refresh_from_db()
    return session


def test_ninety_days_after_it_was_verified_nothing_says_where_it_was(located, send, payload):
    before, hashes = figures(), list(located.revisions.values_list("content_sha256", flat=True))
    assert len(before) == 1
    assert forget_locations(at=after(89)) == 0
    assert None not in place_of(located)
    assert forget_locations(at=after(91)) == 1
    assert forget_locations(at=after(92)) == 0
    assert place_of(located) == NOWHERE
    assert [revision.payload for revision in located.revisions.all()] == [payload(), payload(note="ពីរ")]
    # What the phone sends once more is known; the review and the figures are as they were.
    assert list(located.revisions.values_list("content_sha256", flat=True)) == hashes
    assert send(payload(location=HERE), id=located.pk).status == "already_stored"
    assert send(payload(location=HERE, note="ពីរ"), id=located.pk, base=1).status == "already_stored"
    located.refresh_from_db()
    assert (located.status, located.revision_number, figures()) == ("verified", 2, before)
    with translation.override("en"):
        assert (
            location_of(located)
            == "The location was forgotten 91 days after the decision; the commune remains."
        )


def test_the_staff_page_says_where_it_was_or_that_it_was_forgotten(located, client, coordinator):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    address = f"/admin/training-sessions/{located.pk}/"
    assert "10.609, 103.530 (± 140 m)" in client.get(address).content.decode()
    forget_locations(at=after(91))
    page = client.get(address).content.decode()
    assert "10.609" not in page
    assert "forgotten 91 days after" in page


def test_what_is_not_decided_keeps_its_location(located, coordinator, send, payload):
    send_back(session=located, by=coordinator, reason="count again")
    assert forget_locations(at=after(91)) == 0
    send(payload(location=HERE, note="បី"), id=located.pk, base=2)
    assert forget_locations(at=after(91)) == 0


def test_a_forgotten_location_is_no_missing_one_and_may_be_told_anew(located, coordinator, send, payload):
    original = make.training_session(venue=located.venue, held_on=located.held_on, cells={})
    mark_duplicate(session=located, original=original, by=coordinator)
    forget_locations(at=after(91))
    located.refresh_from_db()
    free_duplicate(session=located, by=coordinator, reason="two classes")

    def flags():
        [entry] = entries_of(TrainingSession.objects.filter(pk=located.pk))
        return {finding.code for finding in entry.findings}

    assert not {Flag.NO_LOCATION, Flag.FAR_AWAY} & flags()
    send(payload(note="គ្មានទីតាំង"), id=located.pk, base=2)
    assert Flag.NO_LOCATION not in flags()
    send(payload(location=HERE, note="មានទីតាំង"), id=located.pk, base=3)
    assert None not in place_of(located)
    assert located.location_forgotten_at is None


def test_versions_set_aside_forget_it_once_they_are_dealt_with(located, coordinator, send, payload):
    other = payload(location=HERE, duration_minutes=90, note='"location"')
    assert send(other, id=located.pk, base=1, made_at=(made_at := after(-1))).status == "conflict"
    assert forget_locations_set_aside(at=after(200)) == 0
    located.refresh_from_db()
    settle_versions(session=located, by=coordinator, seen=located.version)
    assert forget_locations_set_aside(at=after(89)) == 0
    assert forget_locations_set_aside(at=after(91)) == 1
    assert forget_locations_set_aside(at=after(91)) == 0
    item = SetAsideItem.objects.get()
    assert json.loads(item.raw)["payload"] == payload(duration_minutes=90, note='"location"')
    # Sent once more, it is the same trouble as before and opens nothing anew.
    assert send(other, id=located.pk, base=1, made_at=made_at).status == "conflict"
    assert not SetAsideItem.objects.open().exists()


def test_the_programme_may_forget_sooner_and_never_later(located):
    ReviewPolicy.objects.create(location_days=30)
    assert forget_locations(at=after(31)) == 1
    for later in ({"location_days": 91}, {"photo_days": 366}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewPolicy.objects.update(**later)


def test_the_database_keeps_no_location_that_was_forgotten(located):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.update(location_forgotten_at=timezone.now())
