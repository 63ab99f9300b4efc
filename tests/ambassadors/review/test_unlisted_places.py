"""A place that is in no list: the coordinator chooses its venue, or makes a new one."""

import pytest

from ambassadors.models import ReviewEvent, TrainingSession
from ambassadors.review.decisions import choose_venue
from lms.models import Venue
from tests import factories as make

pytestmark = pytest.mark.django_db

State = TrainingSession.Status
WORDS = "សាលារៀនវាលរេញ ថ្មី"
LOCATION = {"latitude": 10.6, "longitude": 103.5, "accuracy": 30}


@pytest.fixture
def unlisted(send, payload):
    send(payload(venue="not-listed", venue_text=WORDS, location=LOCATION))
    return TrainingSession.objects.get()


@pytest.fixture
def new(school):
    """`new(session, kind="home")`: what the form of a new venue sends; None leaves an input out."""

    def filled(session, **changes):
        usual = {
            "name_km": "ផ្ទះមេភូមិ",
            "name_en": "Chief's house",
            "kind": school.kind_id,
            "area": school.area_id,
            "setting": "rural",
            "seen": session.version,
        }
        typed = {f"new-{name}": value for name, value in (usual | changes).items() if value is not None}
        return typed | {"make": "1"}

    return filled


def address(session):
    return f"/admin/review/sessions/{session.pk}/venue/"


def test_a_venue_with_a_similar_name_is_proposed_chosen_and_verified(
    desk, unlisted, school, elsewhere, coordinator
):
    page = desk.get(address(unlisted))
    assert page.context["form"].similar == [school]
    assert elsewhere.name not in page.content.decode()
    chosen = {"verify": "1", "seen": unlisted.version}
    assert desk.post(address(unlisted), chosen | {"venue": elsewhere.pk}).status_code == 422
    assert desk.post(address(unlisted), chosen | {"venue": school.pk}).url == "/admin/review/"
    unlisted.refresh_from_db()
    assert (unlisted.venue, unlisted.venue_text, unlisted.status) == (school, "", State.VERIFIED)
    assert [event.kind for event in unlisted.review_events.all()] == ["submitted", "placed", "verified"]
    assert ReviewEvent.objects.get(kind="placed").by == coordinator


def test_a_new_venue_is_made_in_the_area_of_the_coordinator(desk, unlisted, new, elsewhere):
    assert desk.post(address(unlisted), new(unlisted, area=None, setting=None)).status_code == 422
    assert desk.post(address(unlisted), new(unlisted, area=elsewhere.area_id)).status_code == 422
    assert desk.post(address(unlisted), new(unlisted)).status_code == 302
    made = Venue.objects.get(code="chiefs-house")
    assert made.opened_on == unlisted.held_on
    unlisted.refresh_from_db()
    assert (unlisted.venue, unlisted.status) == (made, State.SUBMITTED)


@pytest.mark.parametrize("makes_a_venue", [False, True])
def test_nothing_is_placed_or_verified_that_the_coordinator_has_not_seen(
    desk, unlisted, new, school, send, payload, makes_a_venue
):
    looked_at = desk.get(f"/admin/training-sessions/{unlisted.pk}/").content.decode()
    page = f"{address(unlisted)}?seen=1-submitted"
    assert f'href="{page}"' in looked_at
    send(payload(venue="not-listed", venue_text=WORDS, duration_minutes=90), id=unlisted.pk, base=1)
    form = desk.get(page).context["new_form" if makes_a_venue else "form"]
    typed = {form.add_prefix("seen"): form["seen"].value(), "verify": "1"}
    typed = new(unlisted) | typed if makes_a_venue else {"venue": school.pk} | typed
    answer = desk.post(page, typed, follow=True)
    assert "The ambassador has sent a newer version." in answer.content.decode()
    unlisted.refresh_from_db()
    assert (unlisted.venue_text, unlisted.status) == (WORDS, State.SUBMITTED)
    assert [event.kind for event in unlisted.review_events.all()] == ["submitted", "submitted"]
    assert not Venue.objects.filter(code="chiefs-house").exists()


def test_a_venue_is_not_chosen_without_saying_for_which_version(desk, unlisted, new, school):
    assert desk.post(address(unlisted), {"venue": school.pk}).status_code == 422
    assert desk.post(address(unlisted), new(unlisted, seen=None)).status_code == 422


@pytest.mark.parametrize(("ticked", "latitude"), [(None, None), ("on", 10.6)])
def test_a_new_venue_lies_where_the_ambassador_stood_only_if_the_coordinator_says_so(
    desk, unlisted, new, ticked, latitude
):
    assert not desk.get(address(unlisted)).context["new_form"]["keeps_location"].value()
    desk.post(address(unlisted), new(unlisted, keeps_location=ticked))
    made = Venue.objects.get(code="chiefs-house")
    assert (made.latitude and float(made.latitude), made.longitude is None) == (latitude, latitude is None)


@pytest.mark.parametrize("what_is_a_home", ["session", "venue"])
def test_where_a_home_is_stays_with_no_venue(desk, unlisted, new, what_is_a_home):
    changes = {"keeps_location": "on"}
    if what_is_a_home == "session":
        TrainingSession.objects.update(kind="home")
        assert "keeps_location" not in desk.get(address(unlisted)).context["new_form"].fields
    else:
        changes["kind"] = make.venue(kind="home").kind_id
    assert desk.post(address(unlisted), new(unlisted, **changes)).status_code == 302
    made = Venue.objects.get(code="chiefs-house")
    assert (made.latitude, made.longitude) == (None, None)


def test_nothing_is_asked_about_a_place_nobody_told(desk, send, payload):
    send(payload(venue="not-listed", venue_text=WORDS))
    page = desk.get(address(TrainingSession.objects.get()))
    assert "keeps_location" not in page.context["new_form"].fields


def test_a_form_that_was_open_when_the_venue_was_chosen_does_not_undo_the_choice(
    unlisted, send, payload, school, coordinator
):
    choose_venue(session=unlisted, venue=school, by=coordinator)
    told = {"venue": "not-listed", "venue_text": WORDS}
    assert send(payload(**told, note="x"), id=unlisted.pk, base=1).status == "stored"
    unlisted.refresh_from_db()
    assert (unlisted.venue, unlisted.venue_text, unlisted.note) == (school, "", "x")
    other = told | {"venue_text": "ផ្ទះមេភូមិ"}
    assert send(payload(**other), id=unlisted.pk, base=2).status == "stored"
    unlisted.refresh_from_db()
    assert (unlisted.venue == school, unlisted.venue_text) == (False, "ផ្ទះមេភូមិ")
