"""Planning training sessions, and tying a plan to the session it became."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, PlannedSession, Topic, TrainingSession
from lms.models import Venue
from lms.sync import Status, content_sha256

State = PlannedSession.Status
DAY_PASSED = _("This day has passed. Log the session instead, or choose a later day.")


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """What is planned, already checked (ambassadors/plans/sync.py)."""

    planned_on: dt.date
    starts_at: dt.time | None
    venue: Venue
    course_key: uuid.UUID | None
    topic: Topic | None
    note: str


@transaction.atomic
def submit_plan(*, id, content, payload, by, made_at, base_revision=0):
    """Stores a plan as its ambassador made, changed or, with `content` None, cancelled it; returns (revision, Status).

    `id`, `payload` and `base_revision` are those of the item (lms.sync). STORED: a new plan or revision; cancelling
    what never came leaves nothing. ALREADY_STORED: nothing new. CONFLICT: it was changed meanwhile, nothing is
    overwritten. What is logged stays so, whichever came first. Raises ValidationError where a rule refuses it.
    """
    ambassador = Ambassador.objects.filter(person__user=by).first()
    plan = PlannedSession.objects.select_for_update().filter(pk=id).first()
    if plan is None:
        return _make(id, content, payload, ambassador, made_at), Status.STORED
    if ambassador is None or plan.ambassador_id != ambassador.pk:
        raise ValidationError(_("This planned session belongs to another ambassador."))
    if held := plan.revision_holding(payload, base_revision):
        return held, Status.ALREADY_STORED
    if base_revision != plan.revision_number:
        return plan.revision_number, Status.CONFLICT
    if content is not None:
        _change(plan, content, made_at)
    elif plan.status != State.DONE:
        plan.status = State.CANCELLED
    plan.versions = [*plan.versions, content_sha256(payload)]
    plan.save()
    return plan.revision_number, Status.STORED


def _make(id, content, payload, ambassador, made_at):
    if ambassador is None or not ambassador.was_active_at(made_at):
        raise ValidationError(_("Only an active ambassador can plan a session. Ask your coordinator."))
    if content is None:
        return 1
    _check_day(content, made_at)
    plan = PlannedSession(
        id=id, ambassador=ambassador, made_at=made_at, versions=[content_sha256(payload)], **vars(content)
    )
    plan.save(force_insert=True)
    # The session may have come before its plan did.
    sessions = TrainingSession.objects.filter(ambassador=ambassador, revisions__payload__plan=str(id))
    if session := sessions.order_by("received_at").first():
        fulfil_plan(plan=id, session=session)
    return plan.revision_number


def _change(plan, content, made_at):
    if plan.status == State.CANCELLED:
        raise ValidationError(
            _("This is not possible for a plan that is “%(status)s”."),
            params={"status": plan.get_status_display()},
        )
    if plan.status == State.PLANNED:
        _check_day(content, made_at)
    for name, value in vars(content).items():
        setattr(plan, name, value)


def _check_day(content, made_at):
    """The day may have passed since the plan was made, but not before."""
    if content.planned_on < timezone.localdate(made_at):
        raise ValidationError({"planned_on": DAY_PASSED})


def fulfil_plan(*, plan, session):
    """Ties the plan with this id to the training session that was handed in, inside that transaction.

    A plan is done once, a session fulfils one plan: what is tied already stays so. A plan of somebody else, or none
    at all, is passed over, for no session may be lost over its plan. One that was cancelled took place after all.
    """
    if plan is None or PlannedSession.objects.filter(training_session=session).exists():
        return
    own = PlannedSession.objects.filter(pk=plan, ambassador=session.ambassador_id, training_session=None)
    own.update(training_session=session, status=State.DONE)
