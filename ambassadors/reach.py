"""Whom ambassadors reached, declared to the reach report: training sessions, attendances and headcounts."""

from urllib.parse import urlencode

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from ambassadors.models import Attendance, HeadcountCell, PriorityGroup, ReviewEvent, TrainingSession
from lms.models import Disability
from lms.reporting import registry

Kind = ReviewEvent.Kind


def status_at(as_of, path=""):
    """Expression: the review state of the training session at `path` ("training_session__" or "") at a moment.

    It is the state now unless something was decided since; then it is what the last decision before said.
    """
    later = ReviewEvent.objects.filter(at__gt=as_of).order_by().values("training_session")
    last_before = (
        ReviewEvent.objects.filter(training_session=OuterRef(f"{path}pk"), at__lte=as_of)
        .exclude(kind__in=ReviewEvent.NOTED)
        .order_by("-at", "-pk")
        .values(state=Case(When(kind=Kind.REOPENED, then=Value(Kind.SUBMITTED)), default=F("kind")))[:1]
    )
    return Case(
        When(
            **{f"{path}pk__in": later},
            then=Coalesce(Subquery(last_before), Value(TrainingSession.Status.SUBMITTED.value)),
        ),
        default=F(f"{path}status"),
        output_field=CharField(),
    )


def records_url(period, state=registry.COUNTED):
    """The staff list of the training sessions of a period in one review state."""
    days = {"held_on_from": period.start, "held_on_to": period.last_day}
    return f"{reverse('training_sessions:index')}?{urlencode({'status': state} | days)}"


def training_sessions(as_of):
    return TrainingSession.objects.filter(received_at__lte=as_of)


def rows_of(model):
    """The rows of a model with a training session whose state at the cut-off is the one asked for."""

    def rows(state, as_of):
        return model.objects.alias(status_then=status_at(as_of, "training_session__")).filter(
            status_then=state, training_session__received_at__lte=as_of
        )

    return rows


def total_of(rows, weight):
    """The same total from ids of training sessions alone, without the joins that a report makes."""

    def total(state, period, areas, as_of):
        sessions = training_sessions(as_of).alias(status_then=status_at(as_of))
        sessions = sessions.filter(status_then=state).during(period)
        if areas is not None:
            sessions = sessions.filter(venue__area__in=areas)
        found = rows.filter(training_session__in=sessions.order_by().values("pk"))
        return found.aggregate(total=Sum(weight))["total"] or 0

    return total


def attendance_rows(state, as_of):
    return rows_of(Attendance)(state, as_of).filter(recorded_at__lte=as_of)


def attendance_total(state, period, areas, as_of):
    recorded = Attendance.objects.filter(recorded_at__lte=as_of)
    return total_of(recorded, Value(1))(state, period, areas, as_of)


WHERE_AND_WHEN = {
    "record": F("training_session"),
    "area": F("training_session__venue__area"),
    "setting": F("training_session__venue__setting"),
    "venue": F("training_session__venue__code"),
    "venue_kind": F("training_session__venue__kind__code"),
    "course": F("training_session__course_key"),
    "initiative": Case(
        When(training_session__course_key=None, then=F("training_session__topic__initiative")),
        default=Value(""),
    ),
    "day": F("training_session__held_on"),
}

registry.register(
    registry.Participations(
        channel="attendance",
        name_en="Attendances",
        name_km="វត្តមាន",
        order=1,
        in_deliveries=True,
        rows=attendance_rows,
        total=attendance_total,
        columns=WHERE_AND_WHEN
        | {
            "person": F("person"),
            "gender": F("person__gender"),
            "birth_year": F("person__birth_year"),
            "age_band": F("person__age_band"),
            "disability": F("person__disability"),
            "weight": Value(1),
        },
    )
)
registry.register(
    registry.Participations(
        channel="headcount",
        name_en="Headcounts",
        name_km="ចំនួនមនុស្សរាប់",
        order=2,
        in_deliveries=True,
        rows=rows_of(HeadcountCell),
        total=total_of(HeadcountCell.objects.all(), "count"),
        columns=WHERE_AND_WHEN
        | {
            "person": Value(None, IntegerField()),
            "gender": F("gender"),
            "birth_year": Value(None, IntegerField()),
            "age_band": F("age_band"),
            "disability": Value(Disability.NOT_ASKED.value),
            "weight": F("count"),
        },
    )
)
registry.register(
    registry.Deliveries(
        name="training_sessions",
        records_url=records_url,
        rows=training_sessions,
        columns=lambda as_of: {
            "record": F("pk"),
            "status": status_at(as_of),
            "day": F("held_on"),
            "area": F("venue__area"),
            "setting": F("venue__setting"),
            "venue": F("venue__code"),
            "venue_en": F("venue__name_en"),
            "venue_km": F("venue__name_km"),
            "kind": F("kind"),
            "course": F("course_key"),
            "topic_en": F("topic__name_en"),
            "topic_km": F("topic__name_km"),
            "minutes": F("duration_minutes"),
            "people_with_disabilities": F("people_with_disabilities"),
            "poor": F(f"priority_counts__{PriorityGroup.POOR}"),
            "marginalised": F(f"priority_counts__{PriorityGroup.MARGINALISED}"),
            "partner_en": F("partner__name_en"),
            "partner_km": F("partner__name_km"),
            "partner_kind": F("partner__kind"),
            "faces": F("feedback_counts"),
        },
    )
)
