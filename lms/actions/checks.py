"""Checks and tests: begun with their rules frozen, handed in once, graded on the server alone."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from content.models import CheckPage
from lms.actions.completing import course_may_be_complete
from lms.actions.learning import locked, store_attempt
from lms.actions.tries import claim_try, forget_tries
from lms.models import Attempt, AttemptKind, Form, ProctorCode, ProctorCodeTries, Sitting
from lms.models.proctoring import PROCTORED_TIME, tidy_code
from lms.practice import graded, sort_out
from lms.results import course_result

# Begun again within this time it is the same sitting: after a second tap, or when the phone was put away.
STAYS_OPEN = dt.timedelta(days=1)


class CodeRefused(Exception):
    """The code of an ambassador does not fit; in which way is not said."""


class OwnCode(CodeRefused):
    """Somebody typed the code that they made themselves: nobody watches over their own test."""


def begin(*, learner, check, code="", at=None):
    """The Sitting in which a learner answers a published CheckPage; its questions, form and rules stay as they are now.

    A sitting begun within a day and not handed in is gone on with. A check before or after a course is taken once
    each: then the sitting is the one that was handed in. `code` is that of an ambassador, for a final test.

    Whoever began with a code comes back with it, though it lets nobody else begin any more.

    Raises CodeRefused or OwnCode, and lms.actions.tries.Locked after too many wrong codes.
    """
    at = at or timezone.now()
    with transaction.atomic():
        learner = locked(learner)
        kind = _kind(learner, check)
        earlier = Sitting.objects.by_person_of(learner).filter(page_key=check.translation_key, kind=kind)
        proctor_code = None
        if code and kind == AttemptKind.FINAL:
            typed = ProctorCode.objects.filter(code=tidy_code(code), page_key=check.translation_key)
            if begun := _begun_with(typed, learner, earlier, at):
                return begun
            proctor_code = _to_begin_with(typed, learner, at)
        if not code or proctor_code:
            return _gone_on_with(earlier, proctor_code, at) or _new(learner, check, kind, proctor_code, at)
    raise CodeRefused


def _kind(learner, check):
    """What a check is to this learner now: one before a course becomes one after it with the last lesson."""
    if check.kind != CheckPage.Kind.BEFORE_AFTER:
        return AttemptKind(check.kind)
    result = course_result(learner, check.course.translation_key)
    is_after = 0 < result.lessons_total == result.lessons_completed
    return AttemptKind.AFTER if is_after else AttemptKind.BEFORE


def _gone_on_with(earlier, proctor_code, at):
    own = {
        "venue": proctor_code and proctor_code.venue,
        "proctored_by": proctor_code and proctor_code.made_by,
    }
    stays_open = PROCTORED_TIME if proctor_code else STAYS_OPEN
    open_now = earlier.filter(attempt=None, started_at__gt=at - stays_open, **own)
    taken_once = earlier.filter(attempt__isnull=False, kind__in=[AttemptKind.BEFORE, AttemptKind.AFTER])
    return taken_once.first() or open_now.last()


def _new(learner, check, kind, proctor_code, at):
    is_final = kind == AttemptKind.FINAL
    sitting = Sitting(
        learner=learner,
        page_key=check.translation_key,
        kind=kind,
        form=_form(learner, check, kind),
        revision_id=check.live_revision_id,
        mastery_score=check.mastery_score if is_final else None,
        move_on=check.course.move_on if is_final and check.course else "",
        started_at=at,
    )
    if proctor_code:
        ProctorCode.objects.filter(pk=proctor_code.pk).update(used=F("used") + 1)
        sitting.venue, sitting.proctored_by = proctor_code.venue, proctor_code.made_by
    sitting.save(force_insert=True)
    return sitting


def _form(learner, check, kind):
    """Of two parallel forms the one that is due: half of the learners begin with each, and then take the other.

    After a course it is never the one that was taken before it.
    """
    if len(check.questions_of_form) < 2:
        return Form.ONLY
    first, second = (Form.A, Form.B) if learner.pk.int % 2 == 0 else (Form.B, Form.A)
    made = Attempt.objects.by_person_of(learner).filter(page_key=check.translation_key)
    if kind == AttemptKind.AFTER:
        last = made.filter(kind=AttemptKind.BEFORE).first()
        due = second
    else:
        last = made.filter(kind=kind).last()
        due = first
    # The only form of another language, or of an earlier version, is form A.
    return due if last is None else Form.B if last.form in (Form.ONLY, Form.A) else Form.A


def _begun_with(typed, learner, earlier, at):
    """The open Sitting that was begun with the code in a query set, or None. Raises OwnCode."""
    code = typed.select_related("venue", "made_by__person__merged_into").first()
    if code is None:
        return None
    maker = code.made_by.person
    if maker is not None and learner.person is not None and maker.counted_as == learner.person.counted_as:
        raise OwnCode
    return _gone_on_with(earlier, code, at)


def _to_begin_with(typed, learner, at):
    """The ProctorCode in a query set if it is valid, else None; each try is counted."""
    ProctorCodeTries.objects.get_or_create(learner=learner)
    tries = claim_try(ProctorCodeTries.objects.filter(learner=learner), at=at)
    found = typed.valid(at).select_for_update(of=["self"]).select_related("venue", "made_by").first()
    if found is not None:
        forget_tries(tries)
    return found


@transaction.atomic
def record_check(*, sitting, answers, at=None, attempt_id=None):
    """Hands in a sitting, once; returns its Attempt, which a second hand-in finds unchanged.

    `answers` is {question id as text: answer} (lms/grading.py); what the frozen questions cannot have been asked is
    left out, and a question without an answer counts as wrong. Graded with the revision that the sitting pins.

    A phone that began a check online may hand it in later (`quiz-attempt` with `sitting`): it gives the attempt an id
    and says when it was made. The caller sees to it that the sitting is one of the owner's: find it with
    `Sitting.objects.by_person_of(learner)`.
    """
    now = timezone.now()
    learner = locked(sitting.learner)
    sitting = Sitting.objects.select_related("attempt", "venue").get(pk=sitting.pk)
    if hasattr(sitting, "attempt"):
        return sitting.attempt
    questions = sitting.questions
    understood, _is_all = sort_out(questions, answers)
    results = graded(questions, understood)
    score = sum(result.is_correct for result in results.values())
    if sitting.is_proctored and now > sitting.started_at + PROCTORED_TIME:
        # Nobody was there any more: it counts as a test taken alone.
        sitting.venue = sitting.proctored_by = None
        sitting.save(update_fields=["venue", "proctored_by"])
    attempt = Attempt(
        id=attempt_id or uuid.uuid4(),
        learner=learner,
        kind=sitting.kind,
        page_key=sitting.page_key,
        revision_id=sitting.revision_id,
        language=sitting.page.locale.language_code,
        made_at=max(min(at or now, now), sitting.started_at),
        received_at=now,
        sitting=sitting,
        form=sitting.form,
        score=score,
        maximum=len(questions),
        mastery_score=sitting.mastery_score,
        is_passed=None
        if sitting.mastery_score is None
        else score * 100 >= sitting.mastery_score * len(questions),
    )
    store_attempt(attempt, results)
    if attempt.is_passed:
        course_may_be_complete(learner=learner, course_key=sitting.page.course.translation_key)
    return attempt
