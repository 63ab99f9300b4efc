"""Figures against numbers worked out by hand from the world in conftest.py."""

from lms.reporting import periods
from lms.reporting.areas import Scope
from lms.reporting.people import ByGender
from lms.reporting.reach import Reach
from lms.reporting.tables import TABLES


def reach(code="2026-Q3", *roots):
    return Reach(period=periods.parse(code), scope=Scope(roots or None))


def rows(name, figures):
    table = next(table for table in TABLES if table.name == name)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows(figures)]


def counts(row, measure):
    """female, male, another, undisclosed, not recorded, total"""
    names = ["female", "male", "another", "undisclosed", "not recorded", "total"]
    return [row[f"{measure}: {name}"] for name in names]


def test_a_person_reached_twice_counts_once(world):
    assert reach().people.total == 4  # sophea, dara, srey, kim


def test_x(world):
    r=reach()
    for t in TABLES:
        print("##", t.name)
        for row in rows(t.name, r): print(list(row.values()))
