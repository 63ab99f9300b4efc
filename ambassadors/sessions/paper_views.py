"""The paper form: the session form's fields with room for a pen, for places without a phone (R32).

An empty form says nothing about anybody, so that a teacher or host can print one without signing in.
"""

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ambassadors.access import field_page
from ambassadors.models import PriorityGroup, School, Topic, TrainingSession, course_titles
from ambassadors.schools.coverage_views import may_see
from ambassadors.sessions.forms import USUAL_DURATIONS, TrainingSessionForm
from lms.khmer import normalise
from lms.menu import AllowedItem
from lms.models import AgeBand, Gender, Venue


@field_page
@require_safe
def paper_form(request):
    """Two A4 pages, one sheet printed on both sides; `?venue=CODE` writes a place in that the user may see."""
    venue = venue_asked_for(request)
    school = School.objects.filter(venue=venue).first() if venue else None
    context = {
        # The words of the form itself: what is on the phone is on the paper.
        "label": {name: field.label for name, field in TrainingSessionForm.base_fields.items()},
        "venue": venue,
        "school": school,
        "durations": USUAL_DURATIONS,
        "kinds": TrainingSession.Kind.labels,
        "subjects": [*course_titles().values(), *(topic.name for topic in Topic.objects.all())],
        "genders": [
            _("Women and girls"),
            _("Men and boys"),
            *(gender.label for gender in Gender if gender not in (Gender.FEMALE, Gender.MALE)),
        ],
        "bands": AgeBand.labels,
        "priority_groups": [capfirst(label) for label in PriorityGroup.labels],
        "pages": (1, 2),
    }
    return render(request, "field/paper_form.html", context)


def venue_asked_for(request):
    code = normalise(request.GET.get("venue", ""))
    if not code or not request.user.is_authenticated:
        return None
    return Venue.objects.visible_to(request.user).select_related("area").filter(code=code).first()


def menu_item():
    return AllowedItem(
        _("Paper form"),
        reverse("field:paper_form"),
        may_see,
        name="paper-form",
        icon_name="doc-full",
        order=900,
    )
