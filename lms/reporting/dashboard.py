"""The reach report as the staff page shows it: four measures apart, then by age and by area."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.models import Gender
from lms.reporting import registry
from lms.reporting.checks import check
from lms.reporting.people import together
from lms.reporting.tables.breakdowns import (
    REACH_AGE,
    REACH_AREA,
    REACH_CHANNEL,
    participations_in_whole,
    pending_by_channel,
    people_in_whole,
)
from lms.reporting.tables.methodology import DEFINITIONS
from lms.reporting.tables.shape import GENDERS, NOT_RECORDED, WHOLE, usage_values

DEPTHS = {"province": 0, "district": 1, "commune": 2}


@dataclass(frozen=True)
class Bar:
    """One part of a bar of genders. `share` of the whole bar, 0 to 1."""

    gender: str
    label: str
    count: int
    share: float

    @property
    def width(self):
        return f"{self.share * 100:.2f}"


@dataclass(frozen=True)
class Line:
    """One line of a table: eight values of people, eight of participations, and what else the table has."""

    label: str
    depth: int
    is_whole: bool
    is_gap: bool
    people: dict
    participations: dict
    sessions: int | None = None


def bars(counts):
    total = counts.total()
    labels = {
        Gender.FEMALE: _("Women and girls"),
        Gender.MALE: _("Men and boys"),
        Gender.ANOTHER: _("Another"),
        Gender.UNDISCLOSED: _("Prefers not to say"),
        Gender.NOT_RECORDED: _("Not recorded"),
    }
    return [
        Bar(code.value, labels[code], counts[code], counts[code] / total if total else 0)
        for code, _english, _khmer in GENDERS
    ]


def percent(share):
    return None if share is None else f"{share * 100:.0f} %"


class Dashboard:
    """Everything the page shows, counted and reconciled when it is made. Raises DoesNotReconcile."""

    def __init__(self, reach):
        self.reach = reach
        self.is_english = get_language() == "en"
        tables = {table.name: list(table.rows(reach)) for table in (REACH_AGE, REACH_AREA, REACH_CHANNEL)}
        check(reach, tables)
        self.period = reach.period.label("en" if self.is_english else "km")
        self.area = reach.scope.label("en" if self.is_english else "km")
        self.ages = [
            self._line(REACH_AGE, row, "Age in English", "Age in Khmer") for row in tables["reach_age"]
        ]
        self.areas = [self._line(REACH_AREA, row, "Area", "Area in Khmer") for row in tables["reach_area"]]

    def _line(self, table, row, english, khmer):
        values = dict(zip([column.name for column in table.columns], row, strict=True))
        level = values.get("Level", "")
        return Line(
            label=values[english if self.is_english else khmer],
            depth=DEPTHS.get(level, 1 if values.get("Part of") else 0),
            is_whole=values["Row"] == WHOLE,
            is_gap=NOT_RECORDED in (level, values.get("Age band")),
            people=_measure(values, "People reached"),
            participations=_measure(values, "Participations"),
            sessions=values.get("Training sessions"),
        )

    @property
    def definitions(self):
        """{item: (name, definition)} in the language of the page"""
        return {
            item: (name_en, text_en) if self.is_english else (name_km, text_km)
            for item, name_en, name_km, text_en, text_km, _additive in DEFINITIONS
        }

    @property
    def people(self):
        counts = people_in_whole(self.reach)
        new = sum(count for (_gender, _band, is_new), count in self.reach.people.cells.items() if is_new)
        return {
            "total": counts.total(),
            "bars": bars(counts),
            "female_share": percent(counts.female_share),
            "new": new,
            "returning": counts.total() - new,
            "named_share": percent(self.reach.named_share),
        }

    @property
    def participations(self):
        counts = participations_in_whole(self.reach)
        by_channel = self.reach.participations_by(lambda channel, *cell: channel)
        channels = [
            (
                source.name_en if self.is_english else source.name_km,
                by_channel[source.channel].total() if source.channel in by_channel else 0,
            )
            for source in registry.participations()
        ]
        return {
            "total": counts.total(),
            "bars": bars(counts),
            "female_share": percent(counts.female_share),
            "channels": channels,
            "pending": together(pending_by_channel(self.reach).values()).total(),
        }

    @property
    def sessions(self):
        by_state = dict.fromkeys(registry.DELIVERY_STATES, 0)
        for (state, _area), count in self.reach.delivered.items():
            by_state[state] += count
        urls = {
            state: source.records_url(self.reach.period, state)
            for source in registry.deliveries()
            for state in registry.DELIVERY_STATES
        }
        return {**by_state, "urls": urls}

    @property
    def wifi(self):
        connections, devices, hours, gigabytes = usage_values(self.reach.wifi)
        return {
            "connections": connections,
            "devices": devices,
            "hours": hours,
            "gigabytes": gigabytes,
            "zones": len(self.reach.wifi),
            "silent": sum(1 for place in self.reach.wifi if not place.days),
            "urls": [source.records_url(self.reach.period) for source in registry.usage()],
        }


def _measure(values, measure):
    return {
        "female": values[f"{measure}: female"],
        "male": values[f"{measure}: male"],
        "other": values[f"{measure}: another"] + values[f"{measure}: undisclosed"],
        "not_recorded": values[f"{measure}: not recorded"],
        "total": values[f"{measure}: total"],
        "female_share": percent(values[f"{measure}: % female of known"]),
        "ratio": values[f"{measure}: female/male ratio"],
    }
