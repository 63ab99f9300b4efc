"""Taking sessions in: once, again, in pieces, over midnight; against figures computed by hand."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hotspots.actions.importing import BATCH
from hotspots.models import (
    Connection,
    ConnectionDay,
    UsageDay,
)
from tests.hotspots.radius import session
from tests.hotspots.taking_in import AT, DAY, counts, days, everything, take_in


def test_a_session_becomes_a_connection_and_a_day(radius, beach):
    result = take_in(radius, session())
    assert counts(result) == (1, 1, 0, 0, 1)
    connection = Connection.objects.get()
    assert connection.zone == beach
    assert connection.access_point == beach.access_points.get()
    assert connection.started_at == dt.datetime(2026, 9, 1, 1, tzinfo=dt.UTC)
    assert connection.last_seen_at == dt.datetime(2026, 9, 1, 2, tzinfo=dt.UTC)
    assert connection.closed == "stopped"
    assert days() == {DAY: (1, 1, 1, 3600, 1000, 9000, 0)}


def test_the_same_file_again_changes_nothing(radius):
    sessions = [
        session(1),
        session(2, stop=None, acctupdatetime="2026-09-01 08:20:00+07", acctsessiontime=1200),
        session(3, start="2026-09-01 23:00:00+07", stop="2026-09-02 02:00:00+07", acctsessiontime=10800),
    ]
    take_in(radius, *sessions)
    before = everything()
    result = take_in(radius, *sessions, at=AT + dt.timedelta(hours=1))
    assert counts(result) == (3, 0, 0, 3, 0)
    assert everything() == before


def test_a_file_longer_than_a_batch_is_taken_in_whole(radius):
    numbers = range(BATCH + 10)
    progress = []
    result = take_in(radius, *(session(number) for number in numbers), progress=progress.append)
    assert counts(result) == (len(numbers), len(numbers), 0, 0, 1)
    assert progress == [BATCH, len(numbers)]
    assert UsageDay.objects.get().connections == len(numbers)


def test_a_session_over_midnight_is_split_by_time_and_sums_exactly(radius):
    over_midnight = session(
        start="2026-09-01 23:00:00+07",
        stop="2026-09-02 02:00:00+07",
        acctsessiontime=10799,
        acctinputoctets=100,
        acctoutputoctets=1001,
    )
    take_in(radius, over_midnight)
    # One hour of three, then two. 10799 seconds: 3599 2/3 and 7199 1/3; 100 bytes: 33 1/3 and 66 2/3.
    assert days() == {
        DAY: (1, 1, 1, 3600, 33, 334, 0),
        DAY + dt.timedelta(days=1): (0, 1, 1, 7199, 67, 667, 0),
    }


def test_a_session_of_three_days_counts_on_each(radius):
    take_in(
        radius,
        session(start="2026-09-01 12:00:00+07", stop="2026-09-03 12:00:00+07", acctsessiontime=172800),
    )
    assert days("connections", "seconds") == {
        dt.date(2026, 9, 1): (1, 43200),
        dt.date(2026, 9, 2): (0, 86400),
        dt.date(2026, 9, 3): (0, 43200),
    }


def test_days_are_those_of_the_city_and_not_of_the_source(radius, settings):
    radius.time_zone = "UTC"
    radius.save()
    take_in(radius, session(start="2026-09-01 17:30:00", stop="2026-09-01 18:30:00"))
    assert list(days()) == [dt.date(2026, 9, 2)]


def test_an_open_session_grows_and_is_closed_by_its_stop(radius):
    def until(minutes, stop=None):
        return session(
            stop=stop,
            acctupdatetime=f"2026-09-01 08:{minutes}:00+07",
            acctsessiontime=60 * minutes,
            acctinputoctets=10 * minutes,
            acctoutputoctets=100 * minutes,
        )

    take_in(radius, until(10))
    assert Connection.objects.get().closed == ""
    assert days("seconds", "bytes_down") == {DAY: (600, 1000)}
    assert counts(take_in(radius, until(20))) == (1, 0, 1, 0, 1)
    assert days("seconds", "bytes_down") == {DAY: (1200, 2000)}
    assert counts(take_in(radius, until(10))) == (1, 0, 0, 1, 0)  # an older export changes nothing
    take_in(radius, until(30, stop="2026-09-01 08:30:00+07"))
    assert Connection.objects.get().closed == "stopped"
    assert days() == {DAY: (1, 1, 1, 1800, 300, 3000, 0)}
    assert counts(take_in(radius, until(20))) == (1, 0, 0, 1, 0)  # nor does it open it again


def test_an_open_session_that_passes_midnight_keeps_its_device(radius):
    take_in(radius, session(stop=None, acctupdatetime="2026-09-01 20:00:00+07", acctsessiontime=43200))
    (before,) = ConnectionDay.objects.values_list("pseudonym", flat=True)
    take_in(radius, session(stop="2026-09-02 08:00:00+07", acctsessiontime=86400))
    first, second = ConnectionDay.objects.order_by("day").values_list("pseudonym", flat=True)
    assert first == before != second
    assert days("connections", "devices", "seconds") == {
        DAY: (1, 1, 57600),
        DAY + dt.timedelta(days=1): (0, 1, 28800),
    }


def test_one_session_in_two_rows_of_a_file_is_one_connection(radius):
    result = take_in(
        radius,
        session(1, stop=None, acctupdatetime="2026-09-01 08:20:00+07", acctsessiontime=1200),
        session(1),
    )
    assert counts(result) == (2, 1, 1, 0, 1)
    assert days("connections", "seconds") == {DAY: (1, 3600)}


def test_a_late_report_after_the_stop_adds_and_does_not_reopen(radius):
    take_in(radius, session(acctoutputoctets=9000))
    take_in(radius, session(stop=None, acctupdatetime="2026-09-01 09:00:00+07", acctoutputoctets=9500))
    connection = Connection.objects.get()
    assert (connection.closed, connection.bytes_down) == ("stopped", 9500)


def test_a_session_that_starts_after_the_stop_under_the_same_id_is_another(radius):
    rebooted = {"start": "2026-09-01 12:00:00+07", "stop": "2026-09-01 12:10:00+07", "acctsessiontime": 600}
    take_in(radius, session(1))
    assert counts(take_in(radius, session(1, **rebooted)))[1] == 1
    assert counts(take_in(radius, session(1), session(1, **rebooted))) == (2, 0, 0, 2, 0)
    assert days("connections", "seconds") == {DAY: (2, 4200)}


def test_the_earlier_of_two_sessions_under_one_id_may_come_last(radius):
    take_in(radius, session(1, start="2026-09-01 12:00:00+07", stop="2026-09-01 13:00:00+07"))
    take_in(radius, session(1))
    assert days("connections", "seconds") == {DAY: (2, 7200)}


@pytest.mark.parametrize(
    ("first", "second", "total", "is_repaired"),
    [
        (1000, 1500, 1500, False),
        (1000, 400, 1400, True),  # the access point began its counter again
        (2**32 - 100, 50, 2**32 + 50, True),  # a counter of 32 bits, without Gigawords
        (2**33, 50, 2**33 + 50, True),  # no such counter: it began again
    ],
)
def test_counters_only_grow(radius, first, second, total, is_repaired):
    def after(minutes, octets):
        return session(
            stop=None,
            acctupdatetime=f"2026-09-01 08:{minutes}:00+07",
            acctsessiontime=60 * minutes,
            acctoutputoctets=octets,
        )

    take_in(radius, after(10, first))
    take_in(radius, after(20, second))
    take_in(radius, after(20, second))
    connection = Connection.objects.get()
    assert (connection.bytes_down, connection.is_repaired) == (total, is_repaired)
    take_in(radius, after(30, second + 10))
    assert Connection.objects.get().bytes_down == total + 10
    assert UsageDay.objects.get().bytes_down == total + 10


@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=10))
def test_any_order_and_any_number_of_reports_end_in_the_same_figures(radius, order):
    Connection.objects.all().delete()
    UsageDay.objects.all().delete()
    reports = [
        session(
            start="2026-09-01 22:00:00+07",
            stop="2026-09-02 03:00:00+07" if hours == 5 else None,
            acctupdatetime=f"2026-09-0{1 + (22 + hours) // 24} {(22 + hours) % 24:02}:00:00+07",
            acctsessiontime=3600 * hours,
            acctinputoctets=7 * hours,
            acctoutputoctets=11 * hours,
        )
        for hours in range(6)
    ]
    for number in [*order, 5]:
        take_in(radius, reports[number])
    assert days() == {
        DAY: (1, 1, 1, 7200, 14, 22, 0),
        DAY + dt.timedelta(days=1): (0, 1, 1, 10800, 21, 33, 0),
    }


def test_what_a_session_lasted_beyond_its_noted_start_began_earlier(radius):
    take_in(radius, session(acctsessiontime=3700))
    assert Connection.objects.get().started_at == dt.datetime(2026, 9, 1, 1, tzinfo=dt.UTC)
    take_in(radius, session(2, acctsessiontime=7200))
    assert Connection.objects.order_by("pk").last().started_at == dt.datetime(2026, 9, 1, 0, tzinfo=dt.UTC)


def test_without_a_session_time_it_is_the_time_from_start_to_stop(radius):
    take_in(radius, session(acctsessiontime=None))
    assert Connection.objects.get().seconds == 3600
