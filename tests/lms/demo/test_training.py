"""The training sessions of the demonstration and what was decided about them."""

from collections import Counter

import pytest
from django.utils import timezone

from ambassadors.models import HeadcountCell, TrainingSession, TrainingSessionRevision
from ambassadors.sessions.headcount import Headcount
from ambassadors.sync import training_session_schema

pytestmark = pytest.mark.django_db


def test_every_review_state_is_there_with_its_history(loaded):
    states = Counter(TrainingSession.objects.values_list("status", flat=True))
    assert set(states) == set(TrainingSession.Status.values)
    assert 250 <= states.total() <= 400
    assert states["verified"] > 0.7 * states.total()
    assert all(states[state] >= 3 for state in TrainingSession.Status.values)
    assert TrainingSession.objects.filter(status="verified", revision_number=2).exists()
    for session in TrainingSession.objects.prefetch_related("review_events"):
        events = list(session.review_events.all())
        assert events[-1].kind == session.status
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert events[-1].revision_number == session.revision_number
        assert events[0].at == session.received_at >= session.made_at


def test_every_session_says_what_its_last_revision_says(loaded):
    revisions = {
        (each.training_session_id, each.number): each for each in TrainingSessionRevision.objects.all()
    }
    for session in TrainingSession.objects.select_related("venue", "topic").prefetch_related(
        "headcount_cells"
    ):
        payload = revisions[session.pk, session.revision_number].payload
        cells = {(cell["gender"], cell["age_band"]): cell["count"] for cell in payload["headcount"]}
        assert Headcount(cells).cells == Headcount.of(session).cells
        assert payload["headcount_total"] == sum(cells.values())
        assert session.people_with_disabilities <= payload["headcount_total"]
        assert payload["held_on"] == session.held_on.isoformat()
        assert payload["venue"] == session.venue.code
        assert session.venue.is_open(on=session.held_on)


def test_the_field_pages_would_take_every_session(loaded):
    today = {"held_on": timezone.localdate().isoformat()}
    for session in TrainingSession.objects.select_related("ambassador__person__user"):
        content = training_session_schema(
            session.revisions.get(number=1).payload | today, by=session.ambassador.person.user
        )
        assert content.kind == session.kind


def test_headcounts_have_believable_sizes(loaded):
    sizes = {}
    for session in TrainingSession.objects.with_people().filter(status="verified"):
        sizes.setdefault(session.kind, []).append(session.people_total)
    for kind, least, most in (("school", 25, 45), ("community", 6, 20), ("zone", 4, 12), ("home", 2, 5)):
        assert least <= min(sizes[kind]), kind
        assert max(sizes[kind]) <= most + 1, kind
    pupils = HeadcountCell.objects.filter(training_session__kind="school")
    assert set(pupils.values_list("age_band", flat=True)) == {"10-14", "15-17"}
