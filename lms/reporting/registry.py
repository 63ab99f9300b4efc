"""What the apps declare about whom they reached: the common shape, and the list of declarations.

Each app with something to count has a `reach.py` that registers it here, found as `admin.py` is. So the reports
know every channel and this package knows no app above it.

Every declaration gives query sets of its own rows and says, for each name of the shape, where it stands: a field
path or an expression. Reports select only the names they need, so a query joins only what it counts by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

PARTICIPATION_SHAPE = {
    "record": "id of the record behind it: the training session's, or the completed lesson's",
    "person": "id of the registered person; null for a guest or someone counted without a name",
    "gender": "code of Gender: the person's own, or as counted, or of the one-tap question",
    "birth_year": "year, or null",
    "age_band": "code of AgeBand as stated or counted; read only where there is no birth year",
    "disability": "code of Disability",
    "area": "id of the area it happened in, or null",
    "setting": "code of Setting, or null",
    "venue": "code of the venue, or null",
    "venue_kind": "code of the venue kind, or null",
    "course": "translation key of the course, or null",
    "initiative": "code of Initiative; empty where it is the course's own",
    "day": "local date of the participation",
    "weight": "how many participations the row stands for",
}

DELIVERY_SHAPE = {
    "record": "id of the training session",
    "status": "its review state at the cut-off: verified, submitted, returned, rejected or duplicate",
    "day": "local date it was held",
    "area": "id of the area of its venue",
    "setting": "code of Setting",
    "venue": "code of the venue",
    "venue_en": "name of the venue in English",
    "venue_km": "name of the venue in Khmer",
    "kind": "what sort of training session",
    "course": "translation key of the course, or null",
    "topic_en": "topic in English, or null",
    "topic_km": "topic in Khmer, or null",
    "minutes": "duration",
    "people_with_disabilities": "as counted by the facilitator, a separate figure",
}

USAGE_SHAPE = {
    "place": "code of the zone",
    "place_en": "name in English",
    "place_km": "name in Khmer",
    "area": "id of the area",
    "setting": "code of Setting",
    "day": "local date",
    "connections": "connections that began that day",
    "devices": "devices seen that day",
    "seconds": "time connected",
    "bytes": "volume in both directions",
}

# Why a delivery's state says whether its participations count.
COUNTED, PENDING = "verified", "submitted"
DELIVERY_STATES = (COUNTED, PENDING, "returned", "rejected", "duplicate")


@dataclass(frozen=True)
class Participations:
    """One channel's participations.

    `rows(state, as_of)`: query set of the rows that at the cut-off were in one of DELIVERY_STATES.
    `total(state, period, areas, as_of)`: the same total by the shortest statement the app can make, on its own
    tables; reports are compared with it. `areas` is None or a list of area ids.
    """

    channel: str
    name_en: str
    name_km: str
    rows: Callable
    columns: Mapping
    total: Callable
    in_deliveries: bool = False
    order: int = 0


@dataclass(frozen=True)
class Deliveries:
    """Training sessions. `rows(as_of)`: every one received by the cut-off, whatever its state.

    `columns(as_of)`: DELIVERY_SHAPE. `records_url(period, state)`: the staff page that lists them.
    """

    name: str
    rows: Callable
    columns: Callable
    records_url: Callable


@dataclass(frozen=True)
class Usage:
    """How devices used the Wi-Fi, by place and day. `places()` are all places, used or not.

    `records_url(period)`: the staff page that lists it.
    """

    name: str
    rows: Callable
    columns: Mapping
    places: Callable
    place_columns: Mapping
    records_url: Callable


_declared = {}


def register(declaration):
    """Adds a declaration; each kind and name once. Raises ImproperlyConfigured for a second one or a wrong shape."""
    key = (type(declaration), getattr(declaration, "channel", None) or declaration.name)
    if key in _declared:
        raise ImproperlyConfigured(f"Two apps declare {key[1]} to the reach report.")
    if isinstance(declaration, Participations | Usage):
        shape = PARTICIPATION_SHAPE if isinstance(declaration, Participations) else USAGE_SHAPE
        if set(declaration.columns) != set(shape):
            wrong = sorted(set(declaration.columns) ^ set(shape))
            raise ImproperlyConfigured(f"The reach declaration {key[1]} differs in {wrong}.")
    _declared[key] = declaration


def participations():
    """All channels, in the order in which reports show them."""
    return sorted(_of(Participations), key=lambda source: (source.order, source.channel))


def deliveries():
    return _of(Deliveries)


def usage():
    return _of(Usage)


def _of(kind):
    return [declared for (of_kind, _name), declared in _declared.items() if of_kind is kind]
