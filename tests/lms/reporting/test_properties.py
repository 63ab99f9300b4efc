"""Whatever the world, the parts make the whole."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.models import AgeBand, Gender
from lms.reporting.report import Report
from tests import factories as make
from tests.lms.reporting.tables import counts, reach, table

GENDERS, BANDS = st.sampled_from(Gender.values), st.sampled_from(AgeBand.values)
PEOPLE = st.lists(
    st.tuples(GENDERS, st.none() | st.integers(1930, 2030), BANDS, st.none() | st.integers(0, 2)),
    min_size=1,
    max_size=5,
)
DAYS = st.dates(dt.date(2026, 6, 28), dt.date(2026, 8, 3))
SESSIONS = st.lists(
    st.tuples(
        DAYS,
        st.integers(0, 3),
        st.sampled_from(["verified", "verified", "submitted", "rejected", "returned", "duplicate"]),
        st.dictionaries(st.tuples(GENDERS, BANDS), st.integers(1, 40), max_size=3),
        st.sets(st.integers(0, 4)),
    ),
    max_size=4,
)
LESSONS = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 4), st.none() | st.integers(0, 3), GENDERS), max_size=6
)


def build(people, sessions, lessons):
    """Returns (participations that count, ids of the people reached) of 2026-07, by plain counting."""
    districts = [make.area(level=2), make.area(level=2)]
    communes = [
        make.area(parent=districts[0]),
        make.area(parent=districts[0]),
        make.area(parent=districts[1]),
    ]
    venues = [make.venue(area=area) for area in [*communes, districts[1]]]
    persons = [
        make.person(
            gender=gender,
            birth_year=year,
            age_band="not_recorded" if year else band,
            commune=None if home is None else communes[home],
        )
        for gender, year, band, home in people
    ]
    teacher = make.ambassador(area=districts[0])
    participations, reached = 0, set()

    def is_in_july(day):
        return dt.date(2026, 7, 1) <= day < dt.date(2026, 8, 1)

    for day, venue, status, cells, attending in sessions:
        session = make.training_session(
            ambassador=teacher, venue=venues[venue], held_on=day, status=status, cells=cells
        )
        attending = [persons[index] for index in attending if index < len(persons)]
        for person in attending:
            session.attendances.create(person=person)
        if status == "verified" and is_in_july(day):
            participations += sum(cells.values()) + len(attending)
            reached |= {person.pk for person in attending}
    for day, person, venue, gender in lessons:
        person = persons[person] if person is not None and person < len(persons) else None
        came = None if venue is None else venues[venue]
        learner = make.learner(person=person, came_through=came, gender=gender)
        make.completion(learner=learner, on=day, course_key=uuid.UUID(int=1))
        if is_in_july(day):
            participations += 1
            reached |= {person.pk} if person else set()
    return participations, reached


def names_of(name):
    return [column.name for column in table(name).columns]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE, SESSIONS, LESSONS)
def test_genders_and_ages_and_areas_make_the_total(people, sessions, lessons):
    with transaction.atomic():
        participations, reached = build(people, sessions, lessons)
        figures = reach("2026-07")
        report = Report(figures)  # with all its checks
        assert figures.participations.total() == participations
        assert figures.people.total == len(reached)
        for name in ("reach_gender", "reach_age", "reach_area", "reach_channel"):
            whole = dict(zip(names_of(name), report.rows[name][0], strict=True))
            assert (
                counts(whole, "Participations")[-1]
                == sum(counts(whole, "Participations")[:-1])
                == participations
            )
            assert (
                counts(whole, "People reached")[-1]
                == sum(counts(whole, "People reached")[:-1])
                == len(reached)
            )
        transaction.set_rollback(True)
