"""How the zones were used: connections of the last weeks, and day by day counts of the six months."""

import datetime as dt
import math
from dataclasses import dataclass

from django.utils import timezone

from hotspots.actions.counting import count_days_again
from hotspots.demo.zones import PLANS, SOURCE
from hotspots.local_days import split
from hotspots.models import AccessPoint, Connection, ConnectionDay, UsageDay, UsageSource, Zone
from lms.demo.registry import DAYS

RAW_DAYS = 35  # as long as pseudonyms are kept
SILENT_ZONE, SILENT_FROM, SILENT_DAYS = "demo-ream", 24, 7  # an outage: days before the end, and how many
RAINY_MONTHS = range(6, 11)
COMES_BACK = 0.26  # share of connections by a device that was there earlier the same day
RANDOMISED = 0.6
SILENT_END = 0.04
SHORTEST, LONGEST = 90, 3 * 3600
MEDIAN_SECONDS, SPREAD = 17 * 60, 0.8


def load(demonstration):
    source = UsageSource.objects.get(code=SOURCE)
    dice = demonstration.dice("usage")
    first_raw_day = demonstration.until - dt.timedelta(days=RAW_DAYS)
    usage_days, connections = [], []
    for zone in Zone.objects.filter(venue__is_demo=True).select_related("venue").order_by("pk"):
        radios = list(AccessPoint.objects.filter(zone=zone).order_by("pk"))
        for day in days_in_use(demonstration, zone):
            count = _connections_on(demonstration, dice, zone, day)
            if not count:
                continue
            if day < first_raw_day:
                usage_days.append(_counted(demonstration, dice, zone, source, day, count))
            else:
                connections += _visitors(demonstration, dice, zone, source, radios, day, count)
    UsageDay.objects.bulk_create(usage_days)
    _store(demonstration, source, connections)


def days_in_use(demonstration, zone):
    silent_from = demonstration.until - dt.timedelta(days=SILENT_FROM)
    for number in range(DAYS):
        day = demonstration.since + dt.timedelta(days=number)
        is_silent = zone.code == SILENT_ZONE and 0 <= (day - silent_from).days < SILENT_DAYS
        if zone.venue.is_open(on=day) and not is_silent:
            yield day


def _connections_on(demonstration, dice, zone, day):
    """Fewer come in the rain and while a zone is new; word gets round over the months."""
    plan = PLANS[zone.code]
    expected = plan.connections * (plan.weekend if day.weekday() >= 5 else 1)
    expected *= 0.8 if day.month in RAINY_MONTHS else 1
    expected *= 0.75 + 0.25 * demonstration.progress(day)
    expected *= min(1, 0.4 + (day - zone.venue.opened_on).days / 50)
    return max(0, round(dice.gauss(expected, math.sqrt(expected) * 1.2)))


@dataclass
class Visitor:
    """A connection before it is stored, and the device's part in it: (pseudonym, randomised) until midnight."""

    connection: Connection
    device: tuple[bytes, bool]


def _visitors(demonstration, dice, zone, source, radios, day, count):
    hours = PLANS[zone.code].hours
    devices = []
    for _ in range(count):
        if devices and dice.random() < COMES_BACK:
            device = dice.choice(devices)
        else:
            device = (dice.randbytes(8), dice.random() < RANDOMISED)
            devices.append(device)
        hour = dice.choices(list(hours), list(hours.values()))[0]
        start = demonstration.moment(day, dt.time(hour, dice.randint(0, 59), dice.randint(0, 59)))
        seconds = _seconds(dice)
        if day == demonstration.until - dt.timedelta(days=1):
            seconds = min(seconds, int((demonstration.end - start).total_seconds()) - 1)
        down = _bytes_down(dice, seconds)
        up = int(down * dice.uniform(0.05, 0.18))
        is_silent = dice.random() < SILENT_END
        yield Visitor(
            Connection(
                source=source,
                key=dice.randbytes(16),
                zone=zone,
                access_point=dice.choice(radios),
                started_at=start,
                last_seen_at=start + dt.timedelta(seconds=seconds),
                seconds=seconds,
                bytes_up=up,
                bytes_down=down,
                counter_up=up,
                counter_down=down,
                closed=Connection.Closed.SILENT if is_silent else Connection.Closed.STOPPED,
                recorded_at=start + dt.timedelta(seconds=seconds),
            ),
            device,
        )


def _seconds(dice):
    """Most stay a quarter of an hour, some for hours."""
    return int(min(max(dice.lognormvariate(math.log(MEDIAN_SECONDS), SPREAD), SHORTEST), LONGEST))


def _bytes_down(dice, seconds):
    """Reading and chat need little, video much: some 10 kB to 80 kB a second."""
    return int(seconds * dice.lognormvariate(math.log(28_000), 0.7))


def _store(demonstration, source, visitors):
    Connection.objects.bulk_create(visitor.connection for visitor in visitors)
    dice = demonstration.dice("days of connections")
    days = []
    for visitor in visitors:
        connection, device = visitor.connection, visitor.device
        amounts = (connection.seconds, connection.bytes_up, connection.bytes_down)
        for day, start, end, (seconds, up, down) in split(
            connection.started_at, connection.last_seen_at, *amounts
        ):
            days.append(
                ConnectionDay(
                    connection=connection,
                    zone_id=connection.zone_id,
                    day=day,
                    pseudonym=device[0],
                    is_randomised=device[1],
                    started_at=start,
                    ended_at=end,
                    seconds=seconds,
                    bytes_up=up,
                    bytes_down=down,
                )
            )
            device = (dice.randbytes(8), device[1])  # after midnight the same device is a stranger
    ConnectionDay.objects.bulk_create(days)
    count_days_again(source=source, touched={(day.zone_id, day.day) for day in days})
    UsageDay.objects.filter(source=source).update(rebuilt_at=demonstration.end)


def _counted(demonstration, dice, zone, source, day, count):
    """A day whose connections are not kept; the counts are those that as many connections would have given."""
    lengths = [_seconds(dice) for _ in range(count)]
    down = sum(_bytes_down(dice, seconds) for seconds in lengths)
    devices = 1 + sum(dice.random() >= COMES_BACK for _ in range(count - 1))
    return UsageDay(
        zone=zone,
        source=source,
        day=day,
        connections=count,
        devices=devices,
        randomised_devices=sum(dice.random() < RANDOMISED for _ in range(devices)),
        visits=devices + round((count - devices) * 0.87),
        seconds=sum(lengths),
        bytes_up=int(down * 0.11),
        bytes_down=down,
        estimated=sum(dice.random() < SILENT_END for _ in range(count)),
        rebuilt_at=timezone.localtime(demonstration.end),
    )
