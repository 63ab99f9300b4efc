"""Two ambassadors taught one session and both sent it: once for the programme, and once in the record of each."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ambassadors.home.figures import figures_of
from ambassadors.models import TrainingSession
from ambassadors.review.actions import free_duplicate, mark_duplicate
from ambassadors.review.decisions import verify
from ambassadors.review.queue import waiting_for
from ambassadors.team.service import service_of
from ambassadors.team.service_certificates import issue_service_certificate
from lms.actions.roles import grant_role
from tests.lms.reporting.tables import reach

pytestmark = pytest.mark.django_db

State = TrainingSession.Status
PAGE = "/admin/training-sessions/{}/"
TOGETHER = "They taught it together: it counts for both"


def record_of(ambassador):
    figures, service = (
        figures_of(ambassador, on=timezone.localdate() - dt.timedelta(days=1)),
        service_of(ambassador),
    )
    return figures["verified"], figures["people"], figures["minutes_all"], service.sessions, service.minutes


def test_one_session_sent_by_both_who_taught_it_counts_in_the_record_of_each_and_once_for_the_programme(
    desk, pair, coordinator, held
):
    one, copy = pair
    year, both = f"{one.held_on.year}", (one.ambassador, copy.ambassador)
    alone = (1, 11, one.duration_minutes, 1, one.duration_minutes)
    address = f"/admin/review/sessions/{copy.pk}/duplicate/"
    page = desk.get(address)
    assert page.context["form"]["is_taught_together"].value() is True
    assert TOGETHER in page.content.decode()
    data = {"original": one.pk, "seen": copy.version, "reason": "", "is_taught_together": "on"}
    assert desk.post(address, data).status_code == 302
    copy.refresh_from_db()
    assert (copy.status, copy.duplicate_of, copy.is_taught_together) == (State.DUPLICATE, one, True)
    assert [record_of(ambassador) for ambassador in both] == [alone, alone]
    assert reach(year).participations.total() == 11
    assert "Taught together" in copy.review_events.last().reason
    assert TOGETHER in desk.get(PAGE.format(copy.pk)).content.decode()
    certificate = issue_service_certificate(ambassador=copy.ambassador, by=copy.ambassador.person.user)
    assert (certificate.sessions, certificate.participations) == (1, 11)

    # Where the one that counts names the colleague too, and another copy is marked, it counts once all the same.
    one.co_ambassadors.add(copy.ambassador)
    third = held(1, ambassador=copy.ambassador)
    mark_duplicate(session=third, original=one, by=coordinator, is_taught_together=True)
    assert record_of(copy.ambassador) == alone
    one.co_ambassadors.clear()
    third.refresh_from_db()
    free_duplicate(session=third, by=coordinator, reason="two classes")
    copy.refresh_from_db()
    desk.post(f"/admin/review/sessions/{copy.pk}/free/", {"seen": copy.version, "reason": "two classes"})
    copy.refresh_from_db()
    assert (copy.status, copy.is_taught_together) == (State.SUBMITTED, False)
    assert record_of(copy.ambassador) == (0, 0, 0, 0, 0)


def test_taught_together_is_a_choice_and_none_where_one_ambassador_sent_both(desk, pair, held, coordinator):
    one, copy = pair
    address = "/admin/review/sessions/{}/duplicate/"
    desk.post(address.format(copy.pk), {"original": one.pk, "seen": copy.version})
    copy.refresh_from_db()
    assert (copy.status, copy.is_taught_together) == (State.DUPLICATE, False)
    assert record_of(copy.ambassador) == (0, 0, 0, 0, 0)

    again = held(1)
    page = desk.get(address.format(again.pk))
    assert "is_taught_together" not in page.context["form"].fields
    mark_duplicate(session=again, original=one, by=coordinator, is_taught_together=True)
    again.refresh_from_db()
    assert (again.is_taught_together, again.review_events.last().reason) == (False, "")
    assert record_of(one.ambassador)[0] == 1


def test_what_names_the_colleague_already_is_not_proposed_as_taught_together(desk, pair):
    one, copy = pair
    one.co_ambassadors.add(copy.ambassador)
    page = desk.get(f"/admin/review/sessions/{copy.pk}/duplicate/")
    assert page.context["form"]["is_taught_together"].value() is False


def test_nobody_decides_about_what_counts_for_them_because_they_sent_it_too(pair, coordinator, school):
    one, copy = pair
    mark_duplicate(session=copy, original=one, by=coordinator, is_taught_together=True)
    colleague = copy.ambassador.person.user
    grant_role(user=colleague, role="coordinator", area=school.area, by=None)
    TrainingSession.objects.filter(pk=one.pk).update(status=State.SUBMITTED)
    one.refresh_from_db()
    assert not waiting_for(colleague).exists()
    with pytest.raises(ValidationError, match="yourself"):
        verify(session=one, by=colleague)
    # What waits counts for nobody yet.
    assert figures_of(copy.ambassador)["waiting"] == 0
