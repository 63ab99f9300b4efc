"""The tables of the reach report, the same in every format: workbook, CSV, JSON (contracts.md, Reach workbook)."""

from lms.reporting.tables.breakdowns import REACH_AGE, REACH_AREA, REACH_CHANNEL, REACH_GENDER
from lms.reporting.tables.listings import COURSES, FACTS, TRAINING_SESSIONS, ZONES
from lms.reporting.tables.methodology import METHODOLOGY
from lms.reporting.tables.shape import Column, Table

TABLES = (
    REACH_GENDER,
    REACH_AGE,
    REACH_AREA,
    REACH_CHANNEL,
    TRAINING_SESSIONS,
    ZONES,
    COURSES,
    METHODOLOGY,
    FACTS,
)

__all__ = ["TABLES", "Column", "Table"]
