# ruff: noqa: S608 - names of tables are quoted, and every value is a parameter

"""People reached: distinct registered persons, over all channels together (counting.md).

Not additive over periods, areas or channels, so each figure is one statement over the united queries of all
channels: Django compiles each, with its parameters, and only here are they put together.
"""

import datetime as dt
import uuid
from collections import Counter
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Value

from lms.models import AgeBand, Gender, Person
from lms.reporting import registry

STATED_GENDERS = (Gender.FEMALE, Gender.MALE, Gender.ANOTHER)
BEFORE_EVERYTHING = dt.date(1900, 1, 1)
NOWHERE = 0  # stands for "area not recorded" where the database compares


class ByGender(Counter):
    """A count for each gender code; shares are of those whose gender is known, and None on an empty base."""

    @property
    def known(self):
        return sum(self[gender] for gender in STATED_GENDERS)

    @property
    def female_share(self):
        return self[Gender.FEMALE] / self.known if self.known else None

    @property
    def female_to_male(self):
        return self[Gender.FEMALE] / self[Gender.MALE] if self[Gender.MALE] else None


def together(counts):
    """One ByGender from several additive ones."""
    found = ByGender()
    for each in counts:
        found.update(each)
    return found


class People:
    """The people reached in the period and scope of a Reach; every figure is counted when asked for."""

    def __init__(self, reach):
        self.reach = reach
        self.start = connection.ops.adapt_datefield_value(reach.period.start)
        self.table = connection.ops.quote_name(Person._meta.db_table)

    @cached_property
    def cells(self):
        """{(gender, age band at the end of the period, is new): people}

        New: the first participation ever that this report may count lies in the period.
        """
        rows = self._reached(
            "SELECT p.gender, p.birth_year, p.age_band, CASE WHEN r.first_day >= %s THEN 1 ELSE 0 END, COUNT(*)"
            f" FROM reached r JOIN {self.table} p ON p.id = r.person GROUP BY 1, 2, 3, 4",
            [self.start],
        )
        found, year = Counter(), self.reach.period.last_day.year
        for gender, birth_year, stated, is_new, count in rows:
            band = stated if birth_year is None else AgeBand.of_age(year - birth_year).value
            found[gender, band, bool(is_new)] += count
        return found

    @property
    def total(self):
        return self.cells.total()

    def by_cell(self, key):
        """{key(gender, age band, is new): ByGender}"""
        found = {}
        for cell, count in self.cells.items():
            found.setdefault(key(*cell), ByGender())[cell[0]] += count
        return found

    @cached_property
    def new_by_day(self):
        """{day of the first participation ever: people}, of the days of the period"""
        rows = self._reached(
            "SELECT r.first_day, COUNT(*) FROM reached r WHERE r.first_day >= %s GROUP BY 1", [self.start]
        )
        return Counter({_day(day): count for day, count in rows})

    @cached_property
    def returning(self):
        """People of the period who had been reached before it."""
        now, now_parameters = self._united()
        before, parameters = self._united(start=BEFORE_EVERYTHING, end=self.reach.period.start)
        if not now or not before:
            return 0
        rows = _fetch(
            f"WITH now (person) AS ({now}), earlier (person) AS ({before})"
            " SELECT COUNT(*) FROM (SELECT DISTINCT person FROM now) n WHERE n.person IN (SELECT person FROM earlier)",
            now_parameters + parameters,
        )
        return rows[0][0]

    def by(self, name, **restriction):
        """{value of a name of the shape, or of "channel": ByGender}; a person counts once for each value.

        `restriction`: start and end other than the period's, channels.
        """
        parts, parameters = self._united(name, **restriction)
        if not parts:
            return {}
        return _by_gender(
            _fetch(
                f"WITH named (person, part) AS ({parts}) SELECT n.part, p.gender, COUNT(*)"
                f" FROM (SELECT DISTINCT person, part FROM named) n JOIN {self.table} p ON p.id = n.person"
                " GROUP BY 1, 2",
                parameters,
            )
        )

    def during(self, period):
        """ByGender of the people with a participation in a part of the period."""
        parts, parameters = self._united(start=period.start, end=period.end)
        if not parts:
            return ByGender()
        rows = _fetch(
            f"WITH named (person) AS ({parts}) SELECT NULL, p.gender, COUNT(*)"
            f" FROM (SELECT DISTINCT person FROM named) n JOIN {self.table} p ON p.id = n.person GROUP BY 2",
            parameters,
        )
        return _by_gender(rows).get(None, ByGender())

    @cached_property
    def in_own_area(self):
        """{area id or None: ByGender}, of that very area without those inside it"""
        return self.by("area")

    @cached_property
    def by_area(self):
        """{area id, of any level, or None: ByGender}; a person counts once in each area, however small or large."""
        parts, parameters = self._united("area")
        above = self.reach.areas.above
        used = {cell[2] for cell in self.reach.participations} - {None}
        pairs = [(area, whole) for area in used for whole in above(area)] + [(NOWHERE, NOWHERE)]
        if not parts:
            return {}
        tree = ", ".join(f"({area:d}, {whole:d})" for area, whole in pairs)
        rows = _fetch(
            f"WITH named (person, area) AS ({parts}), tree (area, whole) AS (VALUES {tree}), places (person, area)"
            f" AS (SELECT DISTINCT person, COALESCE(area, {NOWHERE}) FROM named)"
            " SELECT n.whole, p.gender, COUNT(*) FROM (SELECT DISTINCT places.person, tree.whole FROM places"
            f" JOIN tree ON tree.area = places.area) n JOIN {self.table} p ON p.id = n.person GROUP BY 1, 2",
            parameters,
        )
        return {area or None: counts for area, counts in _by_gender(rows).items()}

    def _reached(self, select, parameters):
        """Runs `select` over `reached (person, first_day)`: persons with a participation in the period."""
        parts, values = self._united("day", start=BEFORE_EVERYTHING)
        if not parts:
            return []
        return _fetch(
            f"WITH named (person, day) AS ({parts}), reached (person, first_day) AS"
            f" (SELECT person, MIN(day) FROM named GROUP BY person HAVING MAX(day) >= %s) {select}",
            [*values, self.start, *parameters],
        )

    def _united(self, *names, start=None, end=None, channels=None):
        """SQL (person, *names) of all participations of registered persons, and its parameters; "" for none."""
        parts, parameters = [], []
        for source in registry.participations():
            person = source.columns["person"]
            if not self.reach.names_people(source) or (channels and source.channel not in channels):
                continue
            columns = {**source.columns, "channel": Value(source.channel, CharField())}
            rows = self.reach.rows(source, start=start, end=end).alias(reach_person=person)
            rows = rows.filter(reach_person__isnull=False)
            rows = rows.values_list(person, *(columns[name] for name in names))
            try:
                sql, values = rows.query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            parts.append(sql)
            parameters += values
        return " UNION ALL ".join(parts), parameters


def _fetch(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _by_gender(rows):
    found = {}
    for part, gender, count in rows:
        found.setdefault(part, ByGender())[gender] += count
    return found


def _day(value):
    """A day as the driver gives it: SQLite has no type for it."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def as_uuid(value):
    """A key as the driver gives it: SQLite has no type for it."""
    return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(value)
