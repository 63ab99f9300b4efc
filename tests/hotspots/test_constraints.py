"""What the database allows and refuses, whatever the code above it does."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from hotspots.models import (
    AccessPoint,
    AccessPointIdentity,
    Connection,
    ConnectionDay,
    PseudonymKey,
    UsageDay,
    UsageSource,
    Zone,
)
from tests import factories

NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
TODAY = NOW.date()


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def connection(source, zone, **fields):
    values = {
        "key": b"k" * 16,
        "started_at": NOW,
        "last_seen_at": NOW,
        "seconds": 0,
        "bytes_up": 0,
        "bytes_down": 0,
    }
    return Connection.objects.create(source=source, zone=zone, **values | fields)


def day_of(connection, **fields):
    values = {
        "zone": connection.zone,
        "day": TODAY,
        "started_at": NOW,
        "ended_at": NOW,
        "seconds": 0,
        "bytes_up": 0,
        "bytes_down": 0,
    }
    return ConnectionDay.objects.create(connection=connection, **values | fields)


def usage_day(source, zone, **fields):
    measures = ["connections", "devices", "randomised_devices", "visits", "seconds", "bytes_up", "bytes_down"]
    values = dict.fromkeys([*measures, "estimated"], 0) | {"day": TODAY}
    return UsageDay.objects.create(source=source, zone=zone, **values | fields)


def test_a_venue_has_one_zone_and_a_code_leads_to_one(beach):
    refused(lambda: factories.zone(venue=beach.venue, code="other"))
    refused(lambda: factories.zone(code="beach"))
    assert factories.zone(code="beach-2").pk


def test_an_access_point_is_named_once_in_a_zone(beach):
    refused(lambda: AccessPoint.objects.create(zone=beach, name="mast"))
    assert AccessPoint.objects.create(zone=factories.zone(), name="mast").pk


def test_an_identity_belongs_to_one_access_point_in_any_spelling(beach):
    other = AccessPoint.objects.create(zone=beach, name="roof")

    def identity(kind, value):
        return AccessPointIdentity.objects.create(access_point=other, kind=kind, value=value)

    refused(lambda: identity("nas_address", " 10.0.0.1/32 "))
    assert identity("nas_identifier", "10.0.0.1").pk
    assert identity("station", "02-00-00-00-00-AB:Sala").value == "02:00:00:00:00:ab"
    refused(lambda: identity("station", "0200000000ab"))


def test_a_connection_is_kept_once_per_source(beach, radius):
    connection(radius, beach)
    refused(lambda: connection(radius, beach))
    assert connection(factories.usage_source(), beach).pk


def test_a_connection_is_not_seen_before_it_starts(beach, radius):
    refused(lambda: connection(radius, beach, last_seen_at=NOW - dt.timedelta(seconds=1)))


def test_a_connection_is_closed_for_a_known_reason(beach, radius):
    refused(lambda: connection(radius, beach, closed="because"))
    for number, closed in enumerate(Connection.Closed.values):
        assert connection(radius, beach, closed=closed, key=bytes([number] * 16)).pk


def test_a_connection_has_one_part_in_a_day(beach, radius):
    one = connection(radius, beach)
    day_of(one)
    refused(lambda: day_of(one))
    assert day_of(one, day=TODAY + dt.timedelta(days=1)).pk


def test_a_part_of_a_day_does_not_end_before_it_starts(beach, radius):
    refused(lambda: day_of(connection(radius, beach), ended_at=NOW - dt.timedelta(seconds=1)))


def test_a_zone_and_day_has_one_key(beach):
    PseudonymKey.objects.create(zone=beach, day=TODAY)
    refused(lambda: PseudonymKey.objects.create(zone=beach, day=TODAY))
    assert PseudonymKey.objects.create(zone=factories.zone(), day=TODAY).pk


def test_keys_are_random(beach):
    keys = {PseudonymKey.objects.create(zone=beach, day=TODAY + dt.timedelta(days=n)).key for n in range(5)}
    assert len(keys) == 5
    assert {len(key) for key in keys} == {32}


def test_a_zone_source_and_day_is_counted_once(beach, radius):
    usage_day(radius, beach)
    refused(lambda: usage_day(radius, beach))
    assert usage_day(factories.usage_source(), beach).pk


def test_devices_with_randomised_addresses_are_some_of_the_devices(beach, radius):
    refused(lambda: usage_day(radius, beach, devices=1, randomised_devices=2))
    assert usage_day(radius, beach, devices=2, randomised_devices=2).pk


def test_a_zone_with_use_is_not_deleted(beach, radius):
    connection(radius, beach)
    AccessPoint.objects.all().delete()
    with pytest.raises(ProtectedError):
        beach.delete()


@pytest.mark.parametrize("ssid", ["Sala", "វ៉ាយហ្វាយ", "x" * 32])
def test_a_network_name_fits_into_32_bytes(beach, ssid):
    Zone(venue=beach.venue, code="ok", ssid=ssid).clean_fields(exclude=["venue"])


@pytest.mark.parametrize("ssid", ["វ៉ាយហ្វាយឥតគិត", "x" * 33, "a\nb"])
def test_a_network_name_that_no_access_point_takes_is_refused(beach, ssid):
    with pytest.raises(ValidationError):
        Zone(venue=beach.venue, code="ok", ssid=ssid).clean_fields(exclude=["venue"])


def test_a_time_zone_must_exist():
    with pytest.raises(ValidationError):
        UsageSource(code="a", name="a", time_zone="Asia/Atlantis").clean_fields()
    UsageSource(code="a", name="a", time_zone="Asia/Tokyo").clean_fields()
