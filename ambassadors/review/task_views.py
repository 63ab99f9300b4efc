"""Tasks of coordinators: the open ones, closing one with a note, and the weekly look behind them."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from ambassadors.models import Ambassador, Measure, StaffTask
from ambassadors.models.sessions import NOTE_LIMIT
from ambassadors.review.access import TASKS, may_see_tasks, only
from ambassadors.review.actions import close_task
from ambassadors.review.views import frame
from ambassadors.review.weekly import WEEKS, looks, monday_of, sentence_of

PER_PAGE = 30


class CloseForm(forms.Form):
    note = forms.CharField(max_length=NOTE_LIMIT)


@require_GET
@only(may_see_tasks)
def tasks(request):
    """Open tasks of the user's area, or the closed ones."""
    are_closed = "closed" in request.GET
    seen = StaffTask.objects.visible_to(request.user).select_related(
        "area", "ambassador__person", "closed_by"
    )
    found = seen.exclude(closed_at=None).order_by("-closed_at") if are_closed else seen.open()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    may_close = set(StaffTask.objects.closable_by(request.user).open().values_list("pk", flat=True))
    rows = [(task, sentence_of(task), task.pk in may_close) for task in page.object_list]
    context = {"page": page, "rows": rows, "are_closed": are_closed, "open": seen.open().count()}
    context = frame(_("Tasks"), "tasks", note_limit=NOTE_LIMIT, **context)
    return render(request, "ambassadors/admin/tasks.html", context)


@require_POST
@only(may_see_tasks)
def close(request, pk):
    task = get_object_or_404(StaffTask.objects.visible_to(request.user), pk=pk)
    form = CloseForm(request.POST)
    try:
        close_task(task=task, note=form.cleaned_data["note"] if form.is_valid() else "", by=request.user)
        messages.success(request, _("The task is closed."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("review_tasks")


@require_GET
@only(may_see_tasks)
def weekly(request):
    """The measures of every active ambassador in the user's area, those with something to ask about first."""
    user = request.user
    ambassadors = Ambassador.objects.active().filter(user.area_condition("area", TASKS))
    if user.person_id:
        ambassadors = ambassadors.exclude(person=user.person_id)
    week_from = monday_of(timezone.localdate())
    found = looks(ambassadors, week_from=week_from)
    found.sort(key=lambda look: (-len(look.odd), -look.sessions, look.ambassador.pk))
    context = frame(
        _("Weekly look"),
        "view",
        page=Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        measures=list(Measure),
        weeks=WEEKS,
        week_from=week_from,
    )
    return render(request, "ambassadors/admin/weekly.html", context)
