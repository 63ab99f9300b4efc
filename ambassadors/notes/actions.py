"""Taking in issue notes, and saying what became of them."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import ISSUE_TEXT_LIMIT, Ambassador, IssueCategory, IssueNote
from lms.khmer import normalise
from lms.models import Area, Venue

State = IssueNote.State
REFERRED_TO_LIMIT = 150
# From a state, the states a note may come into. What is closed can be taken up again.
STEPS = {
    State.NEW: [State.REFERRED, State.ANSWERED, State.CLOSED],
    State.REFERRED: [State.REFERRED, State.ANSWERED, State.CLOSED],
    State.ANSWERED: [State.REFERRED, State.CLOSED],
    State.CLOSED: [State.REFERRED],
}


@dataclass(frozen=True, kw_only=True)
class NoteContent:
    """What an ambassador wrote down, already checked (ambassadors/notes/sync.py)."""

    category: IssueCategory
    area: Area
    venue: Venue | None
    text: str
    made_on: dt.date


@transaction.atomic
def submit_issue_note(*, id, content, by, made_at):
    """Stores an issue note of an ambassador and returns it.

    Raises ValidationError for who was no active ambassador then, IntegrityError for an id that is taken.
    """
    ambassador = Ambassador.objects.filter(person__user=by).first()
    if ambassador is None or not ambassador.was_active_at(made_at):
        raise ValidationError(_("Only an active ambassador can write an issue note. Ask your coordinator."))
    note = IssueNote(id=id, ambassador=ambassador, made_at=made_at, **vars(content))
    note.save(force_insert=True)
    note.events.create(state=State.NEW, by=by)
    return note


@transaction.atomic
def take_step(*, note, state, by, referred_to="", reason="", seen=None):
    """Refers, answers or closes an issue note; returns its IssueEvent.

    `seen` is the state that `by` looked at, that of `note` unless given. Raises PermissionDenied outside the area of
    `by` and ValidationError by field with a sentence.
    """
    locked = IssueNote.objects.changeable_by(by).select_for_update(of=("self",)).filter(pk=note.pk).first()
    if locked is None:
        raise PermissionDenied
    if locked.state != (seen or note.state):
        raise ValidationError(
            _("Somebody has decided meanwhile: this issue note is now “%(state)s”."),
            params={"state": locked.get_state_display()},
        )
    if state not in STEPS[locked.state]:
        raise ValidationError(
            _("This is not possible for an issue note that is “%(state)s”."),
            params={"state": locked.get_state_display()},
        )
    referred_to, reason = _checked(state, normalise(referred_to), normalise(reason))
    locked.state = state
    locked.save(update_fields=["state"])
    event = locked.events.create(state=state, referred_to=referred_to, reason=reason, by=by)
    log(locked, f"ambassadors.note_{state}", user=by, data={"referred_to": referred_to, "reason": reason})
    return event


def _checked(state, referred_to, reason):
    problems = {}
    if state == State.REFERRED and not referred_to:
        problems["referred_to"] = _("Say to whom it was referred.")
    if state in (State.ANSWERED, State.CLOSED) and not reason:
        problems["reason"] = _("Say what the answer was, or why it is closed.")
    for name, text, limit in (
        ("referred_to", referred_to, REFERRED_TO_LIMIT),
        ("reason", reason, ISSUE_TEXT_LIMIT),
    ):
        if len(text) > limit:
            problems[name] = ValidationError(
                _("At most %(limit)s characters, please."), params={"limit": limit}
            )
    if problems:
        raise ValidationError(problems)
    return (referred_to if state == State.REFERRED else ""), reason
