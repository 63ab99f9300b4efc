"""Reading how far a learner is in each course; nothing here writes."""

from dataclasses import dataclass

from django.utils.translation import get_language

from content.models import CoursePage, LessonPage
from lms.models import Attempt, Completion, LessonProgress


@dataclass(frozen=True)
class LessonState:
    """One lesson of a course as this learner left it; `url` leads to the screen where it goes on."""

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
    """[CourseProgress] of the published courses in which this learner, or the same person on another phone, did
    something: in the language of the page where the course exists in it, else in another. Six queries at most.
    """
    states = lesson_states(learner)
    attempted = Attempt.objects.by_person_of(learner).values_list("page_key", flat=True).distinct()
    begun = states.keys() | {str(key) for key in attempted}
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
                lesson_state(lesson, states.get(str(lesson.translation_key), UNSEEN), request)
                for lesson in lessons
                if lesson.is_child_of(course)
            ],
        )
        for course in courses
    ]


UNSEEN = {"done": False, "screen": ""}


def lesson_state(lesson, state, request):
    place = "" if state["done"] or not state["screen"] else f"#s-{state['screen']}"
    return LessonState(lesson.title, f"{lesson.get_url(request)}{place}", state["done"])


def lesson_states(learner):
    """{lesson key: {done, screen}} of everything this learner, or the same person on another phone, began."""
    rows = LessonProgress.objects.by_person_of(learner).order_by("updated_at")
    states = {
        str(key): {"done": False, "screen": str(screen or "")}
        for key, screen in rows.values_list("lesson_key", "last_screen")
    }
    for key in Completion.objects.by_person_of(learner).values_list("lesson_key", flat=True):
        states.setdefault(str(key), {"screen": ""})["done"] = True
    return states


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
