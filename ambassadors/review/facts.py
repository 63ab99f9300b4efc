"""What flags look at: the facts of a training session, and the picture of those beside it. No queries."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from ambassadors.models import TrainingSession

State = TrainingSession.Status


@dataclass(slots=True)
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
    location_forgotten_at: dt.datetime | None = None
    teachers: frozenset = frozenset()
    cells: frozenset = frozenset()
    named: int = 0
    cardless: int = 0
    roster: frozenset = frozenset()  # keys of the people named

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

    def minutes_shared(self, other):
        """How many minutes of its day both took, negative where some lay between; None where one does not say when."""
        if not (self.span and other.span):
            return None
        return min(self.span[1], other.span[1]) - max(self.span[0], other.span[0])


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
    steps: dict = field(default_factory=dict)  # {ambassador: [(kind of event, day)], the oldest first}
    denied: dict = field(default_factory=dict)  # {id: what whoever was asked once more said instead}

    def __post_init__(self):
        self.by_teacher, self.by_venue, self.by_person = (defaultdict(list) for _n in range(3))
        for session in {session.id: session for session in [*self.asked, *self.others]}.values():
            self.by_venue[session.venue, session.held_on].append(session)
            for teacher in session.teachers:
                self.by_teacher[teacher, session.held_on].append(session)
            for person in session.roster:
                self.by_person[person, session.held_on].append(session)
