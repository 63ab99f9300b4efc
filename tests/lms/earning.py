"""A person who completed a course, as the server recorded it."""

from lms.actions.learning import adopt
from lms.models import Learner
from tests import factories as make


def completed(lesson, person=None, **fields):
    """A person (an adult woman unless told otherwise) whose learner completed the one lesson of a course."""
    person = person or make.person(**fields)
    learner = Learner.objects.filter(person=person).first()
    if learner is None:
        learner = adopt(learner=make.learner(), person=person)
    make.completion(
        learner=learner, lesson_key=lesson.translation_key, course_key=lesson.get_parent().translation_key
    )
    return person
