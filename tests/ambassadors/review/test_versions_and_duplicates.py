"""Two versions of one session, one session sent twice."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ambassadors.models import TrainingSession
from ambassadors.review.actions import free_duplicate, mark_duplicate, settle_versions, versions_set_aside
from ambassadors.review.compare import Comparison
from ambassadors.review.decisions import reject, verify
from ambassadors.review.for_phone import settled_versions
from lms.actions.submit_keys import keep_key
from lms.models import SetAsideItem, SyncItem
from lms.sync.state import state_of
from tests import factories as make
from tests.lms.reporting.tables import reach
from tests.lms.sync.sender import Sender, made, new_key

pytestmark = pytest.mark.django_db

State = TrainingSession.Status
MADE_AT = timezone.now() - dt.timedelta(hours=1)
PAGE = "/admin/training-sessions/{}/"


@pytest.fixture
def two(send, payload):
    """A session at revision 2, and another version that came on the base of revision 1."""
    first = send(payload())
    send(payload(note="ពីទូរសព្ទមួយ"), id=first.id, base=1)
    assert send(payload(duration_minutes=90), id=first.id, base=1, made_at=MADE_AT).status == "conflict"
    return TrainingSession.objects.get()


def test_a_version_is_not_dealt_with_unchosen(desk, two, user):
    [item] = versions_set_aside(two)
    address = f"/admin/set-aside/{item.pk}/"
    page = desk.get(address).content.decode()
    assert PAGE.format(two.pk) in page
    assert "deal_with" not in page
    answer = desk.post(address, {"deal_with": "1"}, follow=True).content.decode()
    assert "choose one, and both are dealt with" in answer
    assert phone_says(user, two)[0] == "conflict"
    assert settled_versions(user) == []
    # Nothing is left to choose between once the session is gone.
    two.delete()
    desk.post(address, {"deal_with": "1"})
    item.refresh_from_db()
    assert item.dealt_with_at


def phone_says(user, session):
    [state] = [row for row in state_of(user) if row["id"] == str(session.pk)]
    return state["status"], state["revision"]


def test_the_version_that_is_chosen_becomes_the_newest_and_the_phone_is_told(desk, two, user, coordinator):
    page = desk.get("/admin/review/", {"part": "conflicts"})
    assert [entry.pk for entry in page.context["page"].object_list] == [two.pk]
    assert phone_says(user, two)[0] == "conflict"
    text = desk.get(PAGE.format(two.pk)).content.decode()
    assert "Two versions: choose one" in text
    [item] = versions_set_aside(two)
    data = {"take": item.pk, "seen": two.version, "reason": "asked her"}
    desk.post(f"/admin/review/sessions/{two.pk}/versions/", data)
    two.refresh_from_db()
    assert (two.revision_number, two.duration_minutes, two.note, two.status) == (3, 90, "", State.SUBMITTED)
    assert [revision.payload.get("note") for revision in two.revisions.all()] == [None, "ពីទូរសព្ទមួយ", None]
    event = two.review_events.last()
    assert (event.kind, event.by, event.reason, event.revision_number) == (
        "settled",
        coordinator,
        "asked her",
        3,
    )
    item.refresh_from_db()
    assert item.dealt_with_by == coordinator
    assert phone_says(user, two) == ("stored", 3)
    assert SyncItem.objects.get(pk=two.pk).revision == 3


def test_keeping_what_is_stored_is_a_choice_too(two, user, coordinator, send, payload):
    settle_versions(session=two, by=coordinator, seen=two.version)
    two.refresh_from_db()
    assert (two.revision_number, two.note) == (2, "ពីទូរសព្ទមួយ")
    assert SetAsideItem.objects.get().dealt_with_at is not None
    assert phone_says(user, two) == ("stored", 2)
    # The phone that sends it once more opens nothing anew.
    assert send(payload(duration_minutes=90), id=two.pk, base=1, made_at=MADE_AT).status == "conflict"
    assert not SetAsideItem.objects.open().exists()


def test_a_version_waits_for_the_choice_while_the_other_phone_goes_on(desk, two, user, coordinator, payload):
    [waiting], key = versions_set_aside(two), new_key()
    keep_key(key=key, owner=user)
    phone, id = Sender(Client(), owner=f"user:{user.pk}", key=key), str(two.pk)
    later = made("training-session", payload(note="ម្តងទៀត"), id=id, base_revision=2)
    assert phone.statuses(later) == ["stored"]
    two.refresh_from_db()
    assert (two.revision_number, list(versions_set_aside(two))) == (3, [waiting])
    assert (phone.state()[id]["status"], settled_versions(user)) == ("conflict", [])

    data = {"take": waiting.pk, "seen": two.version}
    desk.post(f"/admin/review/sessions/{two.pk}/versions/", data)
    two.refresh_from_db()
    assert (two.revision_number, two.duration_minutes, two.note) == (4, 90, "")
    assert [event.kind for event in two.review_events.all()] == [*["submitted"] * 4, "settled"]
    waiting.refresh_from_db()
    assert waiting.dealt_with_by == coordinator
    state = phone.state()[id]
    assert (state["status"], state["revision"], settled_versions(user)) == ("stored", 4, [id])


def test_only_the_version_that_was_stored_after_all_waits_no_longer(two, send, payload):
    assert send(payload(duration_minutes=45), id=two.pk, base=1).status == "conflict"
    assert send(payload(duration_minutes=90), id=two.pk, base=2).status == "stored"
    [waiting] = SetAsideItem.objects.open()
    assert '"duration_minutes": 45' in waiting.raw


def test_nobody_chooses_what_changed_meanwhile_what_is_not_theirs_or_a_second_time(
    two, coordinator, elsewhere
):
    with pytest.raises(ValidationError, match="changed meanwhile"):
        settle_versions(session=two, by=coordinator, seen="1-submitted")
    stranger = make.user(role="coordinator", area=elsewhere.area)
    with pytest.raises(PermissionDenied):
        settle_versions(session=two, by=stranger, seen=two.version)
    settle_versions(session=two, by=coordinator, seen=two.version)
    with pytest.raises(ValidationError, match="chosen meanwhile"):
        settle_versions(session=two, by=coordinator, seen=two.version)


def test_only_what_differs_is_marked(payload):
    cells = [
        {"gender": "female", "age_band": "18-24", "count": 3},
        {"gender": "male", "age_band": "60+", "count": 0},
    ]
    new = payload(headcount=cells, headcount_total=3, note="ថ្មី", duration_minutes="60", co_ambassadors=[])
    comparison = Comparison(payload(), new)
    assert [line.label for line in comparison.lines if line.differs] == ["People in all", "Note"]
    assert {(line.label, line.old, line.new) for line in comparison.cells if line.differs} == {
        ("Woman or girl, 18–24 years", 7, 3),
        ("Man or boy, 18–24 years", 4, 0),
        ("Woman or girl, 60 years and over", 1, 0),
    }
    assert Comparison(payload(), payload(co_ambassadors="nonsense", partner={"x": 1}, headcount=7)).lines
    assert not Comparison(payload(), payload()).has_differences


# Duplicates


def test_a_duplicate_counts_once_in_the_reach_report_and_can_be_freed(desk, pair, coordinator):
    one, copy = pair
    year = f"{one.held_on.year}"
    before = timezone.now()
    assert reach(year).participations.total() == 22
    page = desk.get(f"/admin/review/sessions/{copy.pk}/duplicate/")
    assert str(one.pk) in page.content.decode()
    data = {"original": one.pk, "seen": copy.version, "reason": "both sent it"}
    assert desk.post(f"/admin/review/sessions/{copy.pk}/duplicate/", data).status_code == 302
    copy.refresh_from_db()
    assert (copy.status, copy.duplicate_of) == (State.DUPLICATE, one)
    assert reach(year).participations.total() == 11
    assert reach(year, as_of=before).participations.total() == 22
    event = copy.review_events.last()
    assert (event.kind, event.by, event.reason, event.duplicate_of) == (
        "duplicate",
        coordinator,
        "both sent it",
        one,
    )

    marked = timezone.now()
    desk.post(f"/admin/review/sessions/{copy.pk}/free/", {"seen": copy.version, "reason": "two classes"})
    copy.refresh_from_db()
    assert (copy.status, copy.duplicate_of) == (State.SUBMITTED, None)
    assert reach(year).pending.total() == 11
    states = {state for (state, _area), _count in reach(year, as_of=marked).delivered.items()}
    assert states == {"verified", "duplicate"}
    verify(session=copy, by=coordinator)
    assert reach(year).participations.total() == 22
    # What it was in between: an event that was no decision of that kind changes no figure of the past.
    assert reach(year, as_of=copy.review_events.get(kind="reopened").at).pending.total() == 11


def test_what_may_not_be_a_duplicate_of_what(pair, held, coordinator, elsewhere, district):
    one, copy = pair
    far, rejected = make.training_session(venue=elsewhere), held(2, status="rejected")
    for original, problem in ((one, "itself"), (rejected, "does not count")):
        with pytest.raises(ValidationError, match=problem):
            mark_duplicate(session=one, original=original, by=coordinator)
    for session, original in ((one, far), (far, one)):
        with pytest.raises(PermissionDenied):
            mark_duplicate(session=session, original=original, by=coordinator)
    mark_duplicate(session=copy, original=one, by=coordinator)
    third = held(1, ambassador=make.ambassador(area=district))
    for session, original, problem in ((third, copy, "does not count"), (one, third, "free it first")):
        with pytest.raises(ValidationError, match=problem):
            mark_duplicate(session=session, original=original, by=coordinator)
    with pytest.raises(ValidationError, match="free it first"):
        reject(session=one, by=coordinator, reason="ទេ")
    with pytest.raises(PermissionDenied):
        free_duplicate(session=copy, by=make.user(role="coordinator", area=elsewhere.area), reason="ទេ")
    copy.refresh_from_db()
    with pytest.raises(ValidationError):
        free_duplicate(session=copy, by=coordinator, reason=" ")


def test_the_database_knows_no_duplicate_that_counts_nor_one_of_itself(pair):
    one, copy = pair
    for session, change in (
        (copy, {"duplicate_of": one}),
        (copy, {"is_taught_together": True}),
        (copy, {"duplicate_of": copy, "status": "duplicate"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingSession.objects.filter(pk=session.pk).update(**change)


def test_pages_about_a_session_elsewhere_are_not_there(desk, elsewhere):
    far = make.training_session(venue=elsewhere, held_on=timezone.localdate() - dt.timedelta(1))
    for page in ("venue", "duplicate"):
        assert desk.get(f"/admin/review/sessions/{far.pk}/{page}/").status_code == 404
    for page in ("versions", "free"):
        assert (
            desk.post(f"/admin/review/sessions/{far.pk}/{page}/", {"seen": "1-submitted"}).status_code == 404
        )
