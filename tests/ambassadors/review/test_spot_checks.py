"""Spot checks: drawn by lot, reproducible, written down once, leading to a decision; the settings of the review."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from ambassadors.models import ReviewPolicy, ReviewRule, SpotCheck, SpotCheckSample, TrainingSession
from ambassadors.reference import load
from ambassadors.review.actions import verify_by_policy, verify_clean
from ambassadors.review.sampling import draw_sample, drawn, record_spot_check
from lms.actions.roles import grant_role
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/review/spot-checks/"


@pytest.fixture
def week(held):
    """Six clean sessions of one week, one with a flag, one of another week."""
    clean = [
        held(n, cells={("female", "0-9"): n + 1}, status="verified" if n % 2 else "submitted")
        for n in range(1, 7)
    ]
    held(1, duration_minutes=5, cells={}, venue=make.venue(), starts_at=dt.time(13))
    held(9, cells={})
    return clean


def test_the_same_seed_draws_the_same_and_only_clean_ones_of_the_week(week, coordinator):
    first = min(session.held_on for session in week)
    sample = draw_sample(week_from=first, size=3, by=coordinator, seed="abc")
    assert sample.candidates == sorted(str(session.pk) for session in week)
    checked = {str(check.training_session_id) for check in sample.checks.all()}
    assert checked == set(drawn("abc", sample.candidates, 3))
    assert drawn("abc", sample.candidates[::-1], 3) == drawn("abc", sample.candidates, 3)
    assert any(
        drawn(str(seed), sample.candidates, 3) != drawn("abc", sample.candidates, 3) for seed in range(9)
    )
    # What was asked about is not drawn again.
    again = draw_sample(week_from=first, size=50, by=coordinator)
    assert len(again.candidates) == 3
    with pytest.raises(ValidationError, match="not checked yet"):
        draw_sample(week_from=first, size=1, by=coordinator)


def test_no_week_that_has_not_begun_is_drawn_from(desk):
    page = desk.post(PAGE, {"week_from": "9999-12-31", "size": "1"})
    assert page.status_code == 422
    assert "This day is in the future." in page.content.decode()


def test_what_is_not_confirmed_leads_to_sending_back_or_rejecting(desk, week, coordinator):
    first = min(session.held_on for session in week)
    assert desk.post(PAGE, {"week_from": first.isoformat(), "size": "6"}).status_code == 302
    one, other, *_rest = SpotCheck.objects.filter(training_session__status="verified")
    desk.post(f"{PAGE}{one.pk}/", {"result": "confirmed", "note": "The headmaster remembers it."})
    desk.post(f"{PAGE}{other.pk}/", {"result": "not_confirmed", "note": ""})
    other.refresh_from_db()
    assert other.result == "open"
    there = desk.post(f"{PAGE}{other.pk}/", {"result": "not_confirmed", "note": "Nobody came that day."})
    page = desk.get(there.url).content.decode()
    assert "Nobody came that day.</textarea>" in page
    session = other.training_session
    data = {"decision": "reject", "seen": session.version, "reason": "Nobody came that day."}
    desk.post(f"/admin/training-sessions/{session.pk}/", data)
    session.refresh_from_db()
    assert session.status == TrainingSession.Status.REJECTED
    one.refresh_from_db()
    assert (one.result, one.by) == ("confirmed", coordinator)
    with pytest.raises(ValidationError):
        record_spot_check(check=one, result="confirmed", by=coordinator)
    assert "The headmaster remembers it." in desk.get(PAGE).content.decode()


def test_what_was_not_confirmed_is_verified_neither_with_others_nor_by_policy(desk, held, coordinator):
    session = held(3)
    sample = draw_sample(week_from=session.held_on, size=1, by=coordinator)
    record_spot_check(
        check=sample.checks.get(), result="not_confirmed", by=coordinator, note="Nobody <came>."
    )
    outcome = verify_clean(seen={session.pk: session.version}, by=coordinator)
    assert (outcome.verified, [skipped for skipped, _why in outcome.skipped]) == ([], [session])
    ReviewPolicy.objects.create(pk=1, verifies_clean=True, clean_after_days=0)
    assert verify_by_policy(at=timezone.now() + dt.timedelta(days=1)) == 0
    address = f"/admin/training-sessions/{session.pk}/"
    assert "did not confirm it: “Nobody &lt;came&gt;.”" in desk.get(address).content.decode()
    assert f"{address}?spot_check=" in desk.get(PAGE).content.decode()


def test_it_keeps_to_the_area_and_nobody_checks_themselves(
    client, week, coordinator, user, district, elsewhere
):
    first = min(session.held_on for session in week)
    sample = draw_sample(week_from=first, size=2, by=coordinator)
    check = sample.checks.first()
    stranger = coordinator_of(elsewhere.area)
    grant_role(user=user, role="coordinator", area=district, by=None)
    with pytest.raises(PermissionDenied):
        record_spot_check(check=check, result="confirmed", by=stranger)
    with pytest.raises(ValidationError, match="yourself"):
        record_spot_check(check=check, result="confirmed", by=user)
    for somebody in (stranger, user):
        with pytest.raises(ValidationError, match="no clean"):
            draw_sample(week_from=first, size=2, by=somebody)
    client.force_login(stranger)
    assert client.post(f"{PAGE}{check.pk}/", {"result": "confirmed"}).status_code == 404
    assert list(client.get(PAGE).context["page"]) == []


def test_who_only_looks_there_is_not_asked_for_a_result(client, week, coordinator):
    sample = draw_sample(week_from=week[0].held_on, size=1, by=coordinator)
    assert sample.checks.count() == 1
    both = coordinator_of(make.area(level=2))
    grant_role(user=both, role="me_officer", area=week[0].venue.area, by=None)
    for user, is_asked in ((both, False), (coordinator, True)):
        client.force_login(user)
        answer = client.get(PAGE)
        assert len(answer.context["page"]) == 1
        assert ('value="confirmed"' in answer.content.decode()) is is_asked


def test_a_result_has_who_when_and_why(week, coordinator):
    sample = SpotCheckSample.objects.create(
        week_from=week[0].held_on, seed="s", candidates=[], drawn_by=coordinator
    )
    check = SpotCheck.objects.create(sample=sample, training_session=week[0])
    wrong = [
        {"result": "confirmed"},
        {"by": coordinator},
        {"result": "not_confirmed", "by": coordinator, "at": sample.drawn_at},
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            SpotCheck.objects.filter(pk=check.pk).update(**change)


# Settings


def test_rules_and_policy_are_set_by_province_managers_alone(client, coordinator, district):
    load()
    rule = ReviewRule.objects.get(code="short")
    address = f"/admin/review-rules/edit/{rule.pk}/"
    client.force_login(coordinator)
    assert client.get(address).status_code == client.get("/admin/review-rules/").status_code == 302
    assert client.get("/admin/review/policy/").status_code in (302, 403)
    manager = make.user()
    grant_role(user=manager, role="province_manager", area=district, by=None)
    client.force_login(manager)
    UserProfile.objects.create(user=manager, preferred_language="en")
    assert "minutes at least" in client.get("/admin/review-rules/").content.decode()
    assert client.post(address, {"is_on": "on", "weight": "90", "threshold": "30"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.weight, rule.threshold, rule.is_on) == (90, 30, True)
    load()
    assert ReviewRule.in_force()["short"].weight == 90
    policy = {"verifies_clean": "on", "clean_after_days": "5", "sample_size": "4", "second_from_people": "x"}
    policy |= {"location_days": "30", "photo_days": "365"}
    assert client.post("/admin/review/policy/", policy).status_code == 422
    policy["second_from_people"] = ""
    assert client.post("/admin/review/policy/", policy | {"photo_days": "366"}).status_code == 422
    assert client.post("/admin/review/policy/", policy).status_code == 302
    current = ReviewPolicy.current()
    assert (current.clean_after_days, current.location_days) == (5, 30)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewPolicy.objects.create(pk=2)


def test_the_first_staff_page_says_what_waits(desk, week):
    page = desk.get("/admin/").content.decode()
    assert "For you to look at" in page
    assert "Training sessions waiting for review" in page
