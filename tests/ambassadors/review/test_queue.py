"""The queue: riskiest first, one's own area, nothing one taught; many verified at once; two people; by policy."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Flag, ReviewEvent, ReviewPolicy, ReviewRule, TrainingSession
from ambassadors.review.actions import free_duplicate, mark_duplicate, verify_by_policy
from ambassadors.review.decisions import send_back, verify
from ambassadors.tasks import verify_clean_sessions
from lms.actions.roles import grant_role
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/review/"
State = TrainingSession.Status


def shown(response):
    return [entry.pk for entry in response.context["page"].object_list]


def states(*sessions):
    found = TrainingSession.objects.in_bulk([session.pk for session in sessions])
    return [found[session.pk].status for session in sessions]


def token(session):
    return f"{session.pk}:{session.version}"


@pytest.fixture
def other_cells():
    return {("male", "60+"): 9}


def test_the_riskiest_come_first_and_each_flag_is_explained(desk, held, other_cells, elsewhere, ambassador):
    clean = held(3)
    short = held(2, duration_minutes=5, cells=other_cells)
    twice = [held(1, starts_at=dt.time(hour), cells={("female", "0-9"): hour}) for hour in (9, 14)]
    held(5, status="verified", cells={})
    make.training_session(venue=elsewhere)
    page = desk.get(QUEUE)
    assert shown(page) == [*(session.pk for session in twice), short.pk, clean.pk]
    text = page.content.decode()
    assert "It took only 5 minutes." in text
    assert f'href="/admin/training-sessions/{twice[0].pk}/"' in text
    assert [number for _label, _query, number, _here in page.context["tabs"]] == [4, 3, 1]
    assert shown(desk.get(QUEUE, {"part": "clean"})) == [clean.pk]
    assert shown(desk.get(QUEUE, {"flag": Flag.SHORT})) == [short.pk]
    assert shown(desk.get(QUEUE, {"part": "nonsense", "flag": "nonsense", "p": "x"})) == shown(page)


def test_the_page_costs_the_same_for_one_session_and_for_thirty(desk, held, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    held(1)
    desk.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        desk.get(QUEUE)
    for n in range(29):
        held(n % 4, starts_at=dt.time(7 + n % 12), cells={("female", "0-9"): n + 1})
    # Another one for the sessions that flags speak of.
    with django_assert_num_queries(len(one) + 1):
        desk.get(QUEUE)


def test_nobody_finds_what_they_taught(client, district, held, user, coordinator):
    grant_role(user=user, role="coordinator", area=district, by=None)
    held(1)
    joint = held(2, ambassador=make.ambassador(area=district))
    joint.co_ambassadors.add(user.person.ambassador)
    others = held(3, ambassador=make.ambassador(area=district))
    client.force_login(user)
    assert shown(client.get(QUEUE)) == [others.pk]


@pytest.mark.parametrize("role", ["province_manager", "me_officer", "commune_viewer", "ambassador"])
def test_only_reviewers_come_in(client, coordinator, district, held, role):
    session = held(1)
    client.force_login(make.user(role=role, area=district))
    assert client.get(QUEUE).status_code in (302, 403)
    assert client.post(QUEUE, {"chosen": [token(session)]}).status_code in (302, 403)
    assert states(session) == [State.SUBMITTED]


def test_many_clean_ones_are_verified_at_once_and_the_rest_is_left_with_a_reason(
    desk, held, other_cells, elsewhere, coordinator
):
    clean, newer = held(3), held(4, cells=other_cells)
    odd = held(1, duration_minutes=5, cells={("female", "0-9"): 9})
    far = make.training_session(venue=elsewhere)
    chosen = [token(session) for session in (clean, newer, odd, far)]
    TrainingSession.objects.filter(pk=newer.pk).update(revision_number=2)
    page = desk.post(QUEUE, {"chosen": [*chosen, "nonsense"]})
    assert states(clean, newer, odd, far) == [State.VERIFIED, *[State.SUBMITTED] * 3]
    outcome = page.context["outcome"]
    assert [session.pk for session in outcome.verified] == [clean.pk]
    reasons = {session.pk: reason for session, reason in outcome.skipped}
    assert "newer version" in reasons[newer.pk]
    assert "has a flag" in reasons[odd.pk]
    assert "1 training session is verified and counts." in page.content.decode()
    event = ReviewEvent.objects.get()
    assert (event.kind, event.by, event.revision_number) == ("verified", coordinator, 1)


# A second person


@pytest.fixture
def two_needed():
    return ReviewPolicy.objects.create(pk=1, needs_second=True, second_from_people=50)


def test_a_large_session_counts_only_after_a_second_person(two_needed, held, district, coordinator):
    small, large = held(1), held(2, cells={("female", "18-24"): 50})
    verify(session=small, by=coordinator)
    event = verify(session=large, by=coordinator)
    assert event.kind == "checked"
    assert states(small, large) == [State.VERIFIED, State.SUBMITTED]
    large.refresh_from_db()
    with pytest.raises(ValidationError, match="second person"):
        verify(session=large, by=coordinator)
    second = coordinator_of(district)
    with pytest.raises(ValidationError, match="verified it once meanwhile"):
        verify(session=large, by=second, seen="1-submitted")
    verify(session=large, by=second)
    large.refresh_from_db()
    assert (large.status, large.checked_by) == (State.VERIFIED, None)
    assert [event.kind for event in large.review_events.all()] == ["checked", "verified"]


def test_so_does_one_with_a_flag_whose_rule_says_so(two_needed, held, coordinator):
    ReviewRule.objects.create(code=Flag.SHORT, weight=15, needs_second=True)
    session = held(1, duration_minutes=5)
    assert verify(session=session, by=coordinator).kind == "checked"


def test_a_new_version_is_looked_at_by_two_again(two_needed, send, payload, coordinator):
    many = [{"gender": "female", "age_band": "0-9", "count": 60}]
    receipt = send(payload(headcount=many, headcount_total=60))
    session = TrainingSession.objects.get()
    verify(session=session, by=coordinator)
    send(payload(headcount=many, headcount_total=60, note="ថ្មី"), id=receipt.id, base=1)
    session.refresh_from_db()
    assert session.version == "2-submitted"
    assert verify(session=session, by=coordinator).kind == "checked"
    session.refresh_from_db()
    send_back(session=session, by=coordinator, reason="ចំនួន")
    session.refresh_from_db()
    assert (session.status, session.checked_by) == (State.RETURNED, None)


def test_the_database_knows_no_verified_session_that_waits_for_a_second_person(held, coordinator):
    session = held(1, status="verified")
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(checked_by=coordinator)


# By policy


def test_the_policy_verifies_what_is_clean_and_has_waited_only_where_it_is_set(held, other_cells):
    long_ago = timezone.now() - dt.timedelta(days=4)
    clean = held(5, received_at=long_ago)
    odd = held(6, received_at=long_ago, duration_minutes=5, cells=other_cells)
    fresh = held(7, cells={("female", "0-9"): 3})
    large = held(8, received_at=long_ago, cells={("female", "0-9"): 70})
    assert verify_by_policy() == 0
    assert not ReviewEvent.objects.exists()
    ReviewPolicy.objects.create(
        pk=1, verifies_clean=True, clean_after_days=3, needs_second=True, second_from_people=50
    )
    assert verify_clean_sessions() == 1
    assert verify_clean_sessions() == 0
    assert states(clean, odd, fresh, large) == [State.VERIFIED, *[State.SUBMITTED] * 3]
    event = ReviewEvent.objects.get()
    assert (event.by, event.training_session_id) == (None, clean.pk)
    assert "Policy" in event.reason
    assert str(event.actor) == "Sala, by the review policy"


def test_the_policy_waits_anew_after_a_new_version_and_after_a_decision_was_taken_back(
    send, payload, held, district, coordinator
):
    ReviewPolicy.objects.create(pk=1, verifies_clean=True, clean_after_days=3)
    receipt = send(payload())
    other = held(5, ambassador=make.ambassador(area=district))
    TrainingSession.objects.update(received_at=timezone.now() - dt.timedelta(days=30))
    mended, freed = TrainingSession.objects.get(pk=receipt.id), TrainingSession.objects.get(pk=other.pk)
    send_back(session=mended, by=coordinator, reason="ម៉ោង?")
    send(payload(starts_at="14:00"), id=receipt.id, base=1)
    mark_duplicate(session=freed, original=mended, by=coordinator)
    free_duplicate(session=TrainingSession.objects.get(pk=freed.pk), by=coordinator, reason="ពីរថ្នាក់")
    assert verify_by_policy() == 0
    assert verify_by_policy(at=timezone.now() + dt.timedelta(days=3, minutes=1)) == 2


def test_only_a_policy_decides_without_a_person(held):
    session = held(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        session.review_events.create(kind="rejected", reason="no", revision_number=1, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        session.review_events.create(kind="verified", revision_number=1, by=None)
