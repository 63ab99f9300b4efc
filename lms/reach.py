"""What learners did, declared to the reach report: completed lessons."""

from django.db.models import Case, F, Q, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Coalesce

from lms.models import AgeBand, Completion, Disability
from lms.reporting import registry

# Where it happened: the venue whose poster the learner came through, else where the person lives.
AREA = Coalesce("learner__came_through__area", "learner__person__commune")


def rows(state, as_of):
    """A completed lesson needs no review: it counts from the moment it is recorded, once per person and lesson."""
    if state != registry.COUNTED:
        return Completion.objects.none()
    return Completion.objects.counted().filter(recorded_at__lte=as_of)


def total(state, period, areas, as_of):
    found = rows(state, as_of).during(period)
    if areas is not None:
        through, person = "learner__came_through", "learner__person__commune"
        found = found.filter(
            Q(**{f"{through}__area__in": areas}) | Q(**{through: None, f"{person}__in": areas})
        )
    return found.count()


def of_person_or_guest(field, guest):
    """The person's own value; a guest's where there is no person."""
    return Case(When(learner__person=None, then=guest), default=F(f"learner__person__{field}"))


registry.register(
    registry.Participations(
        channel="completed_lesson",
        name_en="Completed lessons",
        name_km="មេរៀនដែលបានបញ្ចប់",
        order=3,
        rows=rows,
        total=total,
        columns={
            "record": Cast("pk", CharField()),
            "person": F("learner__person"),
            "gender": of_person_or_guest("gender", F("learner__gender")),
            "birth_year": F("learner__person__birth_year"),
            "age_band": of_person_or_guest("age_band", Value(AgeBand.NOT_RECORDED.value)),
            "disability": of_person_or_guest("disability", Value(Disability.NOT_ASKED.value)),
            "area": AREA,
            "setting": F("learner__came_through__setting"),
            "venue": F("learner__came_through__code"),
            "venue_kind": F("learner__came_through__kind__code"),
            "course": F("course_key"),
            "initiative": Value(""),
            "day": F("completed_on"),
            "weight": Value(1),
        },
    )
)
