"""Work that cannot be sent from a phone: leaving it as a file or codes, and handing that in elsewhere."""

from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ambassadors.models import Ambassador
from lms.menu import AllowedItem
from lms.models import User
from lms.sync.rescue import FILE_AT_MOST, TEXT_AT_MOST, NotARescue, hand_in_rescue
from lms.views.field import field_page

MAY_HAND_IN = "ambassadors.review_trainingsession"
STATES = {
    "stored": ("sent", "checks", _("Safe now")),
    "already_stored": ("sent", "checks", _("Was safe already")),
    "refused": ("problem", "arrow-back-up", _("Has to be mended on the phone it comes from")),
    "conflict": ("problem", "copy", _("Changed elsewhere meanwhile; your coordinator chooses")),
    "deleted": ("problem", "circle-x", _("Deleted: ask your coordinator")),
    "quarantined": ("problem", "alert-triangle", _("Damaged: kept for the coordinator")),
}
PHOTO_STATES = {
    True: ("sent", "camera", _("Photo handed in")),
    False: ("problem", "camera", _("Photo that cannot be used")),
}


@require_safe
@field_page
def rescue(request):
    """What waits on this phone leaves it; the page knows nothing but what the phone tells it."""
    return render(request, "field/rescue.html")


class HandInForm(forms.Form):
    """The file of a rescue, or the text that the camera read from its codes."""

    file = forms.FileField(label=_("The file"), required=False, widget=forms.FileInput({"class": "input"}))
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=TEXT_AT_MOST)

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and file.size > FILE_AT_MOST:
            raise forms.ValidationError(_("This file is too large to be a rescue file of Sala."))
        cleaned["rescue"] = file.read() if file else cleaned.get("text", "")
        if not cleaned["rescue"]:
            raise forms.ValidationError(_("Choose the file, or scan the codes."))
        return cleaned


@field_page
def hand_in(request):
    """Any ambassador, or who reviews, hands in for whom the work belongs to (lms/sync/rescue.py)."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('field:sign_in')}?{urlencode({'next': request.path})}")
    if not may_hand_in(request.user):
        raise PermissionDenied
    form, outcomes = HandInForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            outcomes = hand_in_rescue(form.cleaned_data["rescue"], by=request.user)
        except NotARescue:
            form.add_error(None, _("This is no rescue file of Sala, or a part of it is missing."))
    context = {"form": form, "parcels": outcomes and [described(outcome) for outcome in outcomes]}
    return render(request, "field/hand_in.html", context)


def may_hand_in(user):
    is_ambassador = Ambassador.objects.active().filter(person__user=user).exists()
    return is_ambassador or (user.is_active and (user.is_superuser or bool(user.areas_with(MAY_HAND_IN))))


def described(outcome):
    """A parcel for people to read; what an item says stays between its owner and the coordinator."""
    if not outcome.is_open:
        return {"name": "", "lines": []}
    is_user = isinstance(outcome.owner, User)
    counts = Counter(result["status"] for result in outcome.results)
    return {
        "name": str(outcome.owner) if is_user else _("A learner"),
        "lines": [(*STATES[status], number) for status, number in counts.items()]
        + [(*PHOTO_STATES[is_kept], number) for is_kept, number in Counter(outcome.photos).items()],
    }


def menu_item():
    return AllowedItem(
        _("Hand in a rescue file"),
        reverse("field:hand_in"),
        may_hand_in,
        name="hand-in",
        icon_name="upload",
        order=950,
    )
