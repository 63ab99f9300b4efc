"""Taking in complaints, dealing with them, and forgetting their words."""

import datetime as dt
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.khmer import has_khmer, normalise
from lms.models import Complaint
from lms.models.complaints import REFERENCE_LENGTH
from lms.models.people import CODE_ALPHABET

State = Complaint.State
KEPT_AFTER_CLOSING = dt.timedelta(days=365)
REFERENCE_TRIES = 10


def receive_complaint(*, id, category, text, language, contact="", area=None, at=None):
    """Stores a complaint and returns it; the same `id` again changes nothing and returns what is stored."""
    at = at or timezone.now()
    known = Complaint.objects.filter(pk=id).first()
    tries = REFERENCE_TRIES
    while known is None:
        reference = "".join(secrets.choice(CODE_ALPHABET) for _position in range(REFERENCE_LENGTH))
        try:
            with transaction.atomic():
                known = Complaint.objects.create(
                    id=id,
                    reference=reference,
                    category=category,
                    area=area,
                    text=text,
                    contact=contact,
                    language=language,
                    received_at=at,
                )
                known.events.create(state=State.RECEIVED, at=at)
        except IntegrityError:
            # The same form a moment ago, or a reference number that is taken.
            known, tries = Complaint.objects.filter(pk=id).first(), tries - 1
            if known is None and not tries:
                raise
    return known


def note_opening(*, complaint, by):
    """Writes down that somebody of the staff has read a complaint."""
    log(complaint, "lms.complaint_opened", user=by)


@transaction.atomic
def look_at(*, complaint, by):
    """Says that somebody has taken a complaint up; whoever made it sees so. Errors: see `_step`."""
    return _step(complaint, by, State.LOOKED_AT, {State.RECEIVED})


@transaction.atomic
def close_complaint(*, complaint, by, note_km, note_en):
    """Closes a complaint with a note in both languages that whoever made it can read. Errors: see `_step`."""
    notes = {"closing_note_km": normalise(note_km), "closing_note_en": normalise(note_en)}
    lacking = {name: _("Say in both languages what was done.") for name, note in notes.items() if not note}
    if notes["closing_note_km"] and not has_khmer(notes["closing_note_km"]):
        lacking["closing_note_km"] = _("Write this note in Khmer letters.")
    if lacking:
        raise ValidationError(lacking)
    return _step(
        complaint, by, State.CLOSED, {State.RECEIVED, State.LOOKED_AT}, closed_at=timezone.now(), **notes
    )


def _step(complaint, by, state, possible_from, **changes):
    """Takes one step and returns the complaint.

    Raises PermissionDenied where `by` is not in charge, ValidationError when somebody else was faster.
    """
    locked = (
        Complaint.objects.changeable_by(by).select_for_update(of=("self",)).filter(pk=complaint.pk).first()
    )
    if locked is None:
        raise PermissionDenied
    if locked.state not in possible_from:
        raise ValidationError(
            _("Somebody has decided meanwhile: this complaint is now “%(state)s”."),
            params={"state": locked.get_state_display()},
        )
    for name, value in (changes | {"state": state}).items():
        setattr(locked, name, value)
    locked.save()
    locked.events.create(state=state, by=by)
    log(locked, f"lms.complaint_{state}", user=by)
    return locked


@transaction.atomic
def forget_old_complaints(*, at=None):
    """Erases words and contact of what was closed a year ago; returns how many complaints that were."""
    at = at or timezone.now()
    old = Complaint.objects.filter(closed_at__lte=at - KEPT_AFTER_CLOSING, forgotten_at=None)
    return old.update(text="", contact="", forgotten_at=at)
