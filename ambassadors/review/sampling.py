"""Spot checks: drawing by lot, and what asking once more brought."""

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import SpotCheck, SpotCheckSample, TrainingSession
from ambassadors.models.sessions import NOTE_LIMIT
from ambassadors.review.queue import entries_of, not_taught_by
from lms.khmer import normalise

State, Result = TrainingSession.Status, SpotCheck.Result


def drawn(seed, candidates, size):
    """`size` of the candidates, a list of texts: those whose hash together with the seed is smallest.

    Nobody can steer it, and anybody can draw again, with any tool, and find the same.
    """
    return sorted(candidates, key=lambda each: hashlib.sha256(f"{seed}{each}".encode()).digest())[:size]


def candidates_for(user, week_from):
    """Ids, as texts in order, of the clean sessions of the seven days from `week_from` that `user` may review."""
    sessions = not_taught_by(TrainingSession.objects.reviewable_by(user), user).filter(
        held_on__gte=week_from,
        held_on__lt=week_from + dt.timedelta(days=7),
        status__in=[State.SUBMITTED, State.VERIFIED],
        spot_checks=None,
    )
    return sorted(str(entry.pk) for entry in entries_of(sessions) if entry.is_clean)


@transaction.atomic
def draw_sample(*, week_from, size, by, seed=None):
    """Draws training sessions to be asked about; returns the SpotCheckSample. ValidationError where none is left."""
    candidates = candidates_for(by, week_from)
    if not candidates:
        raise ValidationError(_("There is no clean training session of this week that was not checked yet."))
    sample = SpotCheckSample.objects.create(
        week_from=week_from, seed=seed or secrets.token_hex(8), candidates=candidates, drawn_by=by
    )
    SpotCheck.objects.bulk_create(
        SpotCheck(sample=sample, training_session_id=pk) for pk in drawn(sample.seed, candidates, size)
    )
    log(sample, "ambassadors.spot_checks_drawn", user=by, data={"seed": sample.seed, "size": size})
    return sample


@transaction.atomic
def record_spot_check(*, check, result, by, note="", at=None):
    """Writes down what asking brought; returns the SpotCheck.

    Raises PermissionDenied outside the area of `by` and ValidationError with a sentence.
    """
    locked = SpotCheck.objects.recordable_by(by).select_for_update(of=("self",)).filter(pk=check.pk).first()
    if locked is None:
        raise PermissionDenied
    if locked.training_session.is_led_by(by):
        raise ValidationError(_("You taught this training session yourself: somebody else has to ask."))
    if locked.result != Result.OPEN:
        raise ValidationError(_("Somebody has written this down already."))
    note = normalise(note)[:NOTE_LIMIT]
    if result == Result.NOT_CONFIRMED and not note:
        raise ValidationError({"note": _("Say what was not confirmed, and by whom.")})
    locked.result, locked.note, locked.by, locked.at = result, note, by, at or timezone.now()
    locked.save()
    log(locked.training_session, "ambassadors.spot_checked", user=by, data={"result": result, "note": note})
    return locked
