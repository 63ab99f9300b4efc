"""The demonstration programme: made-up people, places and six months of work, marked and removable.

This app lays the ground; the apps above add theirs in their own `demo` modules (see registry.Part).
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from lms.demo import (
    certificates,
    checks,
    complaints,
    duplicates,
    faces,
    learning,
    people,
    places,
    sign_ins,
    stopping,
)
from lms.demo.registry import Demonstration, Part, Refused, SignIn, parts, register
from lms.models import (
    Answer,
    Attempt,
    Certificate,
    Complaint,
    ComplaintEvent,
    Completion,
    Consent,
    Feedback,
    KnownApart,
    Learner,
    LearnerCard,
    LessonProgress,
    Partner,
    Person,
    PersonMerge,
    ProctorCode,
    ReportRun,
    RoleAssignment,
    RosterEntry,
    SheetImport,
    Sitting,
    User,
    Venue,
)

__all__ = ["Demonstration", "Part", "Refused", "SignIn", "parts", "register"]


def load(demonstration):
    places.load(demonstration)
    sign_ins.load_staff(demonstration)
    people.load(demonstration)
    duplicates.load(demonstration)
    learning.load(demonstration)
    faces.load(demonstration)
    stopping.load(demonstration)
    checks.load(demonstration)
    certificates.load(demonstration)
    complaints.load(demonstration)
    sign_ins.note_learner_card(demonstration)


def rows():
    # Whoever takes the documented card to another browser, or scans a poster that exists only here, is playing.
    learners = Learner.objects.filter(
        Q(is_demo=True) | Q(person__is_demo=True) | Q(person=None, came_through__is_demo=True)
    )
    completions = Completion.objects.filter(learner__in=learners)
    users = User.objects.filter(is_demo=True)
    assignments = RoleAssignment.objects.filter(user__in=users)
    people = Person.objects.filter(is_demo=True)
    sheets = SheetImport.objects.filter(brought_by__in=users)
    held = Certificate.objects.filter(person__is_demo=True)
    told = Complaint.objects.filter(is_demo=True)
    logged = ((Certificate, held), (RoleAssignment, assignments), (Complaint, told))
    return [
        *(_log_of(model, rows) for model, rows in logged),
        ComplaintEvent.objects.filter(complaint__in=told),
        told,
        *(_log_of(rows.model, rows) for rows in (held, assignments, people.order_by(), sheets)),
        held,
        Answer.objects.filter(attempt__learner__in=learners),
        Attempt.objects.filter(learner__in=learners),
        Sitting.objects.filter(learner__in=learners),
        LessonProgress.objects.filter(learner__in=learners),
        completions.exclude(duplicate_of=None),
        completions,
        learners,
        LearnerCard.objects.filter(person__is_demo=True),
        Consent.objects.filter(person__is_demo=True),
        ReportRun.objects.filter(made_by__in=users),
        ProctorCode.objects.filter(Q(made_by__in=users) | Q(venue__is_demo=True)),
        PersonMerge.objects.filter(kept__is_demo=True),
        KnownApart.objects.filter(first__is_demo=True),
        RosterEntry.objects.filter(person__is_demo=True),
        sheets,
        assignments,
        users,
        people,
        Feedback.objects.filter(venue__is_demo=True),
        Venue.objects.filter(is_demo=True),
        Partner.objects.filter(is_demo=True),
    ]


def _log_of(model, rows):
    """What the log of staff actions says of these rows."""
    return ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=rows.values_list(Cast("pk", CharField())),
    )


register(Part(order=0, load=load, rows=rows))
