"""Planning training sessions, and tying a plan to the session it became."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, PlannedSession, Topic
from lms.models import Venue

Status = PlannedSession.Status


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """What is planned, already checked (ambassadors/plan_reading.py)."""

    planned_on: dt.date
    starts_at: dt.time | None
    venue: Venue
    course_key: uuid.UUID | None
    topic: Topic | None
    note: str


@transaction.atomic
def make_plan(*, id, ambassador, content):
    """Plans a session and returns it; the same `id` again plans nothing new.

    Raises ValidationError for who is not active, PermissionDenied where the id is another ambassador's.
    """
    if not Ambassador.objects.active().filter(pk=ambassador.pk).exists():
        raise ValidationError(_("Only an active ambassador can plan a session. Ask your coordinator."))
    plan, _is_new = PlannedSession.objects.get_or_create(
        id=id, defaults=vars(content) | {"ambassador": ambassador}
    )
    if plan.ambassador_id != ambassador.pk:
        raise PermissionDenied
    return plan


@transaction.atomic
def change_plan(*, plan, content):
    """Plans it otherwise; returns the plan. Raises ValidationError once it is logged or cancelled."""
    locked = _open_plan(plan)
    for name, value in vars(content).items():
        setattr(locked, name, value)
    locked.save()
    return locked


@transaction.atomic
def cancel_plan(*, plan):
    """The session will not take place; returns the plan. Raises ValidationError once it is logged or cancelled."""
    locked = _open_plan(plan)
    locked.status = Status.CANCELLED
    locked.save(update_fields=["status"])
    return locked


def _open_plan(plan):
    locked = PlannedSession.objects.select_for_update().get(pk=plan.pk)
    if locked.status != Status.PLANNED:
        raise ValidationError(
            _("This is not possible for a plan that is “%(status)s”."),
            params={"status": locked.get_status_display()},
        )
    return locked


def fulfil_plan(*, plan, session):
    """Ties the plan with this id to the training session that was handed in, inside that transaction.

    A plan is done once, a session fulfils one plan: what is tied already stays so. A plan of somebody else, or none
    at all, is passed over, for no session may be lost over its plan. One that was cancelled took place after all.
    """
    if plan is None or PlannedSession.objects.filter(training_session=session).exists():
        return
    own = PlannedSession.objects.filter(pk=plan, ambassador=session.ambassador_id, training_session=None)
    own.update(training_session=session, status=Status.DONE)
