"""Issue notes on the ambassador's phone: writing one, and seeing what became of it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.access import ambassador_page
from ambassadors.models import IssueNote
from ambassadors.notes.forms import IssueNoteForm
from ambassadors.phone.views import lines_on_phone
from lms.sync import Item, Status, receive

NOTES_PER_PAGE = 20


@ambassador_page
def notes(request):
    found = (
        IssueNote.objects.filter(ambassador=request.ambassador)
        .select_related("category", "venue", "area")
        .prefetch_related("events")
        .open_first()
    )
    page = Paginator(found, NOTES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "field/notes.html", {"page_of_notes": page} | lines_on_phone())


@ambassador_page
def new_note(request):
    """Hands the form's content in as an item; shows the form again, as typed, unless it is safe now."""
    form = IssueNoteForm(request.POST or None, user=request.user)
    if request.method != "POST":
        if not request.ambassador.is_active:
            return render(request, "field/not_active.html", status=403)
        return render(request, "field/new_note.html", {"form": form})
    item = Item(id=form.item_id, kind="issue-note", payload=form.payload(), made_at=timezone.now())
    receipt = receive(item, by=request.user)
    if receipt.is_safe:
        messages.success(request, _("Your note is safe. Your coordinator sees it."))
        return redirect("field:notes")
    if receipt.status == Status.CONFLICT:
        # Sent twice with other words, with the phone's back button: sending again makes a second note.
        data = request.POST.copy()
        data["id"] = str(uuid.uuid4())
        form = IssueNoteForm(data, user=request.user)
    form.add_problem(receipt.problem)
    return render(
        request, "field/new_note.html", {"form": form, "is_second": receipt.status == Status.CONFLICT}
    )
