"""Reads the facts of many training sessions at once: the number of queries never grows with theirs."""

from collections import defaultdict
from statistics import median

from django.db.models import CharField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from ambassadors.models import (
    AmbassadorEvent,
    Attendance,
    HeadcountCell,
    SchoolEnrolment,
    SpotCheck,
    TrainingSession,
)
from ambassadors.review.facts import Facts, Picture
from lms.models import SetAsideItem, SyncItem

State = TrainingSession.Status
# What was said not to have taken place, or twice, is nothing to compare with.
IGNORED = [State.REJECTED, State.DUPLICATE]
# So many verified sessions with a location show where a venue without coordinates is.
LOCATIONS_NEEDED = 3
# In the order of the fields of Facts.
COLUMNS = [
    "pk",
    "ambassador_id",
    "held_on",
    "venue_id",
    "duration_minutes",
    "starts_at",
    "kind",
    "grade",
    "venue_text",
    "latitude",
    "longitude",
    "accuracy_metres",
    "venue__latitude",
    "venue__longitude",
    "venue__area_id",
    "status",
    "revision_number",
    "checked_by_id",
    "made_at",
    "received_at",
    "location_forgotten_at",
]


def read(sessions):
    """The Picture of a query set of training sessions."""
    columns = ("pk", "held_on", "ambassador", "venue", Subquery(_before().values("pk")[:1]))
    rows = list(sessions.order_by().values_list(*columns))
    previous = {pk: before for pk, *_rest, before in rows if before}
    asked = {pk for pk, *_rest in rows}
    days, leads, venues = ({row[column] for row in rows} for column in (1, 2, 3))
    joint = TrainingSession.co_ambassadors.through.objects.filter(trainingsession__held_on__in=days)
    teachers = leads.union(joint.filter(trainingsession__in=asked).values_list("ambassador", flat=True))
    named = Attendance.objects.filter(training_session__held_on__in=days).order_by()
    people = named.filter(training_session__in=asked).values("person")
    beside = Q(held_on__in=days) & (
        Q(ambassador__in=teachers)
        | Q(venue__in=venues)
        | Q(pk__in=joint.filter(ambassador__in=teachers).values("trainingsession"))
        | Q(pk__in=named.filter(person__in=people).values("training_session"))
    )
    wanted = TrainingSession.objects.filter(
        Q(pk__in=asked) | Q(pk__in=previous.values()) | beside & ~Q(status__in=IGNORED)
    )
    found = {facts.id: facts for facts in _facts(wanted)}
    for pk, ambassador in joint.filter(ambassador__in=teachers).values_list("trainingsession", "ambassador"):
        if pk in found:
            found[pk].teachers |= {ambassador}
    judged = [found[pk] for pk in asked]
    places = {(session.venue, session.held_on) for session in judged}
    compared = {pk for pk, session in found.items() if (session.venue, session.held_on) in places}
    _add_cells(found, compared | asked | set(previous.values()))
    _add_named(found, asked, named.filter(training_session__in=found))
    return Picture(
        asked=judged,
        others=[session for pk, session in found.items() if pk not in asked],
        previous={pk: found[before] for pk, before in previous.items()},
        enrolled=_enrolled(judged),
        places=_places(judged),
        clocks=_clocks(asked),
        conflicts=_conflicts(asked),
        steps=_steps(judged),
        denied=_denied(asked),
    )


def _before():
    """The sessions before one of the same ambassador, the latest first."""
    is_earlier = Q(held_on__lt=OuterRef("held_on")) | Q(
        held_on=OuterRef("held_on"), made_at__lt=OuterRef("made_at")
    )
    mine = TrainingSession.objects.filter(is_earlier, ambassador=OuterRef("ambassador"))
    return mine.exclude(status__in=IGNORED).order_by("-held_on", "-made_at")


def _facts(sessions):
    for row in sessions.order_by().values_list(*COLUMNS).iterator(chunk_size=5000):
        yield Facts(*row)


def _add_cells(found, compared):
    cells = {pk.hex: [] for pk in compared}
    # As text: ten thousand rows are read in half the time when no UUID is made of each.
    rows = HeadcountCell.objects.filter(training_session__in=compared).annotate(
        of=Cast("training_session", CharField())
    )
    for of, *cell in rows.values_list("of", "gender", "age_band", "count"):
        cells[of.replace("-", "")].append(tuple(cell))
    for pk in compared:
        found[pk].cells = frozenset(cells[pk.hex])


def _add_named(found, asked, attendances):
    """Who was named. No card is odd only of people whose data is still there."""
    rosters = defaultdict(set)
    columns = ("training_session", "person", "person__learner_card", "person__erased_at")
    for of, person, card, erased_at in attendances.values_list(*columns):
        rosters[of].add(person)
        if of in asked:
            found[of].named += 1
            found[of].cardless += card is None and erased_at is None
    for of, people in rosters.items():
        found[of].roster = frozenset(people)


def _enrolled(judged):
    venues = {session.venue for session in judged if session.kind == TrainingSession.Kind.SCHOOL}
    rows = SchoolEnrolment.objects.filter(school__venue__in=venues).values_list(
        "school__venue", "school_year", "grade"
    )
    return {tuple(where): pupils for *where, pupils in rows.annotate(pupils=Sum("count")).order_by()}


def _places(judged):
    """Where venues without coordinates are, as the phones at their verified sessions say: the middle one of them."""
    unknown = {
        session.venue
        for session in judged
        if session.latitude is not None and session.venue_latitude is None and not session.venue_text
    }
    seen = defaultdict(list)
    located = TrainingSession.objects.verified().filter(venue__in=unknown, latitude__isnull=False)
    for venue, *where in located.order_by().values_list("venue", "latitude", "longitude"):
        seen[venue].append(where)
    return {
        venue: tuple(float(median(axis)) for axis in zip(*wheres, strict=True))
        for venue, wheres in seen.items()
        if len(wheres) >= LOCATIONS_NEEDED
    }


def _clocks(asked):
    items = SyncItem.objects.filter(pk__in=asked).filter(Q(is_clamped=True) | Q(clock_skew__isnull=False))
    return {
        pk: (is_clamped, skew) for pk, is_clamped, skew in items.values_list("pk", "is_clamped", "clock_skew")
    }


def _steps(judged):
    steps = defaultdict(list)
    events = AmbassadorEvent.objects.filter(ambassador__in={session.ambassador for session in judged})
    for ambassador, kind, at in events.order_by("at", "pk").values_list("ambassador", "kind", "at"):
        steps[ambassador].append((kind, localdate(at)))
    return steps


def _denied(asked):
    checks = SpotCheck.objects.filter(training_session__in=asked, result=SpotCheck.Result.NOT_CONFIRMED)
    return dict(checks.order_by("at").values_list("training_session", "note"))


def _conflicts(asked):
    items = SetAsideItem.objects.open().filter(kind="training-session", reason=SetAsideItem.Reason.CONFLICT)
    return frozenset(items.filter(item_id__in=asked).values_list("item_id", flat=True))
