"""The ambassador's plan of sessions on the phone."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.access import ambassador_page
from ambassadors.models import PlannedSession
from ambassadors.phone.views import lines_on_phone
from ambassadors.plans.forms import CANCELLED, PlanForm
from ambassadors.plans.reading import plan_of
from ambassadors.views import show_inactive
from lms.sync import Item, Status, receive


@ambassador_page
def plan(request):
    """Today, coming, and what has passed without a session."""
    return render(request, "field/plan.html", {"plan": plan_of(request.ambassador)} | lines_on_phone())


@ambassador_page
def new_plan(request):
    if not request.ambassador.is_active:
        return show_inactive(request)
    form = PlanForm(typed(request), user=request.user)
    if request.method == "POST":
        return take_in(request, form)
    return render(request, "field/plan_form.html", {"form": form})


@ambassador_page
def edit_plan(request, pk):
    """The plan changed or, with the button of that name, cancelled."""
    found = get_object_or_404(open_plans_of(request), pk=pk)
    form = PlanForm(typed(request), user=request.user, plan=found)
    if request.method == "POST":
        return take_in(request, form, plan=found)
    return render(request, "field/plan_form.html", {"form": form, "plan": found})


def take_in(request, form, plan=None):
    """Hands the form's content in as an item; shows the form again, as typed, unless it is safe now."""
    item = Item(
        id=plan.pk if plan else form.item_id,
        kind="planned-session",
        payload=form.payload(),
        made_at=timezone.now(),
        base_revision=form.seen_revision,
    )
    receipt = receive(item, by=request.user)
    if receipt.is_safe:
        messages.success(request, said(item, plan))
        return redirect("field:plan")
    if receipt.status == Status.CONFLICT:
        # Changed elsewhere meanwhile, or sent twice with the phone's back button: saving again is a decision.
        news = {"base_revision": receipt.revision} if plan else {"id": uuid.uuid4()}
        form = PlanForm(request.POST.dict() | news, user=request.user, plan=plan)
    else:
        form.add_problem(receipt.problem)
    context = {"form": form, "plan": plan, "is_conflict": receipt.status == Status.CONFLICT}
    return render(request, "field/plan_form.html", context)


def said(item, plan):
    if item.payload == CANCELLED:
        return _("The planned session is cancelled.")
    return _("The plan is changed.") if plan else _("The session is planned.")


def open_plans_of(request):
    return (
        PlannedSession.objects.planned()
        .filter(ambassador=request.ambassador)
        .select_related("venue", "topic")
    )


def typed(request):
    """What was sent, be it nothing at all; None where only the form was asked for."""
    return request.POST if request.method == "POST" else None
