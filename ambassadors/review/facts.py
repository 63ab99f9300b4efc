"""What is needed to judge training sessions, read for all of them at once: the number of queries never grows."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.utils.timezone import localtime

from ambassadors.models import Attendance, HeadcountCell, SchoolEnrolment, TrainingSession
from lms.models import SetAsideItem, SyncItem

State = TrainingSession.Status
# What was said not to have taken place, or twice, is nothing to compare with.
IGNORED = [State.REJECTED, State.DUPLICATE]
# So many verified sessions with a location show where a venue without coordinates is.
LOCATIONS_NEEDED = 3


@dataclass
class Facts:
    """One training session, as far as flags look at it."""

    id: uuid.UUID
    ambassador: int
    held_on: dt.date
    venue: int
    minutes: int = 60
    starts_at: dt.time | None = None
    kind: str = TrainingSession.Kind.COMMUNITY
    grade: str = ""
    venue_text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: int | None = None
    venue_latitude: float | None = None
    venue_longitude: float | None = None
    area: int | None = None
    status: str = State.SUBMITTED
    revision: int = 1
    checked_by: int | None = None
    made_at: dt.datetime | None = None
    received_at: dt.datetime | None = None
    teachers: frozenset = frozenset()
    cells: frozenset = frozenset()
    named: int = 0
    cardless: int = 0

    def __post_init__(self):
        self.teachers |= {self.ambassador}

    @property
    def people(self):
        return sum(count for *_where, count in self.cells) + self.named

    @property
    def version(self):
        """As TrainingSession.version."""
        return f"{self.revision}-{self.status}{'-once' if self.checked_by else ''}"

    @property
    def span(self):
        """(first, last minute) of its day, or None when it does not say when it began."""
        if self.starts_at is None:
            return None
        begin = self.starts_at.hour * 60 + self.starts_at.minute
        return begin, begin + self.minutes


COLUMNS = {
    "id": "pk",
    "ambassador": "ambassador_id",
    "held_on": "held_on",
    "venue": "venue_id",
    "minutes": "duration_minutes",
    "starts_at": "starts_at",
    "kind": "kind",
    "grade": "grade",
    "venue_text": "venue_text",
    "latitude": "latitude",
    "longitude": "longitude",
    "accuracy": "accuracy_metres",
    "venue_latitude": "venue__latitude",
    "venue_longitude": "venue__longitude",
    "area": "venue__area_id",
    "status": "status",
    "revision": "revision_number",
    "checked_by": "checked_by_id",
    "made_at": "made_at",
    "received_at": "received_at",
}


@dataclass
class Picture:
    """The sessions to be judged, and everything they are compared with."""

    asked: list
    others: list = field(default_factory=list)
    previous: dict = field(
        default_factory=dict
    )  # {id: the Facts of the session before, by the same ambassador}
    enrolled: dict = field(default_factory=dict)  # {(venue, school year, grade): pupils}
    places: dict = field(default_factory=dict)  # {venue: (latitude, longitude)} where most sessions were
    clocks: dict = field(default_factory=dict)  # {id: (moment was impossible, seconds ahead or None)}
    conflicts: frozenset = frozenset()  # ids with two versions

    def __post_init__(self):
        self.by_teacher, self.by_venue = defaultdict(list), defaultdict(list)
        for session in {session.id: session for session in [*self.asked, *self.others]}.values():
            self.by_venue[session.venue, session.held_on].append(session)
            for teacher in session.teachers:
                self.by_teacher[teacher, session.held_on].append(session)


def read(sessions):
    """The Picture of a query set of training sessions, in a constant number of queries."""
    before = (
        TrainingSession.objects.filter(ambassador=OuterRef("ambassador"))
        .filter(
            Q(held_on__lt=OuterRef("held_on"))
            | Q(held_on=OuterRef("held_on"), made_at__lt=OuterRef("made_at"))
        )
        .exclude(status__in=IGNORED)
        .order_by("-held_on", "-made_at")
    )
    rows = sessions.order_by().values_list("pk", "held_on", Subquery(before.values("pk")[:1]))
    asked = {pk: previous for pk, _day, previous in rows}
    days = {day for _pk, day, _previous in rows}
    same_days = TrainingSession.objects.filter(held_on__in=days)
    found = {pk: Facts(**row) for row in _values(same_days.exclude(status__in=IGNORED)) for pk in [row["id"]]}
    if missing := asked.keys() - found.keys():
        found |= {row["id"]: Facts(**row) for row in _values(same_days.filter(pk__in=missing))}
    missing = {previous for previous in asked.values() if previous} - found.keys()
    earlier = {row["id"]: Facts(**row) for row in _values(TrainingSession.objects.filter(pk__in=missing))}
    _add_people(found | earlier, days, missing, asked)
    judged = [found[pk] for pk in asked]
    return Picture(
        asked=judged,
        others=[session for pk, session in found.items() if pk not in asked],
        previous={pk: (found | earlier)[previous] for pk, previous in asked.items() if previous},
        enrolled=_enrolled(judged),
        places=_places(judged),
        clocks=_clocks(asked),
        conflicts=frozenset(
            SetAsideItem.objects.open()
            .filter(kind="training-session", reason=SetAsideItem.Reason.CONFLICT, item_id__in=asked)
            .values_list("item_id", flat=True)
        ),
    )


def _values(sessions):
    for row in sessions.order_by().values_list(*COLUMNS.values()).iterator(chunk_size=5000):
        yield dict(zip(COLUMNS, row, strict=True))


def _add_people(found, days, earlier, asked):
    """Cells, co-ambassadors and named people."""
    mine = Q(training_session__held_on__in=days) | Q(training_session__in=earlier)
    cells = defaultdict(list)
    for pk, *cell in HeadcountCell.objects.filter(mine).values_list(
        "training_session", "gender", "age_band", "count"
    ):
        cells[pk].append(tuple(cell))
    together = defaultdict(set)
    joint = TrainingSession.co_ambassadors.through.objects.filter(trainingsession__held_on__in=days)
    for pk, ambassador in joint.values_list("trainingsession", "ambassador"):
        together[pk].add(ambassador)
    for pk, session in found.items():
        session.cells = frozenset(cells[pk])
        session.teachers |= together[pk]
    named = Attendance.objects.filter(training_session__in=asked).values("training_session").order_by()
    counts = named.annotate(named=Count("pk"), cards=Count("person__learner_card"))
    for pk, people, cards in counts.values_list("training_session", "named", "cards"):
        found[pk].named, found[pk].cardless = people, people - cards


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


def local_day(moment):
    return localtime(moment).date()
