"""Handing in training sessions, and deciding about them."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.headcount import Headcount
from ambassadors.life_cycle import check_may_hand_in
from ambassadors.models import Ambassador, Attendance, HeadcountCell, ReviewEvent, Topic, TrainingSession
from ambassadors.photo_actions import drop_other_photos
from ambassadors.plan_actions import fulfil_plan
from ambassadors.review.second import needs_second
from lms.khmer import normalise
from lms.models import Partner, Venue
from lms.sync import Status, content_sha256

Kind, State = ReviewEvent.Kind, TrainingSession.Status
REASON_LIMIT = 1000


@dataclass(frozen=True, kw_only=True)
class SessionContent:
    """What an ambassador says about one training session, already checked (ambassadors/sync.py)."""

    held_on: dt.date
    starts_at: dt.time | None = None
    duration_minutes: int
    venue: Venue
    venue_text: str = ""
    kind: str
    grade: str = ""
    language: str = ""
    course_key: uuid.UUID | None = None
    topic: Topic | None = None
    partner: Partner | None = None
    headcount: Headcount
    roster: tuple[int, ...] = ()  # persons
    people_with_disabilities: int = 0
    priority_counts: dict = field(default_factory=dict)
    feedback_counts: dict = field(default_factory=dict)
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy_metres: int | None = None
    photo_sha256: str = ""
    note: str = ""
    is_from_paper: bool = False
    co_ambassadors: tuple[Ambassador, ...] = ()
    plan: uuid.UUID | None = None

    @property
    def fields(self):
        """{field of TrainingSession: value}."""
        return {name: value for name, value in vars(self).items() if name not in IN_OTHER_TABLES}


IN_OTHER_TABLES = {"headcount", "roster", "co_ambassadors", "plan"}


@transaction.atomic
def submit_training_session(*, id, content, payload, by, made_at, base_revision=0):
    """Stores a training session as handed in by its ambassador; returns (training session, Status).

    `id` was given where the session was written down, so that the same one arriving again is known again.
    `payload` is what was sent, kept word for word; `base_revision` the revision its maker had before their eyes.
    STORED: a new session, or a new revision of one, which then waits for review. ALREADY_STORED: nothing new.
    CONFLICT: somebody changed it meanwhile; nothing is overwritten. Raises ValidationError where a rule refuses it.
    """
    ambassador = Ambassador.objects.filter(person__user=by).first()
    check_may_hand_in(ambassador, content.held_on)
    # Two copies that arrive at once: the second one waits here, and then finds the first.
    session, is_new = TrainingSession.objects.select_for_update().get_or_create(
        id=id, defaults=content.fields | {"ambassador": ambassador, "made_at": made_at}
    )
    if session.ambassador_id != ambassador.pk:
        raise ValidationError(_("This training session belongs to another ambassador."))
    if not is_new:
        if session.revision_holding(payload, base_revision):
            return session, Status.ALREADY_STORED
        if base_revision != session.revision_number:
            return session, Status.CONFLICT
        _revise(session, content)
    session.co_ambassadors.set(content.co_ambassadors)
    session.headcount_cells.all().delete()
    HeadcountCell.objects.bulk_create(
        HeadcountCell(training_session=session, gender=gender, age_band=age_band, count=count)
        for (gender, age_band), count in content.headcount.cells.items()
    )
    session.attendances.exclude(person__in=content.roster).delete()
    Attendance.objects.bulk_create(
        [Attendance(training_session=session, person_id=pk, has_consent=True) for pk in content.roster],
        ignore_conflicts=True,  # who was on it before stays, with the moment it was recorded
    )
    drop_other_photos(session)
    session.revisions.create(
        number=session.revision_number,
        payload=payload,
        content_sha256=content_sha256(payload),
        sent_by=by,
        made_at=made_at,
    )
    fulfil_plan(plan=content.plan, session=session)
    session.review_events.create(kind=Kind.SUBMITTED, revision_number=session.revision_number, by=by)
    return session, Status.STORED


def _revise(session, content):
    if not session.is_editable:
        raise ValidationError(_("This training session was rejected. If it took place, log it anew."))
    for name, value in content.fields.items():
        setattr(session, name, value)
    session.revision_number += 1
    session.status, session.checked_by = State.SUBMITTED, None
    session.save()


@transaction.atomic
def choose_venue(*, session, venue, by):
    """Puts a venue of the list in the place of the words an ambassador wrote; returns the training session.

    Raises PermissionDenied outside the reviewer's area and ValidationError when the place is known already.
    """
    reviewable = TrainingSession.objects.reviewable_by(by).select_for_update(of=("self",))
    locked = reviewable.filter(pk=session.pk).first()
    if locked is None or not Venue.objects.visible_to(by).filter(pk=venue.pk).exists():
        raise PermissionDenied
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
def decide(session, by, seen, kind, status, *, possible_for, reason="", duplicate_of=None):
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
    locked.status, locked.checked_by, locked.duplicate_of = status, checked_by, duplicate_of
    locked.save(update_fields=["status", "checked_by", "duplicate_of"])
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
