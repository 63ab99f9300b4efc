"""Reading how far a learner is in each course; nothing here writes."""

from dataclasses import dataclass

from django.utils.translation import get_language

from content.models import CoursePage, LessonPage
from lms.models import Attempt, Completion, Learner


@dataclass(frozen=True)
class LessonState:
    """One lesson of a course as this learner left it."""

    title: str
    url: str
    is_completed: bool


@dataclass(frozen=True)
class CourseProgress:
    """One course a learner has begun; `next_lesson` is the first that is not completed, or None."""

    title: str
    url: str
    language: str
    lessons: list

    @property
    def completed(self):
        return sum(lesson.is_completed for lesson in self.lessons)

    @property
    def next_lesson(self):
        return next((lesson for lesson in self.lessons if not lesson.is_completed), None)


def courses_begun(learner, request):
    """[CourseProgress] of the published courses in which this learner, or the same person on another phone, answered
    something: in the language of the page where the course exists in it, else in another. Five queries at most.
    """
    completed = set(Completion.objects.by_person_of(learner).values_list("lesson_key", flat=True))
    attempted = Attempt.objects.filter(learner__in=Learner.objects.of_same_person(learner))
    begun = completed | set(attempted.values_list("page_key", flat=True).distinct())
    paths = LessonPage.objects.live().filter(translation_key__in=begun).values_list("path", flat=True)
    courses = in_one_language(
        CoursePage.objects.live()
        .filter(path__in={path[: -CoursePage.steplen] for path in paths})
        .select_related("locale")
        .order_by("path")
    )
    lessons = lessons_of(courses)
    return [
        CourseProgress(
            title=course.title,
            url=course.get_url(request),
            language=course.locale.language_code,
            lessons=[
                LessonState(lesson.title, lesson.get_url(request), lesson.translation_key in completed)
                for lesson in lessons
                if lesson.is_child_of(course)
            ],
        )
        for course in courses
    ]


def lesson_states(learner):
    """{lesson key: {done, screen}} of everything this learner, or the same person on another phone, began."""
    done = Completion.objects.by_person_of(learner).values_list("lesson_key", flat=True)
    return {str(key): {"done": True, "screen": ""} for key in done}


def in_one_language(pages):
    """Of pages that are translations of each other one: in the language asked for if there is one."""
    chosen = {}
    for page in pages:
        if page.translation_key not in chosen or page.locale.language_code == get_language():
            chosen[page.translation_key] = page
    return list(chosen.values())


def lessons_of(courses):
    """The published lessons of several courses, in order, in one query."""
    found = LessonPage.objects.none()
    for course in courses:
        found = found | LessonPage.objects.child_of(course).live()
    return list(found.select_related("locale").defer("screens").order_by("path"))
