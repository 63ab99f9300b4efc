"""The demonstration's ambassadors, schools and issue notes, and the training sessions of half a year."""

from ambassadors.demo import life, notes, plans, schools, service, team, training
from ambassadors.models import (
    Ambassador,
    AmbassadorEvent,
    Application,
    Attendance,
    HeadcountCell,
    IssueEvent,
    IssueNote,
    ReviewEvent,
    School,
    SchoolEnrolment,
    ServiceCertificate,
    SessionPhoto,
    SpotCheck,
    SpotCheckSample,
    StaffTask,
    TrainingSession,
    TrainingSessionRevision,
)
from lms.demo import Part, register


def load(demonstration):
    team.load(demonstration)
    training.load(demonstration)
    schools.load(demonstration)
    notes.load(demonstration)
    life.load_applications(demonstration)
    plans.load(demonstration)
    service.load(demonstration)


def rows():
    ambassadors = Ambassador.objects.filter(person__is_demo=True)
    sessions = TrainingSession.objects.filter(ambassador__in=ambassadors)
    issues = IssueNote.objects.filter(ambassador__in=ambassadors)
    schools_of_it = School.objects.filter(venue__is_demo=True)
    return [
        StaffTask.objects.filter(ambassador__in=ambassadors),
        SpotCheck.objects.filter(training_session__in=sessions),
        SpotCheckSample.objects.filter(drawn_by__is_demo=True),
        IssueEvent.objects.filter(note__in=issues),
        issues,
        *plans.rows(ambassadors),
        SchoolEnrolment.objects.filter(school__in=schools_of_it),
        schools_of_it,
        TrainingSession.co_ambassadors.through.objects.filter(
            trainingsession__in=sessions, ambassador__in=ambassadors
        ),
        Attendance.objects.filter(training_session__in=sessions, person__is_demo=True),
        HeadcountCell.objects.filter(training_session__in=sessions),
        ReviewEvent.objects.filter(training_session__in=sessions),
        TrainingSessionRevision.objects.filter(training_session__in=sessions),
        sessions,
        AmbassadorEvent.objects.filter(ambassador__in=ambassadors),
        Application.objects.filter(is_demo=True),
        ServiceCertificate.objects.filter(ambassador__in=ambassadors),
        ambassadors,
    ]


def files():
    """The photos that somebody added while trying it out."""
    photos = SessionPhoto.objects.filter(training_session__ambassador__person__is_demo=True).exclude(file="")
    return [photo.file for photo in photos]


register(Part(order=10, load=load, rows=rows, files=files))
