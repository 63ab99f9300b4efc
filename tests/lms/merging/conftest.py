"""One woman registered twice, beside a man registered once; what they did is worked out by hand in test_figures.py."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.core import serializers
from django.utils import timezone

from ambassadors.models import Attendance
from content.models import CoursePage
from lms import reference
from lms.models import (
    Attempt,
    AttemptKind,
    Certificate,
    Completion,
    Consent,
    ConsentPurpose,
    ConsentText,
    Learner,
    LearnerCard,
    Person,
)
from tests import factories as make
from tests.lms.earning import completed

LESSON, OTHER_LESSON = uuid.UUID(int=11), uuid.UUID(int=12)
COMPARED = [Attendance, Certificate, Completion, Consent, Learner, LearnerCard, Person]


def everything():
    """Every row that a merge could touch, as it stands in the database."""
    return {
        model.__name__: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in COMPARED
    }


def attend(session, *people):
    for person in people:
        session.attendances.create(person=person)


@pytest.fixture
def world(db):
    """`first` and `second` are one woman.

    April: a session, first. June: a lesson, second. 1 July: a session, first, second and dara, and five heads.
    15 July: the lesson of June again, first. August: a session, second. September: another lesson, second.
    """
    reference.load()
    district = make.area("Prey Nob", code="1802", level=2, name_km="ព្រៃនប់")
    ream = make.area("Ream", code="180208", parent=district, name_km="រាម")
    elsewhere = make.area("Kampot commune", code="070101")
    hall = make.venue(area=ream, code="hall")
    manager = make.user("manager", role="municipal_manager", area=district)
    first, second = (
        make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=ream) for _ in range(2)
    )
    dara = make.person(nickname="ដារ៉ា", gender="male", birth_year=2000, commune=ream)
    phone, other_phone = make.learner(person=first), make.learner(person=second)

    def session(month, day, *people, cells=None):
        made = make.training_session(
            venue=hall, held_on=dt.date(2026, month, day), status="verified", cells=cells or {}
        )
        attend(made, *people)
        return made

    session(4, 10, first)
    opening = session(7, 1, first, second, dara, cells={("female", "10-14"): 5})
    session(8, 5, second)
    for learner, lesson, day in (
        (other_phone, LESSON, dt.date(2026, 6, 20)),
        (phone, LESSON, dt.date(2026, 7, 15)),
        (other_phone, OTHER_LESSON, dt.date(2026, 9, 1)),
    ):
        moment = dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)
        completion = make.completion(learner=learner, on=day, lesson_key=lesson)
        Completion.objects.filter(pk=completion.pk).update(completed_at=moment)
    return SimpleNamespace(**{name: value for name, value in locals().items() if not callable(value)})


@pytest.fixture
def course(world, lesson, final):
    """A course of which the first completed the lesson and the second passed the final test; both are asked for."""
    test = final["km"]
    CoursePage.objects.update(move_on=CoursePage.MoveOn.COMPLETED_AND_PASSED)
    completed(lesson, person=world.first)
    now = timezone.now()
    Attempt.objects.create(
        learner=world.other_phone,
        kind=AttemptKind.FINAL,
        page_key=test.translation_key,
        revision_id=test.live_revision_id,
        language="km",
        made_at=now,
        received_at=now,
        score=5,
        maximum=5,
        mastery_score=50,
        is_passed=True,
    )
    return test.course


@pytest.fixture
def progress_text(world):
    return ConsentText.objects.in_force(ConsentPurpose.PROGRESS)
