"""The rows that are about one person, for both ways in which they are told."""

from django.db.models import Q

from ambassadors.models import Application, Attendance, TrainingSession


def attendances_of(person):
    """Every one, of sessions that were returned or rejected too: the name stands there all the same."""
    found = Attendance.objects.filter(person=person).select_related(
        "training_session__venue", "training_session__topic"
    )
    return found.order_by("training_session__held_on", "pk")


def applications_of(person):
    """Those the person sent as this learner, and those that led to being an ambassador."""
    found = Application.objects.filter(Q(person=person) | Q(ambassador__person=person))
    return found.select_related("area", "partner").order_by("applied_at")


def sessions_of(ambassador):
    """Those led, and those taught together with others, each once."""
    together = ambassador.joint_training_sessions.values("pk")
    return TrainingSession.objects.filter(Q(ambassador=ambassador) | Q(pk__in=together)).order_by(
        "held_on", "pk"
    )
