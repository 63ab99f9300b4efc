"""The zones' page among the ambassadors' phone pages."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotspots.observation_forms import ObservationForm
from hotspots.observation_sync import zones_to_count
from lms.sync import Item, receive
from lms.views.field import field_page


@field_page
def count(request):
    """Hands the count in as an item; shows the form again, as typed, unless it is safe now."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('field:sign_in')}?{urlencode({'next': request.path})}")
    zones = zones_to_count(request.user)
    form = ObservationForm(request.POST or None, user=request.user, zones=zones)
    if request.method == "POST":
        item = Item(id=form.item_id, kind="observation-count", payload=form.payload(), made_at=timezone.now())
        receipt = receive(item, by=request.user)
        if receipt.is_safe:
            messages.success(request, _("Your count is safe."))
            return redirect("field:home")
        form.add_problem(receipt.problem)
    return render(request, "hotspots/field/observation.html", {"form": form, "has_zones": bool(zones)})
