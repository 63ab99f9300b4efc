"""Cutting a stretch of time, and what happened in it, at the midnights of the city."""

import datetime as dt
import functools

from django.utils import timezone

MICROSECOND = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)


def local_day(moment):
    """The date of an aware moment in the city's time zone (TIME_ZONE)."""
    return moment.astimezone(timezone.get_default_timezone()).date()


@functools.lru_cache(maxsize=4096)
def _midnight(day, zone):
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone).astimezone(dt.UTC)


def split(started_at, ended_at, *amounts):
    """[(day, start, end, shares)], one for each local day between two aware moments, in order.

    `amounts` are whole numbers; `shares` has one of each, in proportion to the time in the day, and over all days
    they add up to the amounts exactly.
    """
    zone = timezone.get_default_timezone()
    day = local_day(started_at)
    midnight = _midnight(day + DAY, zone)
    if ended_at <= midnight:
        return [(day, started_at, ended_at, amounts)]
    stretches = []
    while started_at < ended_at:
        end = min(ended_at, midnight)
        stretches.append((day, started_at, end))
        started_at, day = end, day + DAY
        midnight = _midnight(day + DAY, zone)
    weights = [(end - start) // MICROSECOND for _, start, end in stretches]
    shares = zip(*(share_out(amount, weights) for amount in amounts), strict=True)
    return [(*stretch, share) for stretch, share in zip(stretches, shares, strict=True)]


def share_out(amount, weights):
    """Whole shares of a whole amount in proportion to weights, by the largest remainder; they sum to it exactly."""
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares
