"""The queue of training sessions to be looked at, and the decisions that start from it."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from ambassadors.models import TrainingSession
from ambassadors.review import actions
from ambassadors.review.access import may_review, only
from ambassadors.review.forms import DuplicateForm, FreeForm, QueueForm, VersionsForm
from ambassadors.review.queue import explain, queue_for

PER_PAGE = 50
TOKEN = re.compile(r"([0-9a-f-]{36}):(\d{1,5}-[a-z]+(?:-once)?)")


def frame(title, icon, **context):
    """What Wagtail's frame asks of a page of ours."""
    return context | {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_review)
def queue(request):
    """What waits, the riskiest first; a POST verifies the chosen ones that are still clean and unchanged."""
    outcome = None
    if request.method == "POST":
        outcome = actions.verify_clean(seen=tokens_in(request.POST.getlist("chosen")), by=request.user)
    entries = queue_for(request.user)
    form = QueueForm(request.GET, entries=entries)
    page = Paginator(form.narrowed(), PER_PAGE).get_page(request.GET.get("p"))
    explain(page.object_list, request.user)
    context = frame(
        _("Waiting for review"),
        "tasks",
        page=page,
        form=form,
        tabs=form.tabs(),
        outcome=outcome,
        are_all_chosen="all" in request.GET,
        clean_here=sum(entry.is_ready for entry in page.object_list),
    )
    return render(request, "ambassadors/admin/queue.html", context)


def tokens_in(values):
    """{id: version} of what was chosen on the page; anything else is left out."""
    found = [match for value in values[:500] if (match := TOKEN.fullmatch(value))]
    return {uuid.UUID(match[1]): match[2] for match in found}


def reviewable(request, pk):
    """The session, or 404 outside the reviewer's area."""
    sessions = TrainingSession.objects.reviewable_by(request.user).select_related(
        "venue__area", "ambassador__person"
    )
    return get_object_or_404(sessions, pk=pk)


def back_to(session):
    return redirect("training_sessions:inspect", session.pk)


def act(request, done, **details):
    """Takes a decision and says what came of it; True when it was taken."""
    try:
        event = done(by=request.user, **details)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    messages.success(request, f"{event.training_session}: {event.get_kind_display()}.")
    return True


@require_POST
@only(may_review)
def settle(request, pk):
    """Chooses one of two versions of a session."""
    session = reviewable(request, pk)
    form = VersionsForm(request.POST)
    if form.is_valid():
        act(request, actions.settle_versions, session=session, **form.cleaned_data)
    else:
        messages.error(request, _("Choose one of the versions."))
    return back_to(session)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_review)
def duplicate(request, pk):
    """Marks a session as a duplicate of another one of the reviewer's area."""
    session = reviewable(request, pk)
    form = DuplicateForm(request.POST or None, session=session, user=request.user)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and act(request, actions.mark_duplicate, session=session, **form.cleaned_data):
        return back_to(session)
    title = _("Duplicate of another training session")
    return render(
        request,
        "ambassadors/admin/duplicate.html",
        frame(title, "copy", session=session, form=form),
        status=422 if form.is_bound else 200,
    )


@require_POST
@only(may_review)
def free(request, pk):
    """Takes back that a session is a duplicate."""
    session = reviewable(request, pk)
    form = FreeForm(request.POST)
    if not form.is_valid():
        raise Http404
    act(request, actions.free_duplicate, session=session, **form.cleaned_data)
    return back_to(session)
