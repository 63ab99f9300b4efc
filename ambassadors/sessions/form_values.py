"""What stands in the session form when it opens: a stored session's own values, or the usual ones."""

import uuid

from django.utils import timezone

from ambassadors.models import PlannedSession, TrainingSession
from ambassadors.sessions.places import NOT_LISTED

USUAL_DURATIONS = [30, 60, 90, 120]


def initial_of_new(ambassador=None):
    """An empty form; what is usually the same as last time is filled in as it was last time."""
    return {
        "id": uuid.uuid4(),
        "base_revision": 0,
        "held_on": timezone.localdate().isoformat(),
        "kind": TrainingSession.Kind.COMMUNITY,
        "language": TrainingSession.Language.KHMER,
    } | usual_values(ambassador)


def usual_values(ambassador):
    """{form field: value} of the session that an ambassador wrote down last."""
    own = ambassador and ambassador.training_sessions.filter(venue_text="")
    last = own and own.select_related("venue", "topic").with_names().order_by("-made_at").first()
    if not last:
        return {}
    names = ("duration", "duration_other", "venue", "kind", "language", "subject", "partner")
    values = initial_of(last)
    if not last.venue.is_open():
        values["venue"] = ""
    return {name: values[name] for name in names if values[name]}


def initial_of(session):
    minutes = session.duration_minutes
    is_usual = minutes in USUAL_DURATIONS
    codes = codes_of(session)
    return {
        "id": session.pk,
        "base_revision": session.revision_number,
        "held_on": session.held_on.isoformat(),
        "starts_at": f"{session.starts_at:%H:%M}" if session.starts_at else "",
        "duration": str(minutes) if is_usual else "other",
        "duration_other": "" if is_usual else minutes,
        "venue": NOT_LISTED if session.venue_text else session.venue.code,
        "venue_text": session.venue_text,
        "kind": session.kind,
        "grade": session.grade,
        "language": session.language,
        "subject": f"course:{session.course_key}" if session.course_key else f"topic:{session.topic.code}",
        "headcount_total": sum(cell.count for cell in session.headcount_cells.all()) + len(codes),
        "roster": "\n".join(codes),
        "roster_consent": bool(codes),
        "people_with_disabilities": session.people_with_disabilities or "",
        **{f"priority_{group}": people for group, people in session.priority_counts.items()},
        **{f"feedback_{face}": people for face, people in session.feedback_counts.items()},
        **location_of(session),
        "photo": session.photo_sha256,
        "note": session.note,
        "partner": session.partner_id,
        "co_ambassadors": [ambassador.pk for ambassador in session.co_ambassadors.all()],
        "from_paper": session.is_from_paper,
        "plan": PlannedSession.objects.filter(training_session=session).values_list("pk", flat=True).first(),
    }


def codes_of(session):
    """The codes of the cards of those on the roster; who has no card any more is left out.

    For a session of `with_names`, as `staying_at`.
    """
    return [attendance.person.code for attendance in session.attendances.all() if attendance.person.code]


def staying_at(session):
    """How many were named whose data was deleted since: they stay counted, besides all that the form says."""
    return sum(not attendance.person.code for attendance in session.attendances.all())


def location_of(session):
    if session.latitude is None:
        return {}
    return {
        "latitude": session.latitude,
        "longitude": session.longitude,
        "accuracy": session.accuracy_metres,
    }
