"""Adding people by name to a training session that is safe already."""

import uuid

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.access import ambassador_page
from ambassadors.models import TrainingSession
from ambassadors.sessions.roster import codes_in
from lms.sync import Item, receive
from lms.sync.item_form import AsTyped, ItemForm


class NamesForm(ItemForm):
    """Codes of cards; ambassadors/sessions/attendance_sync.py says what they mean."""

    session = AsTyped(required=False, widget=forms.HiddenInput)
    codes = AsTyped(
        label=gettext_lazy("Codes of learner cards"),
        help_text=gettext_lazy("One code a line."),
        widget=forms.Textarea(
            {
                "class": "input",
                "rows": 3,
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-as": "codes",
            }
        ),
    )
    counted = AsTyped(
        label=gettext_lazy("They are in the table of this session already"),
        required=False,
        help_text=gettext_lazy("Then they are taken out of the table, so that nobody is counted twice."),
        widget=forms.CheckboxInput({"data-as": "flag"}),
    )
    consent = AsTyped(
        label=gettext_lazy("Each of them agrees to be written down by name"),
        widget=forms.CheckboxInput({"data-as": "flag"}),
    )

    def payload(self):
        return {
            "session": self["session"].value(),
            "codes": codes_in(self["codes"].value()),
            "counted": bool(self["counted"].value()),
            "consent": bool(self["consent"].value()),
        }


@ambassador_page
def add_names(request, pk):
    """Hands the codes in as an item; shows the form again, as typed, unless it is safe now."""
    own = TrainingSession.objects.filter(ambassador=request.ambassador).exclude(
        kind=TrainingSession.Kind.SCHOOL
    )
    session = get_object_or_404(own.select_related("venue"), pk=pk)
    form = NamesForm(request.POST or None, initial={"id": uuid.uuid4(), "session": str(pk)})
    if request.method == "POST":
        payload = form.payload() | {"session": str(pk)}
        item = Item(id=form.item_id, kind="attendance", payload=payload, made_at=timezone.now())
        receipt = receive(item, by=request.user)
        if receipt.is_safe:
            messages.success(request, _("They are on the roster now. Your coordinator looks at it again."))
            return redirect("field:session", pk=pk)
        form.add_problem(receipt.problem)
    return render(request, "field/add_names.html", {"session": session, "form": form})
