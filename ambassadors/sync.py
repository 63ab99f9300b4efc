"""Items that ambassadors hand in: the field pages' form goes the same way as a phone that was offline."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ambassadors.models import (
    DURATION_LIMIT_MINUTES,
    GRADE_LIMIT,
    HEADCOUNT_LIMIT,
    NOTE_LIMIT,
    Ambassador,
    Topic,
    TrainingSession,
)
from ambassadors.notes.sync import ISSUE_NOTE
from ambassadors.plans.sync import PLANNED_SESSION
from ambassadors.sessions.actions import SessionContent, submit_training_session
from ambassadors.sessions.attendance_sync import ATTENDANCE
from ambassadors.sessions.headcount import Headcount
from ambassadors.sessions.photo_actions import SESSION_MEDIA
from ambassadors.sessions.reading import (
    read_feedback,
    read_location,
    read_photo,
    read_place,
    read_plan,
    read_priority_groups,
)
from ambassadors.sessions.roster import read_roster
from ambassadors.team.life_cycle import check_worked_then
from content.models import CoursePage
from lms.models import AgeBand, Gender, Partner, RoleAssignment
from lms.sync import Kind, Malformed, Reading, at_work, register

# Paper that turns up later than this cannot be checked any more by anybody.
OLDEST = dt.timedelta(days=2 * 365)


def training_session_schema(payload, *, by, id=None):
    """Reads the payload of a training session into SessionContent.

    {held_on, starts_at?, duration_minutes, venue: code or "not-listed" with venue_text, kind, grade?, language?,
    course: translation key | topic: code, partner?: pk, headcount_total, headcount: [{gender, age_band, count}],
    roster?: [code of a learner's card] with roster_consent, people_with_disabilities?, priority?: {group: people},
    feedback?: {face: people}, location?: {latitude, longitude, accuracy in metres},
    photo?: SHA-256 of a file that comes later, note?, co_ambassadors?: [pk], from_paper?,
    plan?: id of the planned session}. Counted and named people together are `headcount_total` (R27), without those
    whose data was deleted since `id` was handed in first: they stay, and come on top. The venue, course and ambassadors
    of the session as it is stored may be named again, whatever became of them since.
    Raises ValidationError by field and Malformed, as lms.sync.Kind says.
    """
    reading = Reading(payload)
    held_on = reading.past_day(
        "held_on",
        oldest=OLDEST,
        too_old=_("This day is more than two years ago. Is the year right?"),
        future=_("This day is in the future. Log a training session after it took place."),
    )
    own = TrainingSession.objects.filter(pk=id, ambassador__person__user=by)
    stored = own.select_related("venue").first() if id else None
    staying = stored.attendances.without_card().count() if stored else 0
    total = _headcount_total(reading, least=0 if staying else 1)
    everybody = None if total is None else total + staying
    course_key, topic = _subject(reading, stored)
    venue, venue_text = read_place(reading, by, held_on, stored)
    kind = reading.code("kind", TrainingSession.Kind.values, default=TrainingSession.Kind.COMMUNITY)
    named = read_roster(reading, kind=kind, held_on=held_on, stored=stored)
    content = {
        "held_on": held_on,
        "starts_at": reading.time("starts_at"),
        "duration_minutes": reading.number("duration_minutes", least=1, most=DURATION_LIMIT_MINUTES),
        "venue": venue,
        "venue_text": venue_text,
        "kind": kind,
        "grade": reading.text("grade", limit=GRADE_LIMIT),
        "language": reading.code("language", TrainingSession.Language.values, default=""),
        "course_key": course_key,
        "topic": topic,
        "partner": _partner(reading),
        "headcount": _headcount(reading, total, len(named)),
        "roster": tuple(person.pk for person in named.values() if person),
        "people_with_disabilities": _people_with_disabilities(reading, everybody),
        "priority_counts": read_priority_groups(reading, everybody),
        "feedback_counts": read_feedback(reading, everybody),
        "note": reading.text("note", limit=NOTE_LIMIT),
        "is_from_paper": reading.flag("from_paper"),
        "co_ambassadors": _co_ambassadors(reading, by, stored),
        "plan": read_plan(reading),
        "photo_sha256": read_photo(reading),
        **read_location(reading),
    }
    if content["duration_minutes"] is None and "duration_minutes" not in reading.errors:
        reading.refuse("duration_minutes", _("Say how long it took."))
    reading.finish()
    return SessionContent(**content)


def _subject(reading, stored):
    """(course key, topic): one of the two, or neither with a refusal."""
    key, code = reading.identifier("course"), reading.typed("topic")
    if key:
        is_as_stored = stored is not None and key == stored.course_key
        if is_as_stored or CoursePage.objects.live().filter(translation_key=key).exists():
            return key, None
        reading.refuse("course", _("This course is not on offer. Choose another one."))
    elif code:
        topic = Topic.objects.filter(code=code).first()
        if topic:
            return None, topic
        reading.refuse("topic", _("This topic is not in the list. Choose another one."))
    else:
        reading.refuse("course", _("Choose what it was about."))
    return None, None


def _partner(reading):
    pk = reading.key("partner")
    partner = Partner.objects.filter(pk=pk).first() if pk else None
    if pk and partner is None:
        reading.refuse("partner", _("This partner is not in the list. Choose another one."))
    return partner


def _headcount_total(reading, least):
    total = reading.number("headcount_total", least=least, most=HEADCOUNT_LIMIT)
    if total is None and "headcount_total" not in reading.errors:
        reading.refuse("headcount_total", _("Say how many people took part in all."))
    return total


def _headcount(reading, total, named):
    """The headcount, refused unless its cells and the people named add up to what was counted in all."""
    cells = {}
    for cell in reading.items("headcount"):
        if not isinstance(cell, dict):
            raise Malformed("headcount")
        key = (cell.get("gender"), cell.get("age_band"))
        if key[0] not in Gender.values or key[1] not in AgeBand.values or key in cells:
            raise Malformed("headcount")
        cells[key] = reading.number_of("headcount", cell.get("count"), least=0, most=HEADCOUNT_LIMIT)
    headcount = Headcount(cells)
    if total is not None and not {"headcount", "roster"} & reading.errors.keys():
        _refuse_unless_it_adds_up(reading, total, headcount.total + named)
    return headcount


def _refuse_unless_it_adds_up(reading, total, placed):
    if placed < total:
        message = ngettext_lazy(
            "You counted %(total)s in all, but the table holds %(placed)s: %(difference)s person is missing.",
            "You counted %(total)s in all, but the table holds %(placed)s: %(difference)s people are missing.",
            "difference",
        )
    elif placed > total:
        message = ngettext_lazy(
            "You counted %(total)s in all, but the table holds %(placed)s: %(difference)s person too many.",
            "You counted %(total)s in all, but the table holds %(placed)s: %(difference)s people too many.",
            "difference",
        )
    else:
        return
    reading.refuse("headcount", message, total=total, placed=placed, difference=abs(total - placed))


def _people_with_disabilities(reading, total):
    people = reading.number("people_with_disabilities", least=0, most=HEADCOUNT_LIMIT, default=0)
    if total is not None and people > total:
        reading.refuse(
            "people_with_disabilities",
            _("There cannot be more people with disabilities than people in all (%(total)s)."),
            total=total,
        )
    return people


def _co_ambassadors(reading, by, stored):
    pks = {reading.key_of("co_ambassadors", value) for value in reading.items("co_ambassadors")}
    me = Ambassador.objects.filter(person__user=by).first()
    if not pks or me is None:  # who is no ambassador is refused as such, by the action
        return ()
    if me.pk in pks:
        reading.refuse("co_ambassadors", _("You are in already. Choose only the others."))
    # Whoever has been active: somebody may have left since they taught together, and a trainee teaches nobody.
    trained = me.colleagues().exclude(required_course_done_at=None)
    possible = Q(pk__in=trained.values("pk"))
    if stored is not None:
        possible |= Q(joint_training_sessions=stored)
    found = tuple(Ambassador.objects.filter(possible, pk__in=pks - {me.pk}).distinct())
    if len(found) < len(pks - {me.pk}):
        reading.refuse("co_ambassadors", _("An ambassador is not in your list. Choose again."))
    return found


def store_training_session(item, content, *, by):
    session, status = submit_training_session(
        id=item.id,
        content=content,
        payload=item.payload,
        by=by,
        made_at=item.made_at,
        base_revision=item.base_revision,
    )
    return status, session.revision_number


def stored_training_session(item, *, by):
    session = TrainingSession.objects.filter(pk=item.id, ambassador__person__user=by).first()
    return session and session.revision_holding(item.payload, item.base_revision)


def reviews_of(ids):
    """{id: {status, reason, revision}} of training sessions, for the phone to show without a network."""
    sessions = TrainingSession.objects.filter(pk__in=ids).with_reason()
    return {
        session.pk: {
            "status": session.status,
            "reason": session.reason or "" if session.status in _WITH_REASON else "",
            "revision": session.revision_number,
        }
        for session in sessions
    }


_WITH_REASON = (TrainingSession.Status.RETURNED, TrainingSession.Status.REJECTED)

register(
    Kind(
        name="training-session",
        schema=training_session_schema,
        handle=store_training_session,
        stored_revision=stored_training_session,
        versions_at=lambda pk: reverse("training_sessions:inspect", args=[pk]),
        model=TrainingSession,
        reviews=reviews_of,
        media=SESSION_MEDIA,
    )
)
register(ISSUE_NOTE)
register(PLANNED_SESSION)
register(ATTENDANCE)
at_work.set_rule(RoleAssignment.Role.AMBASSADOR, check_worked_then)
