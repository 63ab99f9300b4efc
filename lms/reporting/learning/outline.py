"""The published courses with their lessons and checks, as reports list them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from content.models import CheckPage, CoursePage, LessonPage
from lms.models import AttemptKind
from lms.progress import in_one_language

START_CHECKS = "start"


@dataclass(frozen=True)
class Outline:
    """A course in the language of the reader where it exists in it; `course` is None for the start checks."""

    course: CoursePage | None
    lessons: list = field(default_factory=list)
    checks: list = field(default_factory=list)

    @property
    def key(self):
        """The course's translation key as text."""
        return START_CHECKS if self.course is None else str(self.course.translation_key)

    @property
    def title(self):
        return _("Start check") if self.course is None else self.course.title

    @property
    def lesson_keys(self):
        return [lesson.translation_key for lesson in self.lessons]

    @property
    def final_keys(self):
        return [check.translation_key for check in self.checks if check.kind == AttemptKind.FINAL]

    @property
    def page_keys(self):
        return [page.translation_key for page in (*self.lessons, *self.checks)]


def outlines():
    """[Outline] of the published courses, in their order; then the start checks, if there are any. Three queries."""
    courses = in_one_language(CoursePage.objects.live().select_related("locale").order_by("path"))
    found = {course.path: Outline(course) for course in courses}
    for lesson in LessonPage.objects.live().select_related("locale").order_by("path"):
        if outline := found.get(lesson.path[: -LessonPage.steplen]):
            outline.lessons.append(lesson)
    checks = CheckPage.objects.live().select_related("locale").order_by("path")
    others = []
    for check in checks:
        outline = found.get(check.path[: -CheckPage.steplen])
        if outline is not None:
            outline.checks.append(check)
        elif check.kind == CheckPage.Kind.START_CHECK:
            others.append(check)
    start_checks = in_one_language(others)
    return [*found.values(), *([Outline(None, checks=start_checks)] if start_checks else [])]
