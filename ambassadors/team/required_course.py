"""The course that comes before the first training session: where an ambassador stands in it, and the way to it."""

from dataclasses import dataclass

from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from ambassadors.access import ambassador_page
from ambassadors.team.life_cycle import note_required_course
from content.models import CoursePage
from content.required import required_course_key
from lms.actions.learning import continue_as
from lms.results import CourseResult, course_result
from lms.views.browser import learner_to_continue, remember


@dataclass(frozen=True)
class RequiredCourse:
    page: CoursePage
    url: str
    result: CourseResult


def required_course_of(request):
    """The RequiredCourse an ambassador has still to complete; None once it is done, or where none is on offer."""
    if request.ambassador.required_course_done_at is not None:
        return None
    page = course_page()
    if page is None:
        return None
    result = course_result(request.ambassador.person, page.translation_key)
    return RequiredCourse(page, page.get_url(request), result)


def course_page():
    """The page of the required course in the reader's language, else in the one it exists in; None without one."""
    found = CoursePage.objects.live().filter(translation_key=required_course_key()).select_related("locale")
    in_order = sorted(found, key=lambda page: page.locale.language_code != get_language())
    return in_order[0] if in_order else None


@ambassador_page
@require_POST
def begin(request):
    """Leads to the course. What is learnt in this browser from now on is the ambassador's own."""
    page = course_page()
    if page is None or note_required_course(person=request.ambassador.person):
        return redirect("field:home")
    person = request.ambassador.person
    learner = continue_as(person=person, learner=learner_to_continue(request, person))
    remember(request, learner.pk)
    return redirect(page.get_url(request))
