"""Figures before a merge, after it and after it was undone, against a table worked out by hand.

                         before              after               why
Q2 people reached        first, second  2    first          1    the session of April, the lesson of June
Q2 participations        1 + 1          2                   2    nothing was double
Q3 people reached        and dara       3    first, dara    2
Q3 participations        3 + 5 + 1 + 2  11   2 + 5 + 1 + 1  9    one session and one lesson were double
"""

import pytest

from lms.actions.merging import merge, preview, undo_merge
from lms.models import ReportRun
from lms.reporting.areas import EVERYTHING, Scope
from lms.reporting.checks import check
from lms.reporting.report import Report, snapshot
from lms.reporting.runs import record
from tests.lms.merging.conftest import everything
from tests.lms.reporting.tables import reach

pytestmark = pytest.mark.django_db

BEFORE = {"2026-Q2": (2, 2), "2026-Q3": (3, 11)}
AFTER = {"2026-Q2": (1, 2), "2026-Q3": (2, 9)}


def figures(*, check_them=True):
    found = {}
    for code in BEFORE:
        asked = reach(code)
        if check_them:
            check(asked, Report(asked).rows)  # counting.md: must reconcile
        found[code] = (asked.people.total, asked.participations.total())
    return found


def sent(code, *roots, by=None):
    """A report that was made: as a download leaves it behind, without the file."""
    asked = reach(code, *roots)
    with snapshot():
        return record(Report(asked, by=by))


def test_one_human_being_counts_once_after_the_merge(world):
    assert figures() == BEFORE
    merge(keep=world.first, other=world.second, by=world.manager)
    assert figures() == AFTER


def test_it_makes_no_difference_which_record_is_kept(world):
    merge(keep=world.second, other=world.first, by=world.manager)
    assert figures() == AFTER


def test_everything_is_as_it_was_after_undoing(world):
    before = everything()
    merged = merge(keep=world.first, other=world.second, by=world.manager)
    assert everything() != before
    undo_merge(merge=merged, by=world.manager)
    assert everything() == before
    assert figures() == BEFORE


def test_whoever_was_new_in_the_third_quarter_is_returning(world):
    later = reach("2026-Q3")
    assert (later.people.new_by_day.total(), later.people.returning) == (1, 2)
    merge(keep=world.first, other=world.second, by=world.manager)
    later = reach("2026-Q3")
    assert (later.people.new_by_day.total(), later.people.returning) == (1, 1)


def test_the_reports_that_change_are_named_before_and_kept_afterwards(world):
    second_quarter, third = sent("2026-Q2"), sent("2026-Q3", world.ream, by=world.manager)
    sent("2026-Q1")
    sent("2026-Q3", world.elsewhere)
    before = everything()
    foreseen = preview(keep=world.first, other=world.second, by=world.manager).effects
    assert everything() == before
    assert {row["run"]: (row["people"], row["participations"]) for row in foreseen} == {
        str(second_quarter.pk): (-1, 0),
        str(third.pk): (-1, -2),
    }
    assert {row["period"]: row["areas"] for row in foreseen} == {"2026-Q2": [], "2026-Q3": ["180208"]}
    assert merge(keep=world.first, other=world.second, by=world.manager).effects == foreseen


def test_a_report_of_several_areas_is_asked_for_all_of_them(world):
    run = sent("2026-Q3", world.ream, world.elsewhere)
    assert run.area is None
    (change,) = preview(keep=world.first, other=world.second, by=world.manager).effects
    assert change["areas"] == ["070101", "180208"]
    assert (change["people"], change["participations"]) == (-1, -2)


def test_a_report_made_before_anything_was_recorded_does_not_change(world):
    run = sent("2026-Q3")
    ReportRun.objects.filter(pk=run.pk).update(as_of=world.first.registered_at.replace(year=2020))
    assert preview(keep=world.first, other=world.second, by=world.manager).effects == []


def test_what_is_foreseen_is_what_the_report_shows(world):
    run = sent("2026-Q3")
    then = reach("2026-Q3", as_of=run.as_of)
    was = then.people.total, then.participations.total()
    (change,) = merge(keep=world.first, other=world.second, by=world.manager).effects
    again = reach("2026-Q3", as_of=run.as_of)
    assert again.scope in (EVERYTHING, Scope(None))
    assert again.people.total - was[0] == change["people"]
    assert again.participations.total() - was[1] == change["participations"]
