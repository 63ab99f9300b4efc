"""Reading what came out of a check: for the learner's result page. Never the right answers; nothing here writes."""

from dataclasses import dataclass

from django.utils.translation import get_language

from content.models import CoursePage, HomePage
from lms.models import Attempt, AttemptKind, Certificate
from lms.results import course_result
from lms.revisions import published

# A start check suggests the level of the last line that its percentage reaches.
LEVEL_FROM_PERCENT = [(0, 0), (40, 1), (80, 2), (100, 3)]


@dataclass(frozen=True)
class CheckResult:
    """One attempt at a check as its page shows it.

    `missed` are the questions to look at again; `before` is the attempt before the course, beside one after it;
    `course` is the published CoursePage or None; `level` is the (number, name) that a start check suggests;
    `certificate` is the one that the course has brought.
    """

    attempt: Attempt
    missed: list
    before: Attempt | None = None
    course: CoursePage | None = None
    is_course_completed: bool = False
    level: tuple | None = None
    certificate: Certificate | None = None

    @property
    def gain(self):
        """How many percent more were right after the course; None without a check before it."""
        return self.before and self.attempt.percent - self.before.percent


def check_result(attempt):
    """The CheckResult of an attempt that was made in a sitting."""
    right = {str(answer.question_id) for answer in attempt.answers.all() if answer.is_correct}
    missed = [value for key, value in attempt.sitting.questions.items() if key not in right]
    if attempt.kind == AttemptKind.START_CHECK:
        return CheckResult(attempt, missed, level=suggested_level(attempt.percent))
    key = attempt.sitting.page.course.translation_key
    course = published(CoursePage, key, get_language()) or published(CoursePage, key)
    before = certificate = None
    if attempt.kind == AttemptKind.AFTER:
        made = Attempt.objects.by_person_of(attempt.learner).filter(page_key=attempt.page_key)
        before = made.filter(kind=AttemptKind.BEFORE).first()
    if person_id := attempt.learner.person_id:
        certificate = Certificate.objects.of_person(person_id).in_force().filter(course_key=key).first()
    return CheckResult(
        attempt,
        missed,
        before=before,
        course=course,
        is_course_completed=course_result(attempt.learner, key).is_completed,
        certificate=certificate,
    )


def suggested_level(percent):
    """(number, name) of the highest level for this percentage at which there is a course to take; None without any."""
    home = HomePage.objects.live().filter(locale__language_code=get_language()).first()
    levels = set(CoursePage.objects.child_of(home).live().values_list("level", flat=True)) if home else set()
    reached = [level for least, level in LEVEL_FROM_PERCENT if percent >= least and level in levels]
    return (reached[-1], CoursePage.Level(reached[-1]).label) if reached else None
