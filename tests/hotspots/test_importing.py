"""Taking usage in: once, again, in pieces, over midnight; against figures computed by hand."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hotspots.actions import import_usage
from hotspots.actions.importing import BATCH
from hotspots.models import (
    AccessPoint,
    AccessPointIdentity,
    Connection,
    ConnectionDay,
    PseudonymKey,
    UsageDay,
)
from tests import factories
from tests.hotspots.radius import PHONE, RANDOMISED_PHONE, export, lines, session

AT = dt.datetime(2026, 9, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 9, 1)
MEASURES = ["connections", "devices", "visits", "seconds", "bytes_up", "bytes_down", "estimated"]


def take_in(source, *sessions, at=AT, **options):
    return import_usage(source=source, lines=lines(export(*sessions)), at=at, **options)


def counts(result):
    return (result.read, result.new, result.updated, result.unchanged, result.days)


def days(*measures):
    """{day: the measures} of all usage days."""
    return {row[0]: row[1:] for row in UsageDay.objects.values_list("day", *(measures or MEASURES))}


def everything():
    """All that is stored of usage, to see whether anything changed."""
    models = (Connection, ConnectionDay, UsageDay, PseudonymKey)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refusal(source, *sessions, **options):
    before = everything()
    with pytest.raises(ValidationError) as refused:
        take_in(source, *sessions, **options)
    assert everything() == before
    with override("en"):
        return " ".join(refused.value.messages)


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


@pytest.mark.parametrize(
    ("direction", "up", "down"), [("radius", 1000, 9000), ("unknown", 1000, 9000), ("client", 9000, 1000)]
)
def test_the_source_says_which_way_is_up(radius, direction, up, down):
    radius.direction = direction
    radius.save()
    take_in(radius, session())
    assert days("bytes_up", "bytes_down") == {DAY: (up, down)}


def test_devices_are_distinct_and_spelling_does_not_matter(radius):
    phones = [PHONE, PHONE.lower(), PHONE.replace("-", ":"), PHONE.replace("-", ""), "acde.4800.1122"]
    take_in(radius, *(session(n, phone=phone) for n, phone in enumerate(phones)), session(9, phone="other"))
    assert days("connections", "devices", "visits") == {DAY: (6, 2, 2)}


def test_addresses_made_up_by_phones_are_counted_apart(radius):
    take_in(radius, session(1), session(2, phone=RANDOMISED_PHONE), session(3, phone="10.1.2.3"))
    assert days("devices", "randomised_devices") == {DAY: (3, 1)}
    assert {*ConnectionDay.objects.values_list("is_randomised", flat=True)} == {False, True, None}


def test_a_connection_that_names_no_device_counts_as_its_own(radius):
    take_in(radius, session(1, phone=""), session(2, phone=""), session(2, phone=""))
    assert days("connections", "devices", "visits") == {DAY: (2, 2, 2)}


def test_fragments_less_than_a_quarter_of_an_hour_apart_are_one_visit(radius):
    def fragment(number, start, stop):
        times = {"start": f"2026-09-01 {start}:00+07", "stop": f"2026-09-01 {stop}:00+07"}
        return session(number, **times, acctsessiontime=None)

    take_in(
        radius,
        fragment(1, "08:00", "09:00"),
        fragment(2, "08:10", "08:20"),  # within the first, on another radio
        fragment(3, "09:14", "09:20"),
        fragment(4, "09:35", "09:40"),  # a quarter of an hour later: another visit
        fragment(5, "20:00", "20:10"),
    )
    assert days("connections", "devices", "visits") == {DAY: (5, 1, 3)}


def test_a_device_has_another_pseudonym_in_each_zone_and_on_each_day(radius, beach):
    market = factories.zone(code="market")
    mast = AccessPoint.objects.create(zone=market, name="mast")
    AccessPointIdentity.objects.create(access_point=mast, kind="nas_address", value="10.0.0.2")
    take_in(
        radius,
        session(1),
        session(2, nasipaddress="10.0.0.2"),
        session(3, start="2026-09-02 08:00:00+07", stop="2026-09-02 09:00:00+07"),
    )
    pseudonyms = {bytes(value) for value in ConnectionDay.objects.values_list("pseudonym", flat=True)}
    assert len(pseudonyms) == 3
    assert all(len(pseudonym) == 8 for pseudonym in pseudonyms)


def test_within_two_days_a_later_part_of_a_day_finds_the_same_device(radius):
    take_in(radius, session(1), at=AT)
    take_in(radius, session(2), at=AT + dt.timedelta(hours=47))
    assert days("connections", "devices") == {DAY: (2, 1)}


def test_after_two_days_the_key_is_gone_and_a_later_part_counts_the_device_again(radius):
    take_in(radius, session(1), at=AT)
    take_in(radius, session(2), at=AT + dt.timedelta(hours=48))
    assert days("connections", "devices") == {DAY: (2, 2)}
    assert PseudonymKey.objects.get().made_at == AT + dt.timedelta(hours=48)


def identity(kind, value):
    access_point = AccessPoint.objects.get()
    AccessPointIdentity.objects.filter(access_point=access_point).delete()
    return AccessPointIdentity.objects.create(access_point=access_point, kind=kind, value=value)


@pytest.mark.parametrize(
    ("kind", "registered", "reported"),
    [
        ("nas_address", "10.0.0.9", {"nasipaddress": "10.0.0.9"}),
        ("nas_address", "10.0.0.9", {"nasipaddress": "10.0.0.9/32"}),
        ("nas_address", "2001:DB8::9", {"nasipaddress": "2001:db8::9"}),
        ("nas_identifier", "Mast-1", {"nasidentifier": "mast-1"}),
        ("station", "02:00:00:00:00:09", {"calledstationid": "02-00-00-00-00-09:Sala Free"}),
        ("station", "02-00-00-00-00-0A", {"calledstationid": "02:00:00:00:00:0a:Sala Free"}),
        ("station", "0200.0000.000a", {"calledstationid": "02000000000A"}),
        ("server", "hotspot1", {"calledstationid": "hotspot1"}),
    ],
)
def test_an_access_point_is_known_by_any_of_its_names(radius, beach, kind, registered, reported):
    identity(kind, registered)
    columns = [*session(), "nasidentifier"]
    data = export(session(**{"nasipaddress": "192.0.2.1"} | reported), columns=columns)
    import_usage(source=radius, lines=lines(data), at=AT)
    assert Connection.objects.get().access_point.zone == beach


def test_the_most_exact_name_decides(radius, beach):
    market = factories.zone(code="market")
    behind_controller = AccessPoint.objects.create(zone=market, name="roof")
    AccessPointIdentity.objects.create(
        access_point=behind_controller, kind="station", value="02-00-00-00-00-01"
    )
    take_in(radius, session())
    assert Connection.objects.get().zone == market


def test_unknown_access_points_are_listed_and_nothing_is_saved(radius):
    said = refusal(
        radius,
        session(1),
        session(2, nasipaddress="10.9.9.9", calledstationid="02-00-00-00-00-99:Sala Free"),
        session(3, nasipaddress="10.9.9.9", calledstationid="02-00-00-00-00-99:Sala Free"),
        session(4, nasipaddress="10.9.9.8", calledstationid=""),
    )
    assert "10.9.9.9 · 02-00-00-00-00-99:Sala Free (2); 10.9.9.8 (1)" in said
    assert "10.0.0.1" not in said


def test_unknown_names_cannot_write_on_the_terminal(radius):
    said = refusal(radius, session(nasipaddress="\x1b[31mred" + "x" * 500))
    assert "[31mredxxx" in said
    assert "\x1b" not in said
    assert len(said) < 300


def test_a_source_with_a_zone_needs_no_access_points(beach):
    source = factories.usage_source(zone=beach)
    take_in(source, session(nasipaddress="192.0.2.7"))
    assert Connection.objects.get().access_point is None
    assert UsageDay.objects.get().zone == beach


def test_a_user_takes_in_only_what_belongs_to_own_zones(radius, beach):
    stranger = factories.user(role="zone_operator")
    assert "not in your area: 10.0.0.1" in refusal(radius, session(), by=stranger)
    operator = factories.user(role="zone_operator", area=beach.venue.area)
    take_in(radius, session(), by=operator)
    assert UsageDay.objects.get().connections == 1


def test_a_wrong_line_at_the_end_undoes_all_before_it(radius):
    sessions = [session(number) for number in range(BATCH + 5)]
    said = refusal(radius, *sessions, session(9999, acctinputoctets=-5))
    assert said == f"Line {BATCH + 7}: the value in the column acctinputoctets cannot be right."


def test_two_sources_do_not_mix(radius, beach):
    other = factories.usage_source(zone=beach)
    take_in(radius, session())
    take_in(other, session())
    assert UsageDay.objects.count() == 2
    first, second = (bytes(key) for key in Connection.objects.values_list("key", flat=True))
    assert first != second


def test_a_day_of_many_connections_agrees_with_a_count_by_hand(radius):
    """Sixty sessions of three phones over three days, each figure added up again in plain Python."""
    sessions, expected = [], {}
    phones = itertools.cycle([PHONE, RANDOMISED_PHONE, "10.1.1.1"])
    for number, phone in zip(range(60), phones, strict=False):
        day, hour = divmod(number, 20)
        start = dt.datetime(2026, 9, 1 + day, hour, tzinfo=dt.timezone(dt.timedelta(hours=7)))
        seconds = 60 * (number % 7 + 1)
        sessions.append(
            session(
                number,
                phone=phone,
                start=start.isoformat(" "),
                stop=(start + dt.timedelta(seconds=seconds)).isoformat(" "),
                acctsessiontime=seconds,
                acctinputoctets=number,
                acctoutputoctets=number * number,
            )
        )
        row = expected.setdefault(start.date(), [0, 3, 20, 0, 0, 0, 0])
        for place, amount in ((0, 1), (3, seconds), (4, number), (5, number * number)):
            row[place] += amount
    take_in(radius, *sessions)
    assert days() == {day: tuple(row) for day, row in expected.items()}
