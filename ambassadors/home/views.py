"""The start page of the field pages."""

from django.shortcuts import render
from django.utils import timezone

from ambassadors.access import ambassador_page
from ambassadors.home.announcements import unread
from ambassadors.home.figures import figures_of
from ambassadors.home.reading import next_plans, shown
from ambassadors.models import TrainingSession
from ambassadors.phone.views import lines_on_phone
from ambassadors.plans.reading import plan_of
from ambassadors.team.required_course import required_course_of
from ambassadors.views import sessions_of

LATEST_SHOWN = 3
RETURNED_SHOWN = 3


@ambassador_page
def home(request):
    ambassador = request.ambassador
    sessions = sessions_of(ambassador).select_related("venue").with_people().with_reason()
    plan = plan_of(ambassador)
    context = {
        "figures": shown(figures_of(ambassador)),
        "as_of": timezone.now(),
        "plans": next_plans(plan),
        "missed": len(plan["missed"]),
        "announcements": unread(ambassador),
        "returned": sessions.filter(status=TrainingSession.Status.RETURNED)[:RETURNED_SHOWN],
        "latest": sessions.exclude(status=TrainingSession.Status.RETURNED)[:LATEST_SHOWN],
        "course": required_course_of(request),
    } | lines_on_phone()
    return render(request, "field/home.html", context)
