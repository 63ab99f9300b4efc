"""A training session is handed in once, whatever the network does, and nothing of it is overwritten unawares."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from ambassadors.models import Ambassador, TrainingSession, TrainingSessionRevision
from ambassadors.sessions.headcount import Headcount
from lms.models import Area
from lms.sync import Status, content_sha256
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_training_session_is_stored_with_cells_revision_and_event(send, payload, user, school):
    content = payload(note="  មនុស្ស\u0000ច្រើន\u0007 ", starts_at="8:30", from_paper=True)
    receipt = send(content)
    assert (receipt.status, receipt.revision, receipt.is_safe) == (Status.STORED, 1, True)
    session = TrainingSession.objects.get(pk=receipt.id)
    assert (session.ambassador, session.venue) == (user.person.ambassador, school)
    assert session.starts_at == dt.time(8, 30)
    assert session.note == "មនុស្សច្រើន"
    assert session.is_from_paper
    assert session.status == TrainingSession.Status.SUBMITTED
    assert Headcount.of(session).cells == {("female", "18-24"): 7, ("male", "18-24"): 4, ("female", "60+"): 1}
    revision = session.revisions.get()
    assert (revision.number, revision.sent_by) == (1, user)
    assert revision.content_sha256 == content_sha256(revision.payload)
    assert [event.kind for event in session.review_events.all()] == ["submitted"]


def test_the_same_item_again_changes_nothing(send, payload):
    first = send(payload())
    again = send(payload(), id=first.id)
    assert (again.status, again.revision) == (Status.ALREADY_STORED, 1)
    assert TrainingSession.objects.count() == TrainingSessionRevision.objects.count() == 1


def test_what_was_stored_once_is_safe_even_when_the_rules_have_changed_since(send, payload, school, user):
    first = send(payload())
    school.closed_on = school.opened_on
    school.save()
    Ambassador.objects.update(status="paused")
    assert send(payload(), id=first.id).status == Status.ALREADY_STORED


def test_other_content_on_the_current_revision_makes_a_new_one_and_reopens_review(send, payload):
    first = send(payload())
    TrainingSession.objects.update(status="verified")
    second = send(
        payload(headcount_total=3, headcount=[{"gender": "male", "age_band": "0-9", "count": 3}]),
        id=first.id,
        base=1,
    )
    session = TrainingSession.objects.get()
    assert (second.status, second.revision) == (Status.STORED, 2)
    assert (session.status, session.revision_number) == ("submitted", 2)
    assert Headcount.of(session).cells == {("male", "0-9"): 3}
    assert [revision.payload["headcount_total"] for revision in session.revisions.all()] == [12, 3]
    assert [event.revision_number for event in session.review_events.all()] == [1, 2]


def test_other_content_on_an_old_revision_is_a_conflict_and_overwrites_nothing(send, payload):
    first = send(payload())
    send(payload(note="ពីទូរសព្ទមួយ"), id=first.id, base=1)
    late = send(payload(note="ពីទូរសព្ទពីរ"), id=first.id, base=1)
    assert (late.status, late.revision, late.is_safe) == (Status.CONFLICT, 2, False)
    session = TrainingSession.objects.get()
    assert (session.note, session.revision_number) == ("ពីទូរសព្ទមួយ", 2)


def test_the_first_version_arriving_late_is_known_and_going_back_to_it_is_a_new_revision(send, payload):
    first = send(payload())
    send(payload(note="កំណែពីរ"), id=first.id, base=1)
    assert send(payload(), id=first.id).status == Status.ALREADY_STORED
    back = send(payload(), id=first.id, base=2)
    assert (back.status, back.revision) == (Status.STORED, 3)


def test_going_back_while_the_receipt_of_an_edit_is_lost_is_a_conflict_and_not_safe(send, payload):
    first = send(payload())
    edit = payload(note="កំណែពីរ")
    assert send(edit, id=first.id, base=1).revision == 2
    assert send(edit, id=first.id, base=1).status == Status.ALREADY_STORED
    assert send(payload(), id=first.id, base=1).status == Status.CONFLICT
    assert TrainingSession.objects.get().note == "កំណែពីរ"


def test_a_rejected_session_is_not_mended(send, payload):
    first = send(payload())
    TrainingSession.objects.update(status="rejected")
    receipt = send(payload(note="ម្តងទៀត"), id=first.id, base=1)
    assert receipt.status == Status.REFUSED
    assert TrainingSession.objects.get().revision_number == 1


def test_an_id_of_another_ambassador_is_refused(send, payload, district):
    first = send(payload())
    other = make.ambassador(area=district).person.user
    assert send(payload(), id=first.id, by=other).status == Status.REFUSED
    assert TrainingSession.objects.get().revision_number == 1


@pytest.mark.parametrize("status", ["applied", "training", "paused", "left"])
def test_only_an_active_ambassador_logs(send, payload, ambassador, status):
    Ambassador.objects.update(status=status)
    receipt = send(payload())
    assert receipt.status == Status.REFUSED
    assert "coordinator" in receipt.as_json()["errors"]["__all__"]["en"][0]
    assert not TrainingSession.objects.exists()


def test_somebody_who_is_no_ambassador_is_refused(send, payload, district):
    receipt = send(payload(co_ambassadors=[1]), by=make.user(role="coordinator", area=district))
    assert receipt.status == Status.REFUSED


def test_a_phone_with_a_clock_that_runs_ahead_made_it_now(send, payload):
    receipt = send(payload(), made_at=timezone.now() + dt.timedelta(days=365))
    assert TrainingSession.objects.get(pk=receipt.id).made_at <= timezone.now()


def test_it_is_known_who_taught_together(send, payload, district, ambassador):
    near, far = make.ambassador(area=district), make.ambassador()
    receipt = send(payload(co_ambassadors=[near.pk]))
    session = TrainingSession.objects.get(pk=receipt.id)
    assert list(session.co_ambassadors.all()) == [near]
    assert list(TrainingSession.objects.led_by(near)) == [session]
    assert send(payload(co_ambassadors=[far.pk])).status == Status.REFUSED
    trainee = make.ambassador(area=near.area, status="training", required_course_done_at=None)
    assert send(payload(co_ambassadors=[trainee.pk])).status == Status.REFUSED
    assert send(payload(co_ambassadors=[ambassador.pk])).status == Status.REFUSED


def test_an_ambassador_has_colleagues_in_the_whole_district(ambassador, district):
    in_commune = make.ambassador(area=Area.objects.get(parent=district))
    make.ambassador()
    assert list(ambassador.colleagues()) == [in_commune]


def test_sums_do_not_swell_with_the_number_of_ambassadors(send, payload, district, ambassador):
    colleagues = [make.ambassador(area=district) for _ in range(3)]
    send(payload(co_ambassadors=[colleague.pk for colleague in colleagues]))
    (session,) = TrainingSession.objects.led_by(ambassador).with_people().with_women_and_men()
    assert (session.people_total, session.women, session.men) == (12, 8, 4)


@pytest.mark.parametrize("kind", ["observation", "", "Training-Session"])
def test_an_unknown_kind_is_quarantined(send, payload, kind):
    receipt = send(payload(), kind=kind)
    assert receipt.status == Status.QUARANTINED
    assert not TrainingSession.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"headcount": "twelve"},
        {"headcount": [12]},
        {"headcount": [{"gender": "unknown", "age_band": "18-24", "count": 12}]},
        {"headcount": [{"gender": "female", "age_band": "18-25", "count": 12}]},
        {"headcount": [{"gender": "female", "age_band": "18-24", "count": 6}] * 2},
        {"headcount": [{"gender": ["female"], "age_band": "18-24", "count": 6}]},
        {"headcount_total": [12]},
        {"headcount_total": True},
        {"headcount_total": float("inf")},
        {"kind": "party"},
        {"topic": None, "course": "not-a-uuid"},
        {"partner": "all"},
        {"co_ambassadors": ["everyone"]},
        {"note": {"text": "x"}},
        {"from_paper": "yes"},
        {"venue": {"code": "school-1"}},
    ],
)
def test_what_nobody_can_mend_is_quarantined_and_nothing_is_stored(send, payload, changes):
    receipt = send(payload(**changes))
    assert receipt.status == Status.QUARANTINED
    assert not TrainingSession.objects.exists()


def test_a_payload_that_is_no_object_or_endlessly_nested_is_quarantined(send):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    assert send(["training-session"]).status == Status.QUARANTINED
    assert send({"note": nested}).status == Status.QUARANTINED


def test_a_revision_of_something_never_seen_here_is_stored_as_new(send, payload):
    assert send(payload(), id=uuid.uuid4(), base=7).status == Status.STORED
