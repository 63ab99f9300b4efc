"""Who may decide about a training session, when, and what stays of every decision."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from wagtail.models import ModelLogEntry

from ambassadors.models import ReviewEvent, TrainingSession
from ambassadors.review.decisions import reject, send_back, verify
from lms.actions.roles import grant_role
from lms.models import RoleAssignment
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db

State = TrainingSession.Status
DECISIONS = {
    "verify": lambda **details: verify(**details),
    "send_back": lambda **details: send_back(reason="សូមពិនិត្យចំនួន", **details),
    "reject": lambda **details: reject(reason="មិនបានធ្វើ", **details),
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def session(school, ambassador):
    return make.training_session(venue=school, ambassador=ambassador)


@pytest.mark.parametrize(
    ("decision", "status"),
    [("verify", State.VERIFIED), ("send_back", State.RETURNED), ("reject", State.REJECTED)],
)
def test_a_decision_is_an_event_with_who_when_why_and_about_what(session, coordinator, decision, status):
    event = DECISIONS[decision](session=session, by=coordinator)
    session.refresh_from_db()
    assert session.status == status
    assert ReviewEvent.objects.get() == event
    assert (event.by, event.kind, event.revision_number) == (coordinator, status, 1)
    assert bool(event.reason) == (decision != "verify")
    logged = ModelLogEntry.objects.get(action=f"ambassadors.{status}")
    assert (logged.user, logged.object_id) == (coordinator, str(session.pk))


POSSIBLE = {
    ("verify", "submitted"),
    ("send_back", "submitted"),
    ("send_back", "verified"),
    ("reject", "submitted"),
    ("reject", "verified"),
}


@pytest.mark.parametrize("status", State.values)
@pytest.mark.parametrize("decision", DECISIONS)
def test_only_these_steps_are_possible(school, ambassador, coordinator, decision, status):
    session = make.training_session(venue=school, ambassador=ambassador, status=status)
    if (decision, status) in POSSIBLE:
        DECISIONS[decision](session=session, by=coordinator)
        return
    with pytest.raises(ValidationError, match="not possible"):
        DECISIONS[decision](session=session, by=coordinator)
    session.refresh_from_db()
    assert session.status == status
    assert not ReviewEvent.objects.exists()


@pytest.mark.parametrize("action", [send_back, reject])
@pytest.mark.parametrize("reason", ["", "  \n\u200b ", "ក" * 1001])
def test_sending_back_and_rejecting_need_a_reason_of_readable_length(session, coordinator, action, reason):
    with pytest.raises(ValidationError) as refused:
        action(session=session, by=coordinator, reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    session.refresh_from_db()
    assert session.status == State.SUBMITTED


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_about_a_session_they_taught(session, district, user, decision):
    grant_role(user=user, role="coordinator", area=district, by=None)
    with pytest.raises(ValidationError, match="somebody else"):
        DECISIONS[decision](session=session, by=user)


def test_nor_one_they_taught_together_with_others(session, district):
    colleague = make.ambassador(area=district)
    session.co_ambassadors.add(colleague)
    grant_role(user=colleague.person.user, role="coordinator", area=district, by=None)
    with pytest.raises(ValidationError, match="somebody else"):
        verify(session=session, by=colleague.person.user)


def test_the_second_of_two_who_decide_at_once_learns_of_the_first(session, district, coordinator):
    other = coordinator_of(district)
    seen = session.version
    verify(session=session, by=coordinator, seen=seen)
    with pytest.raises(ValidationError, match=r"decided meanwhile.*“verified”"):
        send_back(session=session, by=other, reason="ចំនួន", seen=seen)
    session.refresh_from_db()
    assert session.status == State.VERIFIED


def test_a_decision_about_an_older_revision_is_not_taken(send, payload, coordinator):
    receipt = send(payload())
    looked_at = TrainingSession.objects.get()
    send(payload(note="កែហើយ"), id=receipt.id, base=1)
    with pytest.raises(ValidationError, match="newer version"):
        verify(session=looked_at, by=coordinator)


def test_a_returned_session_is_mended_and_verified(send, payload, coordinator):
    receipt = send(payload())
    send_back(session=TrainingSession.objects.get(), by=coordinator, reason="ចំនួន")
    send(payload(note="កែហើយ"), id=receipt.id, base=1)
    event = verify(session=TrainingSession.objects.get(), by=coordinator)
    assert event.revision_number == 2
    kinds = [event.kind for event in ReviewEvent.objects.all()]
    assert kinds == ["submitted", "returned", "submitted", "verified"]


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
@pytest.mark.parametrize("place", ["own area", "other area"])
def test_who_sees_and_who_decides_where(district, school, elsewhere, session, role, place):
    """Every role × own and other area × see and verify; the same rule for list and action."""
    user = make.user(role=role, area=district)
    if place == "other area":
        session = make.training_session(venue=elsewhere)
    own = place == "own area"
    sees = own and role in {"province_manager", "municipal_manager", "me_officer", "coordinator"}
    decides = own and role == "coordinator"
    assert TrainingSession.objects.visible_to(user).filter(pk=session.pk).exists() == sees
    assert TrainingSession.objects.reviewable_by(user).filter(pk=session.pk).exists() == decides
    if decides:
        verify(session=session, by=user)
        return
    with pytest.raises(PermissionDenied):
        verify(session=session, by=user)
    session.refresh_from_db()
    assert session.status == State.SUBMITTED


def test_a_coordinator_of_two_areas_decides_in_both_and_an_inactive_one_nowhere(
    district, school, elsewhere, session
):
    far = make.training_session(venue=elsewhere)
    both = coordinator_of(district, elsewhere.area)
    verify(session=session, by=both)
    verify(session=far, by=both)
    other = make.training_session(venue=school)
    with pytest.raises(PermissionDenied):
        verify(session=other, by=coordinator_of(district, is_active=False))
