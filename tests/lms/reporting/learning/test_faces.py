"""What learners thought of the lessons: the faces of a period and area, counted and masked."""

import datetime as dt

import pytest
from django.utils import translation

from lms.actions.learning import record_feedback
from lms.models import Feedback
from lms.reporting.learning.asked import Asked
from lms.reporting.learning.faces import Faces, table
from lms.reporting.learning.outline import outlines
from lms.reporting.learning.tables import HIDDEN

Face = Feedback.Face


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def give(world):
    """give(face, times=1, on=…, lesson=…, venue=…): faces of the third quarter, after the first lesson in the hall."""

    def faces(face, times=1, *, on=dt.date(2026, 8, 5), lesson=world.first, venue=world.hall):
        for _time in range(times):
            record_feedback(lesson_key=lesson.translation_key, face=face, language="km", venue=venue, on=on)

    return faces


def values(asked):
    return [row.values for row in table(Faces(asked, outlines())).rows]


def test_faces_are_counted_for_each_lesson_by_day_and_zone(give, asked, world):
    give(Face.HAPPY, 15)
    give(Face.SO_SO, 4)
    give(Face.SAD)
    give(Face.SAD, on=dt.date(2026, 6, 30))
    give(Face.SAD, on=dt.date(2026, 10, 1))
    give(Face.SAD, 2, venue=None)
    give(Face.HAPPY, on=dt.date(2026, 9, 30), lesson=world.second)
    second = ("មេរៀនទីពីរ", "Lesson", 1, 1, 0, 0, None, None)
    assert values(asked()) == [("Lesson", "Lesson", 20, 15, 4, 1, 0.75, 0.75), second]
    assert [row[2] for row in values(asked(area=world.elsewhere))] == [0, 0]
    with_nowhere = values(Asked(asked().period))
    assert with_nowhere == [("Lesson", "Lesson", 22, 15, 4, 3, 15 / 22, 15 / 22), second]


def test_few_faces_are_hidden_and_cannot_be_worked_out(give, asked, world):
    give(Face.HAPPY, 30)
    give(Face.SO_SO, 7)
    give(Face.SAD, 2)
    give(Face.SAD, 3, lesson=world.second)
    first, second = values(asked(is_masked=True))
    # The two sad ones are few; without another hidden count they would follow from the total.
    assert first[2:] == (39, 30, HIDDEN, HIDDEN, 30 / 39, 30 / 39)
    assert second[2:] == (HIDDEN, 0, 0, HIDDEN, None, None)


def test_one_query_whatever_the_number_of_faces(give, asked, django_assert_num_queries):
    give(Face.HAPPY, 9)
    faces = Faces(asked(is_masked=False), outlines())
    assert faces.asked.scope.area_ids
    with django_assert_num_queries(1):
        table(faces)
