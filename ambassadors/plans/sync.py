"""The kind of item `planned-session`: a plan is made, changed and cancelled by items with the same id."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import PLAN_NOTE_LIMIT, PlannedSession, Topic, course_titles
from ambassadors.plans.actions import DAY_PASSED, PlanContent, submit_plan
from lms.models import User, Venue
from lms.sync import Kind, Malformed, Reading

FURTHEST = dt.timedelta(days=366)


def planned_session_schema(payload, *, by, id=None):
    """{planned_on, starts_at?, venue: code, subject?: "course:<key>" | "topic:<code>", note?} as PlanContent.

    None where it is {cancelled: true}, whatever else is in it. What the plan names
    as it is stored may be named again. That the day has not passed is judged by when the plan was made (submit_plan).
    """
    if not isinstance(by, User):
        raise Malformed("a plan comes from an ambassador")
    reading = Reading(payload)
    if reading.flag("cancelled"):
        return None
    plans = PlannedSession.objects.filter(pk=id, ambassador__person__user=by)
    stored = plans.select_related("venue").first() if id else None
    course_key, topic = _subject(reading, stored)
    content = {
        "planned_on": _planned_on(reading),
        "starts_at": reading.time("starts_at"),
        "venue": _venue(reading, by, stored),
        "course_key": course_key,
        "topic": topic,
        "note": reading.text("note", limit=PLAN_NOTE_LIMIT),
    }
    if reading.errors and content["planned_on"] and content["planned_on"] < timezone.localdate():
        # It has to be made anew, today: all that is wrong is said at once.
        reading.refuse("planned_on", DAY_PASSED)
    reading.finish()
    return PlanContent(**content)


def _planned_on(reading):
    day = reading.day("planned_on")
    if day is None:
        if "planned_on" not in reading.errors:
            reading.refuse("planned_on", _("Say for which day it is planned."))
    elif day > timezone.localdate() + FURTHEST:
        reading.refuse("planned_on", _("This day is more than a year ahead. Is the year right?"))
    return day


def _venue(reading, by, stored):
    code = reading.typed("venue")
    if stored and code == stored.venue.code:
        return stored.venue
    venue = Venue.objects.visible_to(by).open().filter(code=code).first() if code else None
    if not code:
        reading.refuse("venue", _("Choose the place."))
    elif venue is None:
        reading.refuse("venue", _("This place is not in your list. Choose another one."))
    return venue


def _subject(reading, stored):
    """(course key, topic): one of the two, or neither while it is not decided yet."""
    kind, _separator, code = reading.typed("subject").partition(":")
    if kind == "course":
        keys = {str(key): key for key in (*course_titles(), stored and stored.course_key)}
        if code in keys:
            return keys[code], None
        reading.refuse("subject", _("This course is not on offer. Choose another one."))
    elif kind == "topic":
        if topic := Topic.objects.filter(code=code).first():
            return None, topic
        reading.refuse("subject", _("This topic is not in the list. Choose another one."))
    elif kind:
        reading.refuse("subject", _("Choose from the list."))
    return None, None


def store_planned_session(item, content, *, by):
    revision, status = submit_plan(
        id=item.id,
        content=content,
        payload=item.payload,
        by=by,
        made_at=item.made_at,
        base_revision=item.base_revision,
    )
    return status, revision


def stored_planned_session(item, *, by):
    plan = PlannedSession.objects.filter(pk=item.id, ambassador__person__user=by).first()
    return plan and plan.revision_holding(item.payload, item.base_revision)


PLANNED_SESSION = Kind(
    name="planned-session",
    schema=planned_session_schema,
    handle=store_planned_session,
    stored_revision=stored_planned_session,
    model=PlannedSession,
)
