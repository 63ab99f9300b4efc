"""Closing what fell silent; destroying keys; forgetting who, and keeping how many."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db import connection as database
from django.utils.module_loading import import_string
from django_q.models import Schedule

from hotspots import tasks
from hotspots.actions import (
    close_silent_connections,
    destroy_pseudonym_keys,
    empty_pseudonyms,
    import_usage,
)
from hotspots.models import Connection, ConnectionDay, PseudonymKey, UsageDay
from tests.hotspots.radius import PHONE, RANDOMISED_PHONE, export, lines, session

AT = dt.datetime(2026, 9, 1, 3, tzinfo=dt.UTC)
LAST_REPORT = dt.datetime(2026, 9, 1, 1, 20, tzinfo=dt.UTC)
OPEN = {"stop": None, "acctupdatetime": "2026-09-01 08:20:00+07", "acctsessiontime": 1200}


def take_in(source, *sessions, at=AT):
    return import_usage(source=source, lines=lines(export(*sessions)), at=at)


def test_a_silent_connection_closes_at_its_last_report_and_not_now(radius):
    take_in(radius, session(1, **OPEN), session(2))
    before = Connection.objects.get(closed="")
    assert close_silent_connections(at=LAST_REPORT + dt.timedelta(seconds=1800)) == 0
    assert close_silent_connections(at=LAST_REPORT + dt.timedelta(seconds=1801)) == 1
    connection = Connection.objects.get(closed="silent")
    assert connection.last_seen_at == before.last_seen_at == LAST_REPORT
    usage = UsageDay.objects.get()
    assert (usage.connections, usage.estimated, usage.seconds) == (2, 1, 4800)
    assert close_silent_connections(at=AT) == 0


def test_a_source_without_reports_in_between_waits_two_hours(radius):
    radius.interim_interval = 0
    radius.save()
    take_in(radius, session(**OPEN))
    assert close_silent_connections(at=LAST_REPORT + dt.timedelta(hours=2)) == 0
    assert close_silent_connections(at=LAST_REPORT + dt.timedelta(hours=2, seconds=1)) == 1


def test_a_connection_we_closed_opens_again_when_it_speaks(radius):
    take_in(radius, session(**OPEN))
    close_silent_connections(at=AT)
    take_in(radius, session(**OPEN))  # the same report says nothing new
    assert Connection.objects.get().closed == "silent"
    take_in(radius, session(**OPEN | {"acctupdatetime": "2026-09-01 09:30:00+07", "acctsessiontime": 5400}))
    assert Connection.objects.get().closed == ""
    assert UsageDay.objects.get().estimated == 0
    take_in(radius, session(stop="2026-09-01 09:40:00+07", acctsessiontime=6000))
    assert Connection.objects.get().closed == "stopped"
    assert UsageDay.objects.get().seconds == 6000


def test_a_silent_connection_is_estimated_on_the_day_it_began(radius):
    over_midnight = {"start": "2026-09-01 23:30:00+07", "acctupdatetime": "2026-09-02 00:30:00+07"}
    take_in(radius, session(stop=None, **over_midnight), at=AT + dt.timedelta(days=1))
    close_silent_connections(at=AT + dt.timedelta(days=1))
    assert list(UsageDay.objects.values_list("day", "connections", "estimated")) == [
        (dt.date(2026, 9, 1), 1, 1),
        (dt.date(2026, 9, 2), 0, 0),
    ]


def test_keys_are_destroyed_after_48_hours(radius):
    take_in(radius, session())
    assert destroy_pseudonym_keys(at=AT + dt.timedelta(hours=48, seconds=-1)) == 0
    assert destroy_pseudonym_keys(at=AT + dt.timedelta(hours=48)) == 1
    assert not PseudonymKey.objects.exists()


@pytest.mark.sqlite_only
def test_a_destroyed_key_is_not_left_in_a_free_page_of_the_file(radius):
    take_in(radius, session())
    key = bytes(PseudonymKey.objects.get().key)
    assert key in database.connection.serialize()
    destroy_pseudonym_keys(at=AT + dt.timedelta(hours=48))
    assert key not in database.connection.serialize()


def figures():
    return list(
        UsageDay.objects.values_list(
            "day", "connections", "devices", "randomised_devices", "visits", "seconds"
        )
    )


def test_pseudonyms_are_emptied_after_35_days_and_the_figures_stay(radius):
    take_in(radius, session(1), session(2), session(3, phone=RANDOMISED_PHONE))
    before = figures()
    assert empty_pseudonyms(at=AT + dt.timedelta(days=35)) == 0
    assert empty_pseudonyms(at=AT + dt.timedelta(days=36)) == 3
    assert set(ConnectionDay.objects.values_list("pseudonym", flat=True)) == {None}
    assert figures() == before
    assert empty_pseudonyms(at=AT + dt.timedelta(days=36)) == 0


def test_what_arrives_for_a_forgotten_day_is_added_to_what_was_counted(radius):
    much_later = AT + dt.timedelta(days=60)
    take_in(radius, session(1), session(2, phone=RANDOMISED_PHONE))
    empty_pseudonyms(at=much_later)
    take_in(radius, session(1), session(2), session(3, phone=PHONE), at=much_later)
    assert figures() == [(dt.date(2026, 9, 1), 3, 3, 1, 3, 10800)]
    empty_pseudonyms(at=much_later)
    take_in(radius, session(4, phone=PHONE), at=much_later)
    assert figures() == [(dt.date(2026, 9, 1), 4, 4, 1, 4, 14400)]


def test_a_connection_that_grows_on_a_forgotten_day_gets_no_new_pseudonym(radius):
    take_in(radius, session(**OPEN))
    empty_pseudonyms(at=AT + dt.timedelta(days=60))
    take_in(radius, session(), at=AT + dt.timedelta(days=60))
    assert ConnectionDay.objects.get().pseudonym is None
    assert figures() == [(dt.date(2026, 9, 1), 1, 1, 0, 1, 3600)]


def test_every_schedule_names_a_task_that_can_run_twice(db):
    for _name, path, minutes in tasks.SCHEDULES:
        task = import_string(path)
        assert task() == task() == 0
        assert minutes > 0


def test_the_schedules_are_set_up_with_all_others(db):
    call_command("setup_schedules", stdout=io.StringIO())
    paths = {path for _name, path, _minutes in tasks.SCHEDULES}
    assert paths <= set(Schedule.objects.values_list("func", flat=True))
