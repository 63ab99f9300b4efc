"""A place that is in no list: the coordinator chooses its venue, or makes a new one."""

import pytest

from ambassadors.models import ReviewEvent, TrainingSession
from lms.models import Venue

pytestmark = pytest.mark.django_db

State = TrainingSession.Status


@pytest.fixture
def unlisted(send, payload):
    location = {"latitude": 10.6, "longitude": 103.5, "accuracy": 30}
    send(payload(venue="not-listed", venue_text="សាលារៀនវាលរេញ ថ្មី", location=location))
    return TrainingSession.objects.get()


def address(session):
    return f"/admin/review/sessions/{session.pk}/venue/"


def test_a_venue_with_a_similar_name_is_proposed_chosen_and_verified(
    desk, unlisted, school, elsewhere, coordinator
):
    page = desk.get(address(unlisted))
    assert page.context["form"].similar == [school]
    assert elsewhere.name not in page.content.decode()
    assert desk.post(address(unlisted), {"venue": elsewhere.pk, "verify": "1"}).status_code == 422
    assert desk.post(address(unlisted), {"venue": school.pk, "verify": "1"}).url == "/admin/review/"
    unlisted.refresh_from_db()
    assert (unlisted.venue, unlisted.venue_text, unlisted.status) == (school, "", State.VERIFIED)
    assert [event.kind for event in unlisted.review_events.all()] == ["submitted", "placed", "verified"]
    assert ReviewEvent.objects.get(kind="placed").by == coordinator


def test_a_new_venue_is_made_where_the_phone_was(desk, unlisted, school, elsewhere):
    new = {"new-name_km": "ផ្ទះមេភូមិ", "new-name_en": "Chief's house", "new-kind": school.kind_id, "make": "1"}
    assert desk.post(address(unlisted), new).status_code == 422
    outside = new | {"new-area": elsewhere.area_id, "new-setting": "rural"}
    assert desk.post(address(unlisted), outside).status_code == 422
    assert desk.post(address(unlisted), outside | {"new-area": school.area_id}).status_code == 302
    made = Venue.objects.get(code="chiefs-house")
    assert (float(made.latitude), made.opened_on) == (10.6, unlisted.held_on)
    unlisted.refresh_from_db()
    assert (unlisted.venue, unlisted.status) == (made, State.SUBMITTED)
