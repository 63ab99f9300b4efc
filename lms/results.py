"""What a learner has reached in a course, by the course's own rule; nothing here writes."""

import datetime as dt
from dataclasses import dataclass

from content.models import CoursePage, LessonPage
from lms.models import Attempt, AttemptKind, Completion, Learner

MOVE_ON = CoursePage.MoveOn


@dataclass(frozen=True)
class CourseResult:
    """`final` is the earliest passed final test; `completed_at` is None until the course's rule is met."""

    lessons_total: int
    lessons_completed: int
    final: Attempt | None
    completed_at: dt.datetime | None

    @property
    def is_completed(self):
        return self.completed_at is not None


def course_result(who, course_key):
    """The CourseResult of a Person or a Learner (then: of its person, if known). Four queries.

    A lesson that was taken out of the course counts no more; one that was added is asked for.
    """
    learners = who.learners.all() if hasattr(who, "learners") else Learner.objects.of_same_person(who)
    course = CoursePage.objects.live().filter(translation_key=course_key).order_by("path").first()
    if course is None:
        return CourseResult(0, 0, None, None)
    lessons = set(LessonPage.objects.child_of(course).live().values_list("translation_key", flat=True))
    moments = {}
    for completion in Completion.objects.filter(learner__in=learners, lesson_key__in=lessons):
        earlier = moments.get(completion.lesson_key, completion.completed_at)
        moments[completion.lesson_key] = min(earlier, completion.completed_at)
    lessons_at = max(moments.values()) if lessons and moments.keys() == lessons else None
    final = (
        Attempt.objects.filter(
            learner__in=learners,
            kind=AttemptKind.FINAL,
            is_passed=True,
            page_key__in=course.check_keys(AttemptKind.FINAL),
        )
        .select_related("sitting__venue")
        .order_by("made_at")
        .first()
    )
    return CourseResult(
        lessons_total=len(lessons),
        lessons_completed=len(moments),
        final=final,
        completed_at=min(
            filter(
                None, (_moment(rule, lessons_at, final and final.made_at) for rule in _rules(course, final))
            ),
            default=None,
        ),
    )


def _rules(course, final):
    """The course's rule, and the one that held when the passed test was begun: a stricter one takes nothing back."""
    frozen = final.sitting.move_on if final and final.sitting else ""
    return {course.move_on, frozen} - {""}


def _moment(move_on, lessons_at, passed_at):
    """When the rule of the course (cmi5, "moveOn") was met: None if it is not."""
    both = [moment for moment in (lessons_at, passed_at) if moment is not None]
    match move_on:
        case MOVE_ON.COMPLETED:
            return lessons_at
        case MOVE_ON.PASSED:
            return passed_at
        case MOVE_ON.COMPLETED_OR_PASSED:
            return min(both, default=None)
    return max(both) if len(both) == 2 else None
