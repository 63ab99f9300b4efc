"""A report that does not add up is refused, and says which numbers differ."""

import dataclasses
import datetime as dt

import pytest
from django.db.models import F, Value
from django.utils import translation

from ambassadors.models import TrainingSession
from lms.models import Learner
from lms.reporting import registry
from lms.reporting.checks import DoesNotReconcile, check
from lms.reporting.report import Report
from tests import factories as make
from tests.lms.reporting.tables import reach, table


def refused(figures, tables=None):
    with translation.override("en"), pytest.raises(DoesNotReconcile) as problem:
        Report(figures) if tables is None else check(figures, tables)
    return problem.value


def replace(monkeypatch, channel, **changes):
    """Lets an app declare something wrong."""
    key = (registry.Participations, channel)
    wrong = dataclasses.replace(registry._declared[key], **changes)
    monkeypatch.setitem(registry._declared, key, wrong)


def test_a_sound_report_passes(world):
    Report(reach())
    Report(reach("2026-Q3", world.ream))
    Report(reach("2019"))


def test_a_gender_that_no_column_shows_is_not_lost_in_silence(world):
    Learner.objects.filter(person=None, gender="female").update(gender="unknown")
    problem = refused(reach())
    assert (problem.table, problem.first, problem.second) == ("reach_gender", 86, 87)
    assert "reach_gender" in str(problem)
    assert "86" in str(problem)
    assert "87" in str(problem)


def test_a_join_that_multiplies_rows_is_found(world, monkeypatch):
    source = registry._declared[registry.Participations, "headcount"]

    def rows(state, as_of):
        return source.rows(state, as_of).filter(training_session__attendances__isnull=False)

    replace(monkeypatch, "headcount", rows=rows)
    problem = refused(reach())
    assert problem.table == "headcount"
    assert problem.second == 78  # what the app counts by itself


def test_a_channel_that_loses_rows_in_pending_is_found(world, monkeypatch):
    source = registry._declared[registry.Participations, "attendance"]

    def rows(state, as_of):
        return source.rows(state, as_of) if state == registry.COUNTED else source.rows(state, as_of).none()

    replace(monkeypatch, "attendance", rows=rows)
    assert refused(reach()).table == "attendance"


def test_an_age_band_that_is_in_no_list_is_found(world, monkeypatch):
    columns = registry._declared[registry.Participations, "headcount"].columns
    replace(monkeypatch, "headcount", columns=columns | {"gender": Value("robot")})
    assert refused(reach()).table in ("reach_gender", "reach_age")


def test_a_review_state_that_nobody_knows_is_found(world):
    TrainingSession.objects.filter(pk=world.outside.pk).update(status="lost")
    problem = refused(reach())
    assert (problem.table, problem.first, problem.second) == ("training_sessions", 6, 7)


def test_participations_on_a_day_outside_the_period_are_found(world, monkeypatch):
    columns = registry._declared[registry.Participations, "completed_lesson"].columns
    shifted = columns | {"day": Value(dt.date(2026, 8, 1))}
    replace(monkeypatch, "completed_lesson", columns=shifted)
    make.completion(learner=make.learner(), on=dt.date(2025, 1, 1))
    assert refused(reach()).table == "completed_lesson"


@pytest.mark.parametrize(
    ("name", "column", "row"),
    [
        ("reach_gender", "Participations: female", 0),
        ("reach_gender", "People reached: total", 1),
        ("reach_gender", "New people", 2),
        ("reach_age", "Participations: male", 3),
        ("reach_age", "People reached: not recorded", 9),
        ("reach_area", "Participations: total", 2),
        ("reach_area", "Training sessions", 1),
        ("reach_area", "Connections", 4),
        ("reach_channel", "Participations: undisclosed", 2),
        ("reach_channel", "Participations waiting for review: total", 1),
        ("training_sessions", "Participations: total", 0),
        ("courses", "Lessons completed: female", 0),
        ("zones", "Connections", 0),
    ],
)
def test_one_wrong_cell_anywhere_is_found(world, name, column, row):
    figures = reach()
    tables = Report(figures).rows
    rows = [list(each) for each in tables[name]]
    rows[row][table(name).position(column)] += 1
    problem = refused(figures, tables | {name: rows})
    assert problem.table == name
    assert problem.first != problem.second


def test_a_missing_training_session_is_found(world):
    figures = reach()
    tables = Report(figures).rows
    problem = refused(figures, tables | {"training_sessions": tables["training_sessions"][1:]})
    assert (problem.first, problem.second) == (2, 3)


def test_more_people_than_a_part_may_hold_are_found(world):
    figures = reach()
    tables = Report(figures).rows
    rows = [list(each) for each in tables["reach_area"]]
    for column in ("People reached: total", "People reached: female"):
        rows[3][table("reach_area").position(column)] += 100
    assert refused(figures, tables | {"reach_area": rows}).table == "reach_area"


def test_two_apps_cannot_declare_one_channel():
    with pytest.raises(registry.ImproperlyConfigured):
        registry.register(registry._declared[registry.Participations, "attendance"])


def test_a_declaration_with_another_shape_is_refused():
    source = registry._declared[registry.Participations, "attendance"]
    lacking = {name: column for name, column in source.columns.items() if name != "area"}
    with pytest.raises(registry.ImproperlyConfigured, match="area"):
        registry.register(dataclasses.replace(source, channel="new", columns=lacking))
    with pytest.raises(registry.ImproperlyConfigured, match="phone"):
        registry.register(
            dataclasses.replace(source, channel="new", columns=source.columns | {"phone": F("pk")})
        )
