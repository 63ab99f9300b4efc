"""The complaint channel: a form for anybody, and what became of it, by a reference number."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.actions.complaints import receive_complaint
from lms.forms.complaints import ComplaintForm
from lms.models import Complaint
from lms.models.complaints import tidy_reference
from lms.views.daily import count_sent, sent_lately
from lms.views.origin import from_own_pages

KEY, PER_DAY = "complaints", 5


@never_cache
@from_own_pages
def complain(request):
    """Takes a complaint in and leads to its page. Only sending one touches the session, to count."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST":
        if len(sent_lately(request, KEY)) >= PER_DAY:
            return render(request, "learn/complain_later.html", status=429)
        if form.is_valid():
            made = receive_complaint(language=get_language(), **form.details)
            count_sent(request, KEY)
            return redirect("learn:complaint", made.reference)
    return render(request, "learn/complain.html", {"form": form})


@require_safe
@never_cache
def complaint(request, reference):
    """Where a complaint stands, for whoever knows its reference number; nothing of what was written."""
    found = Complaint.objects.with_reference(reference)
    if found is None:
        return ask(request, reference)
    response = render(
        request, "learn/complaint.html", {"complaint": found, "steps": found.events.order_by("at", "pk")}
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@never_cache
def find_complaint(request):
    """Leads from a reference number as typed to its page."""
    if typed := tidy_reference(request.GET.get("reference", "")):
        return redirect("learn:complaint", typed)
    return ask(request, "")


def ask(request, reference):
    context = {"reference": tidy_reference(reference), "is_unknown": bool(reference)}
    return render(request, "learn/complaint_ask.html", context, status=404 if reference else 200)
