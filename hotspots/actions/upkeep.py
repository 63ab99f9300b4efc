"""What has to be done again and again: closing what fell silent, and forgetting."""

import datetime as dt

from django.db import connection as database
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hotspots.actions.counting import count_days_again
from hotspots.local_days import local_day
from hotspots.models import Connection, ConnectionDay, PseudonymKey, UsageDay, UsageSource

PSEUDONYMS_KEPT = dt.timedelta(days=35)


def close_silent_connections(*, at=None):
    """Close open connections that have said nothing for three reports, at their last report; returns how many.

    The end is an estimate and marked so. It is never "now", which would add hours nobody was connected.
    """
    at = at or timezone.now()
    closed = 0
    for source in UsageSource.objects.all():
        with transaction.atomic():
            UsageSource.objects.select_for_update().get(pk=source.pk)
            silent = Connection.objects.filter(
                source=source, closed=Connection.Closed.OPEN, last_seen_at__lt=at - source.silence
            )
            touched = {(zone, local_day(start)) for zone, start in silent.values_list("zone", "started_at")}
            closed += silent.update(closed=Connection.Closed.SILENT)
            count_days_again(source=source, touched=touched)
    return closed


@transaction.atomic
def destroy_pseudonym_keys(*, at=None):
    """Destroy keys made 48 hours ago or earlier; from then on no address can be matched. Returns how many."""
    _overwrite_what_is_deleted()
    return PseudonymKey.objects.expired(at or timezone.now()).delete()[0]


@transaction.atomic
def empty_pseudonyms(*, at=None):
    """Empty the pseudonyms of days more than 35 days ago, after noting what they counted; returns how many."""
    _overwrite_what_is_deleted()
    before = local_day(at or timezone.now()) - PSEUDONYMS_KEPT
    old = ConnectionDay.objects.filter(day__lt=before, pseudonym__isnull=False)
    for zone, source, day in old.values_list("zone", "connection__source", "day").distinct():
        UsageDay.objects.filter(zone=zone, source=source, day=day).update(
            forgotten_devices=F("devices"),
            forgotten_randomised=F("randomised_devices"),
            forgotten_visits=F("visits"),
        )
    return old.update(pseudonym=None)


def _overwrite_what_is_deleted():
    """SQLite only marks deleted bytes as free, unless it is told or built to overwrite them."""
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
