"""Two versions of one training session beside each other, as they were sent; only what differs is marked."""

import contextlib
import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, PriorityGroup, Topic, TrainingSession, course_titles
from ambassadors.sessions.places import NOT_LISTED
from lms.models import AgeBand, Gender, Partner, Venue

NOTHING = (None, "", [], {}, 0, False)


@dataclass(frozen=True)
class Line:
    """One field in both versions, readable."""

    label: str
    old: str
    new: str
    differs: bool


class Comparison:
    """`old` and `new` are payloads of the kind training-session; nothing in them is trusted to be as it should."""

    def __init__(self, old, new):
        self.old, self.new = (payload if isinstance(payload, dict) else {} for payload in (old, new))

    @cached_property
    def lines(self):
        """[Line] of every field that one of them says anything in, but for the headcount."""
        known = _labels()
        further = sorted((self.old.keys() | self.new.keys()) - known.keys() - {"headcount"})
        return [
            Line(known.get(name, name), self._shown(name, old), self._shown(name, new), old != new)
            for name in [*known, *further]
            for old, new in [(_told(self.old.get(name)), _told(self.new.get(name)))]
            if old or new
        ]

    @cached_property
    def cells(self):
        """[Line] of every gender and age band that somebody was counted in, in one of them."""
        old, new = _cells(self.old), _cells(self.new)
        return [
            Line(
                f"{gender.label}, {band.label}",
                old.get(key, 0),
                new.get(key, 0),
                old.get(key) != new.get(key),
            )
            for band in AgeBand
            for gender in Gender
            for key in [(str(gender), str(band))]
            if key in old or key in new
        ]

    @property
    def has_differences(self):
        return any(line.differs for line in [*self.lines, *self.cells])

    def _shown(self, name, value):
        if value == "":
            return "–"
        if value is True:
            return _("Yes")
        if name == "held_on" and isinstance(value, str):
            with contextlib.suppress(ValueError):
                return date_format(dt.date.fromisoformat(value))
        values = value if isinstance(value, list) else [value]
        if isinstance(value, dict):
            values = [f"{self._names(name).get(key, key)}: {count}" for key, count in sorted(value.items())]
        return ", ".join(str(self._names(name).get(str(each), each)) for each in values)

    def _names(self, field):
        """{what stands in the payload: what people call it}"""
        return self._all_names.get(field, {})

    @cached_property
    def _all_names(self):
        both = [self.old, self.new]
        venues = Venue.objects.filter(code__in=[str(each.get("venue")) for each in both])
        topics = Topic.objects.filter(code__in=[str(each.get("topic")) for each in both])
        return {
            "venue": {venue.code: venue.name for venue in venues} | {NOT_LISTED: _("Not in the list")},
            "topic": {topic.code: topic.name for topic in topics},
            "course": {str(key): title for key, title in course_titles().items()},
            "kind": dict(TrainingSession.Kind.choices),
            "language": dict(TrainingSession.Language.choices),
            "priority": dict(PriorityGroup.choices),
            "partner": {
                str(partner.pk): partner.name
                for partner in Partner.objects.filter(pk__in=_keys(both, "partner"))
            },
            "co_ambassadors": {
                str(each.pk): str(each)
                for each in Ambassador.objects.filter(pk__in=_keys(both, "co_ambassadors")).select_related(
                    "person"
                )
            },
        }


def _labels():
    return {
        "held_on": _("Date"),
        "starts_at": _("Start"),
        "duration_minutes": _("Duration in minutes"),
        "venue": _("Venue"),
        "venue_text": _("Place not in the list"),
        "kind": _("Kind"),
        "grade": _("Grade and class"),
        "language": _("Language"),
        "course": _("Course"),
        "topic": _("Topic"),
        "co_ambassadors": _("Together with"),
        "partner": _("Partner"),
        "headcount_total": _("People in all"),
        "people_with_disabilities": _("People with disabilities"),
        "priority": _("Priority groups"),
        "roster": _("By name"),
        "roster_consent": _("Agreed to be named"),
        "feedback": _("How learners liked it"),
        "location": _("Location"),
        "photo": _("Photo of the room"),
        "plan": _("Planned session"),
        "note": _("Note"),
        "from_paper": _("From paper"),
    }


def _told(value):
    """What says nothing is one thing, however it was left out; a number is the same typed or counted."""
    if any(value == nothing and type(value) is type(nothing) for nothing in NOTHING):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return sorted(map(str, value)) if isinstance(value, list) else value


def _cells(payload):
    cells = payload.get("headcount")
    found = {}
    for cell in cells if isinstance(cells, list) else []:
        if isinstance(cell, dict) and _told(cell.get("count")):
            found[str(cell.get("gender")), str(cell.get("age_band"))] = cell["count"]
    return found


def _keys(payloads, field):
    """The primary keys in a field of both payloads; a roster of anything else names nobody."""
    values = []
    for payload in payloads:
        value = payload.get(field)
        values += value if isinstance(value, list) else [value]
    return [
        int(value)
        for value in values
        if str(value).isascii() and str(value).isdecimal() and len(str(value)) < 18
    ]
