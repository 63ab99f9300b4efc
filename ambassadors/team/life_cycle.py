"""How ambassadors come and go (R23): the steps that are possible, each an AmbassadorEvent."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import EVENT_REASON_LIMIT, Ambassador, AmbassadorEvent
from content.required import required_course_key
from lms.khmer import normalise
from lms.results import course_result

Kind, Status = AmbassadorEvent.Kind, Ambassador.Status


@dataclass(frozen=True, kw_only=True)
class Step:
    """A button of the coordinator: from which states it leads where."""

    label: str
    possible_from: set = field(default_factory=set)
    leads_to: Status
    needs_reason: bool = False


STEPS = {
    Kind.ACCEPTED: Step(
        label=_("Accept for training"), possible_from={Status.APPLIED}, leads_to=Status.TRAINING
    ),
    Kind.ACTIVATED: Step(label=_("Make active"), possible_from={Status.TRAINING}, leads_to=Status.ACTIVE),
    Kind.PAUSED: Step(
        label=_("Pause"), possible_from={Status.ACTIVE}, leads_to=Status.PAUSED, needs_reason=True
    ),
    Kind.RESUMED: Step(label=_("Active again"), possible_from={Status.PAUSED}, leads_to=Status.ACTIVE),
    Kind.LEFT: Step(
        label=_("Has left"),
        possible_from={Status.APPLIED, Status.TRAINING, Status.ACTIVE, Status.PAUSED},
        leads_to=Status.LEFT,
        needs_reason=True,
    ),
    Kind.CAME_BACK: Step(label=_("Has come back"), possible_from={Status.LEFT}, leads_to=Status.TRAINING),
}


def possible_steps(ambassador):
    """[(kind, Step)] of what can be done about an ambassador now."""
    return [(kind, step) for kind, step in STEPS.items() if ambassador.status in step.possible_from]


@transaction.atomic
def take_step(*, ambassador, kind, by, reason="", seen=None):
    """Takes one of STEPS; returns its AmbassadorEvent.

    `seen` is the status that `by` looked at, that of `ambassador` unless given. Raises PermissionDenied outside the
    area of `by` and ValidationError with a sentence.
    """
    step, seen = STEPS[kind], seen or ambassador.status
    locked = _locked(ambassador, by)
    if locked.status != seen or locked.status not in step.possible_from:
        raise ValidationError(
            _("This is not possible for an ambassador who is “%(status)s”. Perhaps somebody was faster."),
            params={"status": locked.get_status_display()},
        )
    reason = checked_reason(reason, is_needed=step.needs_reason)
    if kind == Kind.ACTIVATED and not _has_done_the_course(locked):
        raise ValidationError(
            _("The required course comes first: on the phone, or in person, which you can record here.")
        )
    locked.stopped_on = _stopped_on(locked, step)
    locked.status = step.leads_to
    locked.save(update_fields=["status", "stopped_on"])
    return _record(locked, kind, by, reason)


@transaction.atomic
def record_training(*, ambassador, by, reason):
    """Says that an ambassador was trained in person instead of by the course; returns the AmbassadorEvent.

    Errors: see `take_step`.
    """
    locked = _locked(ambassador, by)
    reason = checked_reason(reason, is_needed=True)
    if locked.required_course_done_at is not None:
        raise ValidationError(_("The required course is done already."))
    locked.required_course_done_at = timezone.now()
    locked.save(update_fields=["required_course_done_at"])
    return _record(locked, Kind.TRAINED, by, reason)


@transaction.atomic
def note_required_course(*, person, course_key=None):
    """Remembers that an ambassador has completed the required course, by the course's own rule; returns whether so.

    `course_key` is the course in which something was done; without one it is asked for whatever was done before.
    Does nothing for who is no ambassador. Safe to repeat.
    """
    ambassador = Ambassador.objects.select_for_update(of=("self",)).filter(person=person).first()
    if ambassador is None:
        return False
    if ambassador.required_course_done_at is not None:
        return True
    key = required_course_key()
    if key is None or course_key not in (None, key):
        return False
    result = course_result(ambassador.person, key)
    if not result.is_completed:
        return False
    ambassador.required_course_done_at = result.completed_at
    ambassador.save(update_fields=["required_course_done_at"])
    ambassador.events.create(kind=Kind.COURSE_DONE)
    return True


def check_may_hand_in(ambassador, held_on):
    """Raises ValidationError with a sentence for an ambassador whose sessions of that day may not come in (R23).

    Whoever has paused or left may still hand in what took place before.
    """
    if ambassador is None:
        raise ValidationError(
            _("Only an active ambassador can log a training session. Ask your coordinator.")
        )
    last_day = ambassador.last_day
    if last_day is not None and (ambassador.is_active or held_on <= last_day):
        return
    if last_day is not None:
        raise ValidationError(
            _("You are not active since %(day)s: only what took place until then can be handed in."),
            params={"day": f"{last_day:%d/%m/%Y}"},
        )
    if ambassador.required_course_done_at is None:
        raise ValidationError(
            _("First complete the course for digital ambassadors. This session can be sent after that.")
        )
    raise ValidationError(_("Only an active ambassador can log a training session. Ask your coordinator."))


def check_worked_then(user, moment):
    """The same of whoever holds the role of an ambassador, about what was made at a moment."""
    ambassador = Ambassador.objects.filter(person__user=user).first()
    check_may_hand_in(ambassador, timezone.localdate(moment))


def checked_reason(reason, *, is_needed):
    reason = normalise(reason)
    if is_needed and not reason:
        raise ValidationError({"reason": _("Say why, so that others understand it later.")})
    if len(reason) > EVENT_REASON_LIMIT:
        message = ValidationError(
            _("At most %(limit)s characters, please."), params={"limit": EVENT_REASON_LIMIT}
        )
        raise ValidationError({"reason": message})
    return reason


def _has_done_the_course(ambassador):
    if ambassador.required_course_done_at is None and note_required_course(person=ambassador.person):
        ambassador.refresh_from_db(fields=["required_course_done_at"])
    return ambassador.required_course_done_at is not None


def _stopped_on(ambassador, step):
    """The day up to which sessions may come in; who never was active has none."""
    if step.leads_to == Status.ACTIVE:
        return None
    return timezone.localdate() if ambassador.is_active else ambassador.stopped_on


def _locked(ambassador, by):
    """The ambassador as stored now. Raises PermissionDenied outside the area of `by`."""
    in_charge = Ambassador.objects.changeable_by(by).select_for_update(of=("self",))
    locked = in_charge.filter(pk=ambassador.pk).first()
    if locked is None:
        raise PermissionDenied
    if locked.person_id == by.person_id:
        raise ValidationError(_("This is you: somebody else has to decide."))
    return locked


def _record(ambassador, kind, by, reason):
    event = ambassador.events.create(kind=kind, by=by, reason=reason)
    log(ambassador, f"ambassadors.step_{kind}", user=by, data={"reason": reason})
    return event
