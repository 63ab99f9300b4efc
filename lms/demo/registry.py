"""What an app adds to the demonstration programme, and what every part of it shares."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

SEED = 2026
NAMESPACE = uuid.UUID("0d4d5a1e-7a3b-5c1f-9a50-5a1a00002026")
DAYS = 182  # six months
MONTHS = 6

_parts = []


@dataclass(frozen=True)
class Part:
    """One app's share of the demonstration, declared in its `demo` module.

    `order` puts lower apps first. `load(demonstration)` writes the share. `rows()` returns querysets of all of it, in
    an order in which they can be deleted; of two for one model the last holds all of that model. `files()` are the
    files that go with them.
    """

    order: int
    load: Callable
    rows: Callable
    files: Callable = list


def register(part):
    _parts.append(part)


def parts():
    """All registered parts, lower apps first."""
    return sorted(_parts, key=lambda part: part.order)


class Refused(Exception):
    """The demonstration cannot be loaded or removed; the text says what to do."""


@dataclass(frozen=True)
class SignIn:
    """A documented way into the demonstration: `secret` is a password, or the PIN of a learner card."""

    role: str
    name: str
    secret: str
    area: str


@dataclass
class Demonstration:
    """The six months before `until` (a city-local day, not included), and the dice that fill them.

    The same `until` gives the same data: each noun throws dice of its own, so that a change to one leaves the
    others as they were.
    """

    until: dt.date
    sign_ins: list[SignIn] = field(default_factory=list)

    @property
    def since(self):
        return self.until - dt.timedelta(days=DAYS)

    @property
    def end(self):
        """The moment before which everything happened."""
        return self.moment(self.until)

    def dice(self, noun):
        return random.Random(f"{SEED} {noun}")  # noqa: S311 made-up data, no secrets

    def id(self, name):
        return uuid.uuid5(NAMESPACE, name)

    def moment(self, day, time=dt.time.min):
        return dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())

    def progress(self, day):
        """How far into the six months a day lies, from 0 to 1."""
        return min(max((day - self.since).days / DAYS, 0), 1)


def weighted(dice, weights):
    """One key of {key: weight}."""
    return dice.choices(list(weights), list(weights.values()))[0]


class Turns:
    """Says yes to a given share of the questions asked under one key, in turn rather than by luck.

    With few people a share would otherwise drown in chance.
    """

    def __init__(self):
        self.owed = {}

    def take(self, key, share):
        self.owed[key] = self.owed.get(key, 0.5) + share
        if self.owed[key] < 1:
            return False
        self.owed[key] -= 1
        return True
