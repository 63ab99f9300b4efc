"""Short ways to read tables in tests."""

from lms.reporting import periods
from lms.reporting.areas import Scope
from lms.reporting.reach import Reach
from lms.reporting.tables import TABLES

COUNTS = ["female", "male", "another", "undisclosed", "not recorded", "total"]


def reach(code="2026-Q3", *roots, as_of=None):
    return Reach(period=periods.parse(code), scope=Scope(roots or None), as_of=as_of)


def table(name):
    return next(table for table in TABLES if table.name == name)


def rows(name, figures):
    """The rows of a table as dicts by English column name."""
    names = [column.name for column in table(name).columns]
    return [dict(zip(names, row, strict=True)) for row in table(name).rows(figures)]


def counts(row, measure):
    """[female, male, another, undisclosed, not recorded, total] of a row"""
    return [row[f"{measure}: {name}"] for name in COUNTS]
