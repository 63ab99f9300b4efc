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
from ambassadors.models import Ambassador, Attendance, HeadcountCell, ReviewEvent, Topic, TrainingSession
from ambassadors.photo_actions import drop_other_photos
from lms.actions.roles import grant_role, revoke_role
from lms.khmer import normalise
from lms.models import Partner, Person, User, Venue
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

    @property
    def fields(self):
        """{field of TrainingSession: value}."""
        return {name: value for name, value in vars(self).items() if name not in _IN_OTHER_TABLES}


_IN_OTHER_TABLES = {"headcount", "roster", "co_ambassadors"}


@transaction.atomic
def submit_training_session(*, id, content, payload, by, made_at, base_revision=0):
    """Stores a training session as handed in by its ambassador; returns (training session, Status).

    `id` was given where the session was written down, so that the same one arriving again is known again.
    `payload` is what was sent, kept word for word; `base_revision` the revision its maker had before their eyes.
    STORED: a new session, or a new revision of one, which then waits for review. ALREADY_STORED: nothing new.
    CONFLICT: somebody changed it meanwhile; nothing is overwritten. Raises ValidationError where a rule refuses it.
    """
    ambassador = Ambassador.objects.active().filter(person__user=by).first()
    if ambassador is None:
        raise ValidationError(
            _("Only an active ambassador can log a training session. Ask your coordinator.")
        )
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
    if not is_new:
        drop_other_photos(session)
    session.revisions.create(
        number=session.revision_number,
        payload=payload,
        content_sha256=content_sha256(payload),
        sent_by=by,
        made_at=made_at,
    )
    session.review_events.create(kind=Kind.SUBMITTED, revision_number=session.revision_number, by=by)
    return session, Status.STORED


def _revise(session, content):
    if not session.is_editable:
        raise ValidationError(_("This training session was rejected. If it took place, log it anew."))
    for name, value in content.fields.items():
        setattr(session, name, value)
    session.revision_number += 1
    session.status = State.SUBMITTED
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
    locked.venue, locked.venue_text = venue, ""
    locked.save(update_fields=["venue", "venue_text"])
    return locked


def verify(*, session, by, seen=None):
    """Lets a training session count. Errors and `seen`: see `_decide`."""
    return _decide(session, by, seen, Kind.VERIFIED, State.VERIFIED, possible_for={State.SUBMITTED})


def send_back(*, session, by, reason, seen=None):
    """Returns a training session to its ambassador to be mended. Errors and `seen`: see `_decide`."""
    return _decide(
        session,
        by,
        seen,
        Kind.RETURNED,
        State.RETURNED,
        possible_for={State.SUBMITTED, State.VERIFIED},
        reason=_checked(reason),
    )


def reject(*, session, by, reason, seen=None):
    """Says that a training session will never count. Errors and `seen`: see `_decide`."""
    return _decide(
        session,
        by,
        seen,
        Kind.REJECTED,
        State.REJECTED,
        possible_for={State.SUBMITTED},
        reason=_checked(reason),
    )


def _checked(reason):
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
def _decide(session, by, seen, kind, status, *, possible_for, reason=""):
    """Writes one decision; returns its ReviewEvent.

    `seen` is the `version` of the session that the reviewer looked at (that of `session` unless given): two people
    who decide at once do not overrule each other unawares. Raises PermissionDenied outside the reviewer's area and
    ValidationError with a sentence for the reviewer.
    """
    seen = seen or session.version
    locked = (
        TrainingSession.objects.reviewable_by(by)
        .select_for_update(of=("self",))
        .filter(pk=session.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied
    if locked.is_led_by(by):
        raise ValidationError(_("You taught this training session yourself: somebody else has to decide."))
    if locked.version != seen:
        if not seen.startswith(f"{locked.revision_number}-"):
            raise ValidationError(_("The ambassador has sent a newer version. Look at it, then decide."))
        raise ValidationError(
            _("Somebody has decided meanwhile: this training session is now “%(status)s”."),
            params={"status": locked.get_status_display()},
        )
    if locked.status not in possible_for:
        raise ValidationError(
            _("This is not possible for a training session that is “%(status)s”."),
            params={"status": locked.get_status_display()},
        )
    if kind == Kind.VERIFIED and locked.venue_text:
        raise ValidationError(_("This place is not in the list yet: choose its venue first."))
    locked.status = status
    locked.save(update_fields=["status"])
    event = locked.review_events.create(
        kind=kind, reason=reason, revision_number=locked.revision_number, by=by
    )
    log(locked, f"ambassadors.{kind}", user=by, data={"revision": locked.revision_number, "reason": reason})
    return event


@transaction.atomic
def enrol_ambassador(*, person_fields, fields, username, password, by):
    """Makes a person, a user who signs in as that person, an ambassador and the role; returns the ambassador."""
    person = Person.objects.create(**person_fields)
    user = User(username=username, full_name=person.name, person=person)
    user.set_password(password)
    user.save()
    grant_role(user=user, role="ambassador", area=fields["area"], by=by)
    return Ambassador.objects.create(person=person, **fields)


@transaction.atomic
def change_ambassador(*, ambassador, person_fields, fields, by, password=""):
    """Corrects who an ambassador is and where; the role moves along with the area. Returns the ambassador."""
    person = ambassador.person
    for record, values in ((person, person_fields), (ambassador, fields)):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    user = User.objects.filter(person=person).first()
    if user is None:
        return ambassador
    for assignment in user.roles.filter(role="ambassador").exclude(area=ambassador.area):
        revoke_role(assignment=assignment, by=by)
    grant_role(user=user, role="ambassador", area=ambassador.area, by=by)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
        log(user, "wagtail.edit", user=by, data={"fields": ["password"]})
    return ambassador


def may_give_password(person):
    """Only someone who is nothing but an ambassador: a coordinator must not come into the rights of others."""
    user = User.objects.filter(person=person).first()
    return user is not None and not user.is_superuser and not user.roles.exclude(role="ambassador").exists()
