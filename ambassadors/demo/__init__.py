"""The demonstration's ambassadors and the training sessions of half a year."""

from ambassadors.demo import team, training
from ambassadors.models import (
    Ambassador,
    Attendance,
    HeadcountCell,
    ReviewEvent,
    TrainingSession,
    TrainingSessionRevision,
)
from lms.demo import Part, register


def load(demonstration):
    team.load(demonstration)
    training.load(demonstration)


def rows():
    ambassadors = Ambassador.objects.filter(person__is_demo=True)
    sessions = TrainingSession.objects.filter(ambassador__in=ambassadors)
    return [
        TrainingSession.co_ambassadors.through.objects.filter(
            trainingsession__in=sessions, ambassador__in=ambassadors
        ),
        Attendance.objects.filter(training_session__in=sessions, person__is_demo=True),
        HeadcountCell.objects.filter(training_session__in=sessions),
        ReviewEvent.objects.filter(training_session__in=sessions),
        TrainingSessionRevision.objects.filter(training_session__in=sessions),
        sessions,
        ambassadors,
    ]


register(Part(order=10, load=load, rows=rows))
