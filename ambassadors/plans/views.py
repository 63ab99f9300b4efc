"""The ambassador's plan of sessions on the phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors.access import ambassador_page
from ambassadors.models import PlannedSession
from ambassadors.plans.actions import cancel_plan, change_plan, make_plan
from ambassadors.plans.forms import PlanForm
from ambassadors.plans.reading import plan_of
from ambassadors.views import show_inactive


@ambassador_page
def plan(request):
    """Today, coming, and what has passed without a session."""
    return render(request, "field/plan.html", {"plan": plan_of(request.ambassador)})


@ambassador_page
def new_plan(request):
    if not request.ambassador.is_active:
        return show_inactive(request)
    form = PlanForm(typed(request), user=request.user)
    if request.method == "POST" and (content := form.content()):
        make_plan(id=form.item_id, ambassador=request.ambassador, content=content)
        messages.success(request, _("The session is planned."))
        return redirect("field:plan")
    return render(request, "field/plan_form.html", {"form": form})


@ambassador_page
def edit_plan(request, pk):
    found = get_object_or_404(open_plans_of(request), pk=pk)
    form = PlanForm(typed(request), user=request.user, plan=found)
    if request.method == "POST" and (content := form.content()):
        return carried_out(request, change_plan, _("The plan is changed."), plan=found, content=content)
    return render(request, "field/plan_form.html", {"form": form, "plan": found})


@ambassador_page
@require_POST
def cancel(request, pk):
    found = get_object_or_404(open_plans_of(request), pk=pk)
    return carried_out(request, cancel_plan, _("The planned session is cancelled."), plan=found)


def carried_out(request, action, said, **details):
    """Runs an action and leads to the plan; what somebody else did meanwhile is said there."""
    try:
        action(**details)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, said)
    return redirect("field:plan")


def open_plans_of(request):
    return (
        PlannedSession.objects.planned()
        .filter(ambassador=request.ambassador)
        .select_related("venue", "topic")
    )


def typed(request):
    """What was sent, be it nothing at all; None where only the form was asked for."""
    return request.POST if request.method == "POST" else None
