"""What training sessions are freed of once it has served: where the phone was (people-and-safety.md).

Revisions keep the hash of what was sent, so that an item that comes again is known again; neither the review nor any
figure changes.
"""

import datetime as dt
import json

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ambassadors.models import ReviewEvent, ReviewPolicy, TrainingSession, TrainingSessionRevision
from lms.models import SetAsideItem

BATCH = 200
State = TrainingSession.Status


def forget_locations(*, at=None):
    """Forgets where sessions were whose review ended long enough ago; returns how many.

    Each batch is committed by itself, so that nobody waits long.
    """
    at = at or timezone.now()
    before = at - dt.timedelta(days=ReviewPolicy.current().location_days)
    pks = list(_located(before).order_by("pk").values_list("pk", flat=True))
    forgotten = 0
    for first in range(0, len(pks), BATCH):
        with transaction.atomic():
            # Asked once more, under lock: somebody may have mended or reopened one meanwhile.
            due = _located(before).filter(pk__in=pks[first : first + BATCH]).select_for_update(of=("self",))
            forgotten += _forget([session.pk for session in due], at)
    return forgotten


def _located(before):
    """Sessions decided before that moment, and not since, that hold a location anywhere."""
    decisions = ReviewEvent.objects.filter(training_session=OuterRef("pk"), kind__in=ReviewEvent.FINAL)
    told = TrainingSessionRevision.objects.filter(
        training_session=OuterRef("pk"), payload__has_key="location"
    )
    return TrainingSession.objects.filter(
        Q(latitude__isnull=False) | Exists(told),
        ~Exists(decisions.filter(at__gt=before)),
        status__in=(State.VERIFIED, State.REJECTED, State.DUPLICATE),
        received_at__lte=before,
    )


def _forget(pks, at):
    nowhere = {"latitude": None, "longitude": None, "accuracy_metres": None}
    told = TrainingSessionRevision.objects.filter(training_session__in=pks, payload__has_key="location")
    revisions = list(told)
    for revision in revisions:
        del revision.payload["location"]
    TrainingSessionRevision.objects.bulk_update(revisions, ["payload"])
    return TrainingSession.objects.filter(pk__in=pks).update(**nowhere, location_forgotten_at=at)


def forget_locations_set_aside(*, at=None):
    """The same for training sessions as they came that nobody could use or take; returns how many.

    Those that somebody has yet to deal with keep it: they may still be stored.
    """
    before = (at or timezone.now()) - dt.timedelta(days=ReviewPolicy.current().location_days)
    kept = SetAsideItem.objects.filter(
        kind="training-session", dealt_with_at__lte=before, raw__contains='"location"'
    )
    forgotten = 0
    for item in kept:
        sent = json.loads(item.raw)
        payload = sent.get("payload") if isinstance(sent, dict) else None
        if isinstance(payload, dict) and "location" in payload:
            del payload["location"]
            forgotten += SetAsideItem.objects.filter(pk=item.pk).update(raw=json.dumps(sent))
    return forgotten
