"""What an ambassador has planned: the list of the pages, and what the phone keeps of it."""

import datetime as dt

from django.conf import settings
from django.utils import timezone, translation

from ambassadors.models import PlannedSession, TrainingSession, course_titles

# What was planned longer ago than this and never logged is the coordinator's to ask about, not the phone's.
MISSED_SHOWN = dt.timedelta(days=60)
KEPT_ON_PHONE = 60
Kind = TrainingSession.Kind
KIND_AT = {"school": Kind.SCHOOL, "wifi-zone": Kind.ZONE, "home": Kind.HOME}


def plan_of(ambassador, on=None):
    """{"today", "coming", "missed": [PlannedSession with `subject_name`]}, the next and the latest missed first."""
    on = on or timezone.localdate()
    own = PlannedSession.objects.filter(ambassador=ambassador).select_related("venue__kind", "topic")
    coming = list(own.coming(on))
    missed = list(own.missed(on).filter(planned_on__gte=on - MISSED_SHOWN))
    titles = course_titles()
    for plan in [*coming, *missed]:
        plan.subject_name = titles.get(plan.course_key, "") if plan.course_key else str(plan.topic or "")
    return {
        "today": [plan for plan in coming if plan.planned_on == on],
        "coming": [plan for plan in coming if plan.planned_on > on],
        "missed": missed,
    }


def data_for(ambassador):
    """[{id, revision, planned_on, starts_at, venue, kind, place, subject, subject_name, note}], for the phone to sort.

    Places and names of subjects are {language: text}.
    """
    found = plan_of(ambassador)
    titles = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            titles[code] = course_titles()
    return [
        on_phone(plan, titles)
        for plan in [*found["today"], *found["coming"], *found["missed"]][:KEPT_ON_PHONE]
    ]


def on_phone(plan, titles):
    topic = {"km": plan.topic.name_km, "en": plan.topic.name_en} if plan.topic else {}
    return {
        "id": plan.pk,
        "revision": plan.revision_number,
        "planned_on": plan.planned_on,
        "starts_at": f"{plan.starts_at:%H:%M}" if plan.starts_at else "",
        "venue": plan.venue.code,
        "kind": kind_at(plan.venue),
        "place": {"km": plan.venue.name_km, "en": plan.venue.name_en},
        "subject": plan.subject_code,
        "subject_name": topic or {code: titles[code].get(plan.course_key, "") for code in titles},
        "note": plan.note,
    }


def kind_at(venue):
    """What kind of session it usually is at a place."""
    return kind_for(venue.kind.code)


def kind_for(code):
    """The same by the code of the kind of place."""
    return KIND_AT.get(code, Kind.COMMUNITY)


def given_by(plan):
    """{field of the session form: value} that a plan fills in; the day is today where it is still to come."""
    if plan is None:
        return {}
    values = {
        "plan": plan.pk,
        "held_on": min(plan.planned_on, timezone.localdate()).isoformat(),
        "starts_at": f"{plan.starts_at:%H:%M}" if plan.starts_at else "",
        "venue": plan.venue.code,
        "kind": kind_at(plan.venue),
        "subject": plan.subject_code,
    }
    return {name: value for name, value in values.items() if value}
