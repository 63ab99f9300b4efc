"""Taking usage in: which devices and visits there were, and in which zone."""

import datetime as dt
import itertools

import pytest

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
from tests.hotspots.taking_in import AT, DAY, days, refusal, take_in


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
