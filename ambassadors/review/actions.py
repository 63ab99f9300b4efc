"""Decisions beyond one session's own: many at once, duplicates, two versions, by policy."""

import datetime as dt
import json
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import ReviewEvent, ReviewPolicy, StaffTask, TrainingSession
from ambassadors.review.decisions import REASON_LIMIT, checked_reason, decide, verify
from ambassadors.review.queue import entries_of
from ambassadors.sessions.actions import submit_training_session
from lms.khmer import normalise
from lms.models import SetAsideItem, SyncItem
from lms.sync import Malformed, Status, content_sha256, kind_of

Kind, State = ReviewEvent.Kind, TrainingSession.Status
TRAINING_SESSION = "training-session"
TAUGHT_TOGETHER = "Taught together: it counts for both. · បង្រៀនជាមួយគ្នា៖ រាប់ឱ្យទាំងពីរនាក់។"


@dataclass
class Outcome:
    """What became of many sessions: those verified, those a second person has to verify, [(session, why not)]."""

    verified: list = field(default_factory=list)
    once: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def verify_clean(*, seen, by):
    """Verifies those of `seen`, {id: version that was looked at}, that have no flag now; returns an Outcome.

    Each is decided by itself, so that one refusal spoils no other. What is outside the area of `by` is not there.
    """
    outcome = Outcome()
    sessions = TrainingSession.objects.reviewable_by(by).filter(pk__in=seen)
    found = sessions.select_related("venue", "ambassador__person").in_bulk()
    for entry in entries_of(sessions):
        session = found[entry.pk]
        if not entry.is_clean:
            outcome.skipped.append((session, _("It has a flag now: look at it by itself.")))
            continue
        try:
            event = verify(session=session, by=by, seen=seen[entry.pk])
        except ValidationError as problem:
            outcome.skipped.append((session, " ".join(problem.messages)))
        else:
            (outcome.once if event.kind == Kind.CHECKED else outcome.verified).append(session)
    return outcome


def verify_by_policy(*, at=None):
    """Verifies what has waited long enough and has no flag, where the review policy says so; returns how many.

    A new version and whatever else a person did about a session make it wait anew.
    """
    policy = ReviewPolicy.current()
    if not policy.verifies_clean:
        return 0
    before = (at or timezone.now()) - dt.timedelta(days=policy.clean_after_days)
    touched = ReviewEvent.objects.filter(at__gt=before).values("training_session")
    waiting = TrainingSession.objects.submitted().filter(received_at__lte=before, checked_by=None)
    waiting = waiting.exclude(pk__in=touched)
    clean = {entry.pk: entry.facts.version for entry in entries_of(waiting) if entry.is_clean}
    reason = f"Policy: no flag, {policy.clean_after_days} days. · គោលនយោបាយ៖ គ្មានចំណុចសង្ស័យ {policy.clean_after_days} ថ្ងៃ។"
    verified = 0
    for session in TrainingSession.objects.filter(pk__in=clean):
        try:
            decide(
                session,
                None,
                clean[session.pk],
                Kind.VERIFIED,
                State.VERIFIED,
                possible_for={State.SUBMITTED},
                reason=reason,
            )
        except ValidationError:  # changed in this moment, or a second person is needed: people decide
            continue
        verified += 1
    return verified


@transaction.atomic
def mark_duplicate(*, session, original, by, seen=None, reason="", is_taught_together=False):
    """Says that `session` is `original` once more: it counts no longer, and can be freed again; returns the event.

    `is_taught_together`: different ambassadors taught it, and `original` counts in the record of both; where one
    ambassador sent both it means nothing. Both lie in the area of `by`. Raises PermissionDenied and ValidationError
    as `decide` does.
    """
    both = TrainingSession.objects.reviewable_by(by).filter(pk__in=[session.pk, original.pk])
    # In one order, so that two people who mark them crosswise do not wait for each other.
    locked = {found.pk: found for found in both.select_for_update(of=("self",)).order_by("pk")}
    if not {session.pk, original.pk} <= locked.keys():
        raise PermissionDenied
    original = locked[original.pk]
    if original.pk == session.pk:
        raise ValidationError(_("A training session is not a duplicate of itself."))
    if original.status in (State.REJECTED, State.DUPLICATE):
        raise ValidationError(
            _("The other one is “%(status)s” and does not count itself.")
            % {"status": original.get_status_display()}
        )
    if original.is_led_by(by):
        raise ValidationError(_("You taught the other one yourself: somebody else has to decide."))
    if locked[session.pk].duplicates.exists():
        raise ValidationError(
            _("Another training session is marked as a duplicate of this one: free it first.")
        )
    reason = normalise(reason)[:REASON_LIMIT]
    if is_taught_together := is_taught_together and original.ambassador_id != session.ambassador_id:
        reason = f"{reason[: REASON_LIMIT - len(TAUGHT_TOGETHER) - 1]}\n{TAUGHT_TOGETHER}".strip()
    return decide(
        session,
        by,
        seen,
        Kind.DUPLICATE,
        State.DUPLICATE,
        possible_for={State.SUBMITTED, State.VERIFIED, State.RETURNED},
        reason=reason,
        duplicate_of=original,
        is_taught_together=is_taught_together,
    )


def free_duplicate(*, session, by, reason, seen=None):
    """Takes back that a session is a duplicate: it waits for review again. Errors as `decide`."""
    return decide(
        session,
        by,
        seen,
        Kind.REOPENED,
        State.SUBMITTED,
        possible_for={State.DUPLICATE},
        reason=checked_reason(reason),
    )


def versions_set_aside(session):
    """The SetAsideItems that hold other versions of a session, kept when they came; the oldest first."""
    return (
        SetAsideItem.objects.open()
        .filter(
            kind=TRAINING_SESSION, reason=SetAsideItem.Reason.CONFLICT, item_id=session.pk, user__isnull=False
        )
        .select_related("user")
        .order_by("received_at")
    )


@transaction.atomic
def settle_versions(*, session, by, seen, take=None, reason="", at=None):
    """Chooses between the stored version (`take` None) and one that was set aside, which becomes a new revision.

    Every version stays to be read: the others as items that were dealt with. Returns the ReviewEvent.
    Raises PermissionDenied outside the area and ValidationError where the version cannot be stored.
    """
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
        raise ValidationError(
            _("This training session has changed meanwhile. Look at it again, then choose.")
        )
    open_items = {item.pk: item for item in versions_set_aside(locked)}
    if not open_items or (take is not None and take not in open_items):
        raise ValidationError(_("Somebody has chosen meanwhile."))
    if take is not None:
        locked = _stored_anew(locked, open_items[take])
    for item in open_items.values():
        item.dealt_with_at, item.dealt_with_by = at or timezone.now(), by
        item.save(update_fields=["dealt_with_at", "dealt_with_by"])
    reason = normalise(reason)[:1000]
    event = locked.review_events.create(
        kind=Kind.SETTLED, reason=reason, revision_number=locked.revision_number, by=by
    )
    log(
        locked,
        "ambassadors.settled",
        user=by,
        data={"revision": locked.revision_number, "taken": str(take or ""), "reason": reason},
    )
    return event


def _stored_anew(session, item):
    """The session with the content of an item as its newest revision, as if it had come last."""
    sent = json.loads(item.raw)
    try:
        content = kind_of(TRAINING_SESSION).schema(sent["payload"], by=item.user, id=session.pk)
    except Malformed:
        raise ValidationError(_("This version is damaged and cannot be taken.")) from None
    session, status = submit_training_session(
        id=session.pk,
        content=content,
        payload=sent["payload"],
        by=item.user,
        made_at=min(dt.datetime.fromisoformat(sent["made_at"]), item.received_at),
        base_revision=session.revision_number,
    )
    if status == Status.STORED:
        SyncItem.objects.filter(pk=session.pk).update(
            revision=session.revision_number, content_sha256=content_sha256(sent["payload"])
        )
    return session


@transaction.atomic
def close_task(*, task, note, by, at=None):
    """Closes a task with what was found out; returns it.

    Raises PermissionDenied outside the area of `by` and for a task about `by`, ValidationError where nothing is said.
    """
    locked = StaffTask.objects.closable_by(by).select_for_update(of=("self",)).filter(pk=task.pk).first()
    if locked is None:
        raise PermissionDenied
    if not locked.is_open:
        raise ValidationError(_("Somebody has closed this task already."))
    note = normalise(note)
    if not note:
        raise ValidationError(_("Write down what you found out."))
    locked.closed_at, locked.closed_by, locked.note = at or timezone.now(), by, note
    locked.save(update_fields=["closed_at", "closed_by", "note"])
    log(locked, "ambassadors.task_closed", user=by, data={"note": note})
    return locked
