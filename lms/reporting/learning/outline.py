"""The published courses with their lessons and checks, as reports list them."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.models import CheckPage, CoursePage, LessonPage
from lms.models import AttemptKind

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
    """[Outline] of the published courses, in their order; then the start checks, if there are any. Three queries.

    Which lessons a course has does not depend on who reads: they are those that complete it (lms.results), named in
    the language of the reader where they exist in it.
    """
    courses = _by_key(CoursePage)
    found = {versions[0].path: Outline(_in_own_language(versions)) for versions in courses.values()}
    for versions in _by_key(LessonPage).values():
        if outline := _above(found, versions):
            outline.lessons.append(_in_own_language(versions))
    start_checks = []
    for versions in _by_key(CheckPage).values():
        if outline := _above(found, versions):
            outline.checks.append(_in_own_language(versions))
        elif versions[0].kind == CheckPage.Kind.START_CHECK:
            start_checks.append(_in_own_language(versions))
    return [*found.values(), *([Outline(None, checks=start_checks)] if start_checks else [])]


def _by_key(model):
    """{translation key: [the published page in each language]}, by path"""
    found = {}
    for page in model.objects.live().select_related("locale").order_by("path"):
        found.setdefault(page.translation_key, []).append(page)
    return found


def _in_own_language(versions):
    return next((page for page in versions if page.locale.language_code == get_language()), versions[0])


def _above(found, versions):
    """The Outline of the course in which one of the versions of a page stands, or None."""
    return next((found[path] for page in versions if (path := page.path[: -page.steplen]) in found), None)
