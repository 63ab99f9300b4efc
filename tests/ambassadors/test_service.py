"""The certificate of service: verified training sessions alone, and the months somebody was active."""

import datetime as dt

import pytest
from django.utils import timezone

from ambassadors.models import AmbassadorEvent, Attendance
from ambassadors.team.life_cycle import Kind
from ambassadors.team.service import service_of
from tests import factories as make
from tests.ambassadors.pages import words_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def served(ambassador, school, district):
    """Two verified sessions, one of them led by a colleague; others that do not count."""
    own = make.training_session(venue=school, ambassador=ambassador, status="verified", duration_minutes=90)
    Attendance.objects.create(training_session=own, person=make.person(), has_consent=True)
    colleague = make.ambassador(area=district)
    joint = make.training_session(
        venue=school,
        ambassador=colleague,
        status="verified",
        held_on=TODAY - dt.timedelta(days=40),
        cells={("male", "60+"): 5},
    )
    joint.co_ambassadors.add(ambassador)
    make.training_session(venue=school, ambassador=colleague, status="verified")
    for status in ("submitted", "returned", "rejected"):
        make.training_session(venue=school, ambassador=ambassador, status=status)
    return ambassador


def step(ambassador, kind, days_ago, by):
    at = timezone.now() - dt.timedelta(days=days_ago)
    AmbassadorEvent.objects.create(ambassador=ambassador, kind=kind, by=by, at=at, reason="x")


def test_it_counts_what_was_verified_alone_and_together(served):
    service = service_of(served)
    assert (service.sessions, service.minutes, service.hours, service.participations) == (2, 150, 3, 8)
    assert (service.first, service.last) == (TODAY - dt.timedelta(days=40), TODAY)


def test_months_of_a_pause_are_no_months_of_service(served, coordinator):
    for kind, days in ((Kind.ACTIVATED, 305), (Kind.PAUSED, 214), (Kind.RESUMED, 92)):
        step(served, kind, days, coordinator)
    assert service_of(served).months == 6
    step(served, Kind.LEFT, 61, coordinator)
    assert service_of(served).months == 4


def test_without_a_history_it_counts_from_joining(served):
    served.joined_on = TODAY - dt.timedelta(days=365)
    assert service_of(served).months == 12


def test_the_page_says_so_or_what_comes_first(served, phone, client, elsewhere):
    said = words_of(phone("en").get("/field/certificate/"))
    for words in ("Certificate of service", "2 verified training sessions", "8 participations"):
        assert words in " ".join(said.split())
    client.force_login(make.ambassador(area=elsewhere.area).person.user)
    assert "As soon as your first" in words_of(client.get("/field/certificate/"))
