"""Decisions about one training session. Each is an event: who, when, why, about which revision."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import ReviewEvent, TrainingSession
from ambassadors.review.second import needs_second
from lms.khmer import normalise
from lms.models import Venue

Kind, State = ReviewEvent.Kind, TrainingSession.Status
REASON_LIMIT = 1000


def reviewed_venues(user):
    """The venues of the areas in which somebody decides about training sessions."""
    return Venue.objects.filter(user.area_condition("area", "ambassadors.review_trainingsession"))


@transaction.atomic
def choose_venue(*, session, venue, by, seen=None):
    """Puts a venue of the list in the place of the words an ambassador wrote; returns the training session.

    `seen` as in `decide`: choosing leaves `version` as it is, so that one may verify on with the same. Raises
    PermissionDenied outside the reviewer's area and ValidationError when the place is known already, when `by` taught
    the session, and when it has changed meanwhile.
    """
    seen = seen or session.version
    reviewable = TrainingSession.objects.reviewable_by(by).select_for_update(of=("self",))
    locked = reviewable.filter(pk=session.pk).first()
    if locked is None or not reviewed_venues(by).filter(pk=venue.pk).exists():
        raise PermissionDenied
    if locked.is_led_by(by):
        raise ValidationError(_("You taught this training session yourself: somebody else has to decide."))
    if locked.version != seen:
        raise _changed_meanwhile(locked, seen)
    if not locked.venue_text:
        raise ValidationError(_("This place is in the list already."))
    log(locked, "ambassadors.placed", user=by, data={"words": locked.venue_text, "venue": venue.code})
    locked.review_events.create(
        kind=Kind.PLACED,
        reason=f"{locked.venue_text} → {venue.name}",
        revision_number=locked.revision_number,
        by=by,
    )
    locked.venue, locked.venue_text = venue, ""
    locked.save(update_fields=["venue", "venue_text"])
    return locked


def verify(*, session, by, seen=None):
    """Lets a training session count, or waits for a second person to say so where the review policy asks for one.

    Errors and `seen`: see `decide`.
    """
    return decide(session, by, seen, Kind.VERIFIED, State.VERIFIED, possible_for={State.SUBMITTED})


def send_back(*, session, by, reason, seen=None):
    """Returns a training session to its ambassador to be mended. Errors and `seen`: see `decide`."""
    return decide(
        session,
        by,
        seen,
        Kind.RETURNED,
        State.RETURNED,
        possible_for={State.SUBMITTED, State.VERIFIED},
        reason=checked_reason(reason),
    )


def reject(*, session, by, reason, seen=None):
    """Says that a training session will never count. Errors and `seen`: see `decide`."""
    return decide(
        session,
        by,
        seen,
        Kind.REJECTED,
        State.REJECTED,
        possible_for={State.SUBMITTED, State.VERIFIED},
        reason=checked_reason(reason),
    )


def checked_reason(reason):
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why, so that the ambassador knows what to do.")})
    if len(reason) > REASON_LIMIT:
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("At most %(limit)s characters, please."), params={"limit": REASON_LIMIT}
                )
            }
        )
    return reason


@transaction.atomic
def decide(
    session, by, seen, kind, status, *, possible_for, reason="", duplicate_of=None, is_taught_together=False
):
    """Writes one decision; returns its ReviewEvent.

    `seen` is the `version` of the session that the reviewer looked at (that of `session` unless given): two people
    who decide at once do not overrule each other unawares. `by` is None where the programme's own policy decides, which
    `reason` then names. Raises PermissionDenied outside the reviewer's area and ValidationError with a sentence.
    """
    seen = seen or session.version
    allowed = TrainingSession.objects.reviewable_by(by) if by else TrainingSession.objects.all()
    locked = allowed.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if locked is None:
        raise PermissionDenied
    if by and locked.is_led_by(by):
        raise ValidationError(_("You taught this training session yourself: somebody else has to decide."))
    if locked.version != seen:
        raise _changed_meanwhile(locked, seen)
    if locked.status not in possible_for:
        raise ValidationError(
            _("This is not possible for a training session that is “%(status)s”."),
            params={"status": locked.get_status_display()},
        )
    if kind == Kind.REJECTED and locked.duplicates.exists():
        raise ValidationError(
            _("Another training session is marked as a duplicate of this one: free it first.")
        )
    checked_by = None
    if kind == Kind.VERIFIED:
        if locked.venue_text:
            raise ValidationError(_("This place is not in the list yet: choose its venue first."))
        if needs_second(locked):
            if by is None or locked.checked_by_id == by.pk:
                raise ValidationError(_("You verified it once already: a second person has to look at it."))
            if locked.checked_by_id is None:
                kind, status, checked_by = Kind.CHECKED, State.SUBMITTED, by
    locked.status, locked.checked_by = status, checked_by
    locked.duplicate_of, locked.is_taught_together = duplicate_of, is_taught_together
    locked.save(update_fields=["status", "checked_by", "duplicate_of", "is_taught_together"])
    event = locked.review_events.create(
        kind=kind, reason=reason, revision_number=locked.revision_number, duplicate_of=duplicate_of, by=by
    )
    log(locked, f"ambassadors.{kind}", user=by, data={"revision": locked.revision_number, "reason": reason})
    return event


def _changed_meanwhile(session, seen):
    if not seen.startswith(f"{session.revision_number}-"):
        return ValidationError(_("The ambassador has sent a newer version. Look at it, then decide."))
    if session.checked_by_id:
        return ValidationError(_("Somebody has verified it once meanwhile. Look at it again, then decide."))
    return ValidationError(
        _("Somebody has decided meanwhile: this training session is now “%(status)s”."),
        params={"status": session.get_status_display()},
    )
