"""The figures of reach: four measures, counted in the database, in one place (R41, R42).

Training sessions, participations, people reached, and Wi-Fi use are never added to one another. Participations
are additive, so each channel is summed by itself; people reached are not, so they are counted over all channels
together (people.py).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, CharField, Count, Sum, Value, When
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThan
from django.utils import timezone

from lms.models import AgeBand
from lms.models.choices import AGE_BAND_LAST_YEAR
from lms.reporting import registry
from lms.reporting.areas import EVERYTHING, AreaTree
from lms.reporting.people import ByGender, People
from lms.reporting.registry import COUNTED, PENDING


@dataclass(frozen=True)
class WifiUse:
    """Wi-Fi use of one place in the period."""

    place: str
    place_en: str
    place_km: str
    area: int
    setting: str
    days: int = 0
    connections: int = 0
    devices: int = 0
    seconds: int = 0
    bytes: int = 0


def age_band_of(source, period):
    """Expression: the age band at the date of the participation.

    Written as comparisons of the birth year for each calendar year of the period: the same on every database,
    and without a function call for each row.
    """
    birth_year, day = source.columns["birth_year"], source.columns["day"]
    years = []
    for year in range(period.start.year, period.last_day.year + 1):
        bands = [When(GreaterThanOrEqual(birth_year, year + 1), then=Value(AgeBand.NOT_RECORDED.value))]
        bands += [
            When(GreaterThanOrEqual(birth_year, year - last), then=Value(band.value))
            for band, last in AGE_BAND_LAST_YEAR.items()
        ]
        in_year = Case(*bands, default=Value(AgeBand.AGE_60.value), output_field=CharField())
        years.append(When(LessThan(day, dt.date(year + 1, 1, 1)), then=in_year))
    return Case(
        When(IsNull(birth_year, True), then=source.columns["age_band"]), *years, output_field=CharField()
    )


class Reach:
    """All figures of one period, scope and cut-off; each is counted when first asked for, and once."""

    def __init__(self, *, period, scope=EVERYTHING, as_of=None):
        self.period = period
        self.scope = scope
        self.as_of = as_of or timezone.now()

    @cached_property
    def areas(self):
        return AreaTree()

    def rows(self, source, state=COUNTED, *, start=None, end=None):
        """Rows of a channel in the period (or other days) and scope, at the cut-off."""
        rows = source.rows(state, self.as_of).order_by()
        return self._restricted(rows, source.columns, start or self.period.start, end or self.period.end)

    def _restricted(self, rows, columns, start, end):
        rows = rows.alias(reach_day=columns["day"]).filter(reach_day__gte=start, reach_day__lt=end)
        if self.scope.roots is None:
            return rows
        return rows.alias(reach_area=columns["area"]).filter(reach_area__in=self.scope.area_ids)

    def summed(self, source, state=COUNTED, **by):
        """Yields (the values of `by` in order …, participations) of one channel."""
        by = {f"by_{name}": expression for name, expression in by.items()}
        rows = self.rows(source, state).values(**by).annotate(by_sum=Sum(source.columns["weight"]))
        return rows.values_list(*by, "by_sum")

    @cached_property
    def participations(self):
        """{(channel, is named, area id, gender, age band): count}"""
        return Counter(
            {
                (source.channel, bool(named), area, gender, band): count
                for source in registry.participations()
                for named, area, gender, band, count in self.summed(
                    source,
                    named=Case(When(IsNull(source.columns["person"], True), then=0), default=1),
                    area=source.columns["area"],
                    gender=source.columns["gender"],
                    band=age_band_of(source, self.period),
                )
            }
        )

    @cached_property
    def pending(self):
        """{(channel, gender): participations of training sessions that wait for review}"""
        return Counter(
            {
                (source.channel, gender): count
                for source in registry.participations()
                for gender, count in self.summed(source, PENDING, gender=source.columns["gender"])
            }
        )

    @cached_property
    def participations_by_day(self):
        """{(day, gender): count}"""
        found = Counter()
        for source in registry.participations():
            by = {"day": source.columns["day"], "gender": source.columns["gender"]}
            for day, gender, count in self.summed(source, **by):
                found[day, gender] += count
        return found

    def participations_by(self, key):
        """{key(channel, named, area, gender, band): ByGender}; rows whose key is None are left out."""
        found = {}
        for cell, count in self.participations.items():
            part = key(*cell)
            if part is not None:
                found.setdefault(part, ByGender())[cell[3]] += count
        return found

    @property
    def named_share(self):
        """Participations of registered persons among all participations, or None where there are none."""
        total = self.participations.total()
        named = sum(count for cell, count in self.participations.items() if cell[1])
        return named / total if total else None

    @staticmethod
    def names_people(source):
        """True for a channel whose participations are of registered persons at least in part."""
        return not isinstance(source.columns["person"], Value)

    @cached_property
    def people(self):
        """The people reached: see People."""
        return People(self)

    @cached_property
    def delivered(self):
        """{(review state, area id): training sessions}"""
        return self._delivered_by("status", "area")

    @cached_property
    def delivered_by_course(self):
        """{course key: verified training sessions}"""
        found = Counter()
        for (status, course), count in self._delivered_by("status", "course").items():
            found[course] += count if status == COUNTED else 0
        return found

    @property
    def received(self):
        """Training sessions of the period, whatever their review state."""
        return sum(rows.count() for _columns, rows in self._deliveries())

    def _delivered_by(self, *names):
        found = Counter()
        for columns, rows in self._deliveries():
            rows = rows.values(**{f"by_{name}": columns[name] for name in names}).annotate(by_n=Count("pk"))
            for *part, count in rows.values_list(*(f"by_{name}" for name in names), "by_n"):
                found[tuple(part)] += count
        return found

    def deliveries(self, state):
        """Yields each training session of a review state as a dict of DELIVERY_SHAPE, by day."""
        for columns, rows in self._deliveries():
            rows = rows.alias(reach_status=columns["status"]).filter(reach_status=state)
            rows = rows.order_by("reach_day", "pk").values_list(*columns.values())
            for values in rows.iterator(chunk_size=2000):
                yield dict(zip(columns, values, strict=True))

    def _deliveries(self):
        for source in registry.deliveries():
            columns = source.columns(self.as_of)
            rows = source.rows(self.as_of).order_by()
            yield columns, self._restricted(rows, columns, self.period.start, self.period.end)

    @cached_property
    def wifi(self):
        """Every place with Wi-Fi in scope as WifiUse, used or not, by its code."""
        found = {}
        names = ["place", "place_en", "place_km", "area", "setting"]
        sums = ["connections", "devices", "seconds", "bytes"]
        for source in registry.usage():
            places = source.places().alias(reach_area=source.place_columns["area"])
            if self.scope.roots is not None:
                places = places.filter(reach_area__in=self.scope.area_ids)
            for place in places.values_list(*(source.place_columns[name] for name in names)):
                found[place[0]] = WifiUse(*place)
            rows = self._restricted(source.rows(), source.columns, self.period.start, self.period.end)
            rows = rows.order_by().values(**{f"by_{name}": source.columns[name] for name in names})
            rows = rows.annotate(
                by_days=Count(source.columns["day"], distinct=True),
                **{f"by_sum_{name}": Sum(source.columns[name]) for name in sums},
            )
            columns = [f"by_{name}" for name in names] + ["by_days"] + [f"by_sum_{name}" for name in sums]
            for row in rows.values_list(*columns):
                found[row[0]] = WifiUse(*row)
        return [found[code] for code in sorted(found)]
