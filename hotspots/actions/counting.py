"""Counting a zone's day again from what is kept of it."""

import datetime as dt
from itertools import groupby
from operator import itemgetter

from django.utils import timezone

from hotspots.models import Connection, ConnectionDay, UsageDay

VISIT_GAP = dt.timedelta(minutes=15)
COUNTED = [
    "connections",
    "devices",
    "randomised_devices",
    "visits",
    "seconds",
    "bytes_up",
    "bytes_down",
    "estimated",
    "rebuilt_at",
]


def count_days_again(*, source, touched):
    """Rebuild the UsageDay of each (zone id, day) in `touched` from the source's connections.

    Connections and estimated ends belong to the day they began; devices, visits, seconds and bytes to each day
    they touch. What was counted under pseudonyms that are emptied by now is kept and added.
    """
    for zone_id, pairs in groupby(sorted(touched), key=itemgetter(0)):
        days = {day: UsageDay(zone_id=zone_id, source=source, day=day) for _, day in pairs}
        kept = UsageDay.objects.filter(zone=zone_id, source=source, day__in=days)
        for day, *forgotten in kept.values_list(
            "day", "forgotten_devices", "forgotten_randomised", "forgotten_visits"
        ):
            (
                days[day].forgotten_devices,
                days[day].forgotten_randomised,
                days[day].forgotten_visits,
            ) = forgotten
        for day, parts in _parts_by_day(zone_id, source, days):
            _count(days[day], parts)
        UsageDay.objects.bulk_create(
            days.values(),
            update_conflicts=True,
            unique_fields=["zone", "source", "day"],
            update_fields=COUNTED,
        )


def _parts_by_day(zone_id, source, days):
    parts = (
        ConnectionDay.objects.filter(zone=zone_id, connection__source=source, day__in=days)
        .order_by("day", "pseudonym", "started_at")
        .values_list(
            "day",
            "pseudonym",
            "is_randomised",
            "started_at",
            "ended_at",
            "seconds",
            "bytes_up",
            "bytes_down",
            "connection__started_at",
            "connection__closed",
        )
    )
    return groupby(parts.iterator(chunk_size=5000), key=itemgetter(0))


def _count(usage, parts):
    usage.connections = usage.estimated = usage.seconds = usage.bytes_up = usage.bytes_down = 0
    usage.devices = usage.forgotten_devices
    usage.randomised_devices = usage.forgotten_randomised
    usage.visits = usage.forgotten_visits
    usage.rebuilt_at = timezone.now()
    device, visit_ends_at = None, None
    for _, pseudonym, is_randomised, start, end, seconds, up, down, connection_start, closed in parts:
        usage.seconds += seconds
        usage.bytes_up += up
        usage.bytes_down += down
        if start == connection_start:
            usage.connections += 1
            usage.estimated += closed == Connection.Closed.SILENT
        if pseudonym is None:
            continue
        if pseudonym != device:
            device, visit_ends_at = pseudonym, None
            usage.devices += 1
            usage.randomised_devices += bool(is_randomised)
        if visit_ends_at is None or start - visit_ends_at >= VISIT_GAP:
            usage.visits += 1
            visit_ends_at = end
        else:
            visit_ends_at = max(visit_ends_at, end)
