"""When and where each ambassador taught, and what about."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from ambassadors.demo.team import PAUSED_SINCE
from ambassadors.models import Ambassador, Topic, TrainingSession
from lms.demo.learning import course_keys
from lms.demo.registry import DAYS, Refused, weighted
from lms.models import Venue

Kind = TrainingSession.Kind

KINDS = {Kind.SCHOOL: 42, Kind.COMMUNITY: 34, Kind.ZONE: 18, Kind.HOME: 12}
VENUE_KINDS = {
    Kind.SCHOOL: {"school"},
    Kind.COMMUNITY: {"commune-hall", "pagoda", "neighbourhood-centre"},
    Kind.ZONE: {"wifi-zone"},
    Kind.HOME: {"home"},
}
A_WEEK = {0: 28, 1: 50, 2: 22}
TIMES = {
    Kind.SCHOOL: ["07:30", "08:00", "09:30", "13:30", "14:00", "15:00"],
    Kind.COMMUNITY: ["08:00", "08:30", "14:00", "14:30", "16:00"],
    Kind.ZONE: ["08:30", "15:30", "16:30", "17:00"],
    Kind.HOME: ["09:00", "10:00", "15:00", "16:00"],
}
MINUTES = {
    Kind.SCHOOL: [45, 50, 60, 90],
    Kind.COMMUNITY: [60, 75, 90, 90, 120],
    Kind.ZONE: [30, 45, 60],
    Kind.HOME: [30, 40, 45, 60],
}
LONG_HOLIDAY = (9, 10)  # months without classes
SUNDAY = 6


@dataclass
class Plan:
    """One training session as it took place."""

    number: int
    ambassador: Ambassador
    venue: Venue
    kind: str
    held_on: dt.date
    starts_at: dt.time
    minutes: int
    topic: Topic | None
    course_key: object
    colleagues: list = field(default_factory=list)

    @property
    def district(self):
        return self.venue.area.parent


def plans(demonstration):
    """Every training session of the six months, oldest first."""
    dice = demonstration.dice("training sessions")
    topics = list(Topic.objects.order_by("code"))
    if not topics:
        raise Refused("There are no topics for training sessions. Run load_reference first.")
    team = list(
        Ambassador.objects.filter(person__is_demo=True).select_related("person__user", "area").order_by("pk")
    )
    venues = list(Venue.objects.filter(is_demo=True).select_related("area__parent", "kind").order_by("pk"))
    found, numbers = [], count()
    for ambassador in team:
        near = [venue for venue in venues if venue.area.parent_id == ambassador.area_id]
        for day in _days(demonstration, dice, ambassador):
            kind, venue = _place(dice, day, near)
            follows_course = dice.random() < 0.45
            found.append(
                Plan(
                    number=next(numbers),
                    ambassador=ambassador,
                    venue=venue,
                    kind=kind,
                    held_on=day,
                    starts_at=dt.time.fromisoformat(dice.choice(TIMES[kind])),
                    minutes=dice.choice(MINUTES[kind]),
                    topic=None if follows_course else dice.choice(topics),
                    course_key=course_keys()[0] if follows_course else None,
                    colleagues=_colleagues(demonstration, dice, ambassador, team, day),
                )
            )
    return sorted(found, key=lambda plan: (plan.held_on, plan.starts_at, plan.number))


def _days(demonstration, dice, ambassador):
    """Days on which an ambassador taught: none, one or two in a week, never two sessions on one day."""
    for week in range(DAYS // 7):
        for weekday in sorted(dice.sample(range(7), weighted(dice, A_WEEK))):
            day = demonstration.since + dt.timedelta(days=7 * week + weekday)
            if ambassador.joined_on + dt.timedelta(days=10) <= day and works_on(
                demonstration, ambassador, day
            ):
                yield day


def works_on(demonstration, ambassador, day):
    stopped = (
        ambassador.status == Ambassador.Status.PAUSED and (day - demonstration.since).days > PAUSED_SINCE
    )
    return ambassador.joined_on <= day and not stopped


def _place(dice, day, near):
    """(kind, venue) among the venues near, of a kind that fits the day."""
    weights = dict(KINDS)
    if day.weekday() == SUNDAY or day.month in LONG_HOLIDAY:
        del weights[Kind.SCHOOL]
    possible = {
        kind: [venue for venue in near if venue.kind.code in VENUE_KINDS[kind] and venue.is_open(on=day)]
        for kind in weights
    }
    kind = weighted(dice, {kind: weights[kind] for kind in weights if possible[kind]})
    return kind, dice.choice(possible[kind])


def _colleagues(demonstration, dice, ambassador, team, day):
    free = [
        other
        for other in team
        if other != ambassador and other.area_id == ambassador.area_id and works_on(demonstration, other, day)
    ]
    return [dice.choice(free)] if free and dice.random() < 0.18 else []
