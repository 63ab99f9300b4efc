"""Handing in training sessions. Decisions about them are in ambassadors/review, who is an ambassador in life_cycle."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Attendance, HeadcountCell, ReviewEvent, Topic, TrainingSession
from ambassadors.plans.actions import fulfil_plan
from ambassadors.sessions.headcount import Headcount
from ambassadors.sessions.photo_actions import drop_other_photos
from ambassadors.team.life_cycle import check_may_hand_in
from lms.actions.learning import locked_as_counted
from lms.models import Partner, Venue
from lms.sync import Status, content_sha256

Kind, State = ReviewEvent.Kind, TrainingSession.Status


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
    roster = _as_counted(content.roster, session)
    session.co_ambassadors.set(content.co_ambassadors)
    session.headcount_cells.all().delete()
    HeadcountCell.objects.bulk_create(
        HeadcountCell(training_session=session, gender=gender, age_band=age_band, count=count)
        for (gender, age_band), count in content.headcount.cells.items()
    )
    stay = session.attendances.without_card().values("pk")
    session.attendances.exclude(person__in=roster).exclude(pk__in=stay).delete()
    Attendance.objects.bulk_create(
        [Attendance(training_session=session, person_id=pk, has_consent=True) for pk in roster],
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
    fulfil_plan(plan=content.plan, session=session)
    session.review_events.create(kind=Kind.SUBMITTED, revision_number=session.revision_number, by=by)
    return session, Status.STORED


def _as_counted(roster, session):
    """Keys of the records that stand for these persons now: one may have been merged or erased since it was read."""
    if not roster:
        return roster
    people = list(locked_as_counted(roster).values())
    erased = {person.pk for person in people if person.erased_at}
    is_whole = len({person.pk for person in people}) == len(roster)
    if not is_whole or session.attendances.filter(person__in=erased).count() < len(erased):
        raise ValidationError(
            _(
                "Somebody on the roster was just found to be there twice, or deleted. Look at the codes once more."
            )
        )
    return [person.pk for person in people]


def _revise(session, content):
    if not session.is_editable:
        raise ValidationError(_("This training session was rejected. If it took place, log it anew."))
    for name, value in content.fields.items():
        setattr(session, name, value)
    if session.latitude is not None:
        session.location_forgotten_at = None
    session.revision_number += 1
    session.status, session.checked_by = State.SUBMITTED, None
    session.save()
