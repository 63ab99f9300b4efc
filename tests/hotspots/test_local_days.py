import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.local_days import local_day, share_out, split

UTC = dt.UTC


def test_a_stretch_within_a_day_stays_whole():
    start, end = dt.datetime(2026, 9, 1, 1, tzinfo=UTC), dt.datetime(2026, 9, 1, 2, tzinfo=UTC)
    assert split(start, end, 5, 6) == [(dt.date(2026, 9, 1), start, end, (5, 6))]


def test_the_day_turns_at_midnight_in_the_city():
    start, end = dt.datetime(2026, 9, 1, 16, tzinfo=UTC), dt.datetime(2026, 9, 1, 20, tzinfo=UTC)
    midnight = dt.datetime(2026, 9, 1, 17, tzinfo=UTC)
    assert split(start, end, 4 * 3600, 101) == [
        (dt.date(2026, 9, 1), start, midnight, (3600, 25)),
        (dt.date(2026, 9, 2), midnight, end, (3 * 3600, 76)),
    ]


def test_a_stretch_that_ends_at_midnight_lies_in_one_day():
    start, end = dt.datetime(2026, 9, 1, 16, tzinfo=UTC), dt.datetime(2026, 9, 1, 17, tzinfo=UTC)
    assert [day for day, *_ in split(start, end, 1)] == [dt.date(2026, 9, 1)]


def test_a_stretch_of_no_length_has_a_day():
    start = dt.datetime(2026, 9, 1, 17, tzinfo=UTC)
    assert split(start, start, 7) == [(dt.date(2026, 9, 2), start, start, (7,))]


@pytest.mark.parametrize("zone", ["Asia/Phnom_Penh", "Europe/Berlin", "America/Santiago"])
def test_days_of_23_and_25_hours_share_by_time(settings, zone):
    settings.TIME_ZONE = zone  # Phnom Penh keeps one time; the others turn their clocks, Santiago at midnight
    start = dt.datetime(2026, 1, 1, 12, tzinfo=UTC)
    parts = split(start, start + dt.timedelta(days=365), 365 * 86400)
    assert sum(seconds for *_, (seconds,) in parts) == 365 * 86400
    assert all(seconds == (end - begin).total_seconds() for _, begin, end, (seconds,) in parts)
    assert {end - begin for _, begin, end, _ in parts[1:-1]} == (
        {dt.timedelta(hours=24)}
        if zone == "Asia/Phnom_Penh"
        else {dt.timedelta(hours=hours) for hours in (23, 24, 25)}
    )


moments = st.datetimes(
    min_value=dt.datetime(2020, 1, 1),  # noqa: DTZ001 made aware below
    max_value=dt.datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=40)), st.integers(0, 2**63))
def test_parts_join_without_gap_and_sum_to_the_whole(start, length, amount):
    parts = split(start, start + length, amount, 0)
    assert parts[0][1] == start
    assert parts[-1][2] == start + length
    assert all(before[2] == after[1] for before, after in itertools.pairwise(parts))
    assert all(local_day(begin) == day for day, begin, _, _ in parts)
    assert sum(shares[0] for *_, shares in parts) == amount


@given(st.integers(0, 2**70), st.lists(st.integers(1, 2**40), min_size=1, max_size=20))
def test_no_share_is_a_whole_unit_away_from_its_proportion(amount, weights):
    shares = share_out(amount, weights)
    assert sum(shares) == amount
    assert all(
        abs(share * sum(weights) - amount * weight) < sum(weights)
        for share, weight in zip(shares, weights, strict=True)
    )
