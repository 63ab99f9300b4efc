"""Counting people at a zone by eye, on the phone."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.sync.item_form import AsTyped, ItemForm
from lms.widgets import StepperInput


def count(label, **options):
    return AsTyped(label=label, widget=StepperInput({"data-as": "number"}), **options)


class ObservationForm(ItemForm):
    """What was seen is kept as typed; hotspots/observation_sync.py says what it means."""

    zone = AsTyped(
        label=_("Which Wi-Fi zone?"), widget=forms.Select({"class": "input", "data-list": ":zones"})
    )
    counted_on = AsTyped(label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date"}))
    starts_at = AsTyped(
        label=_("Start"), required=False, widget=forms.TimeInput({"class": "input", "type": "time"})
    )
    minutes = count(_("How many minutes did you count?"))
    female = count(_("Women and girls"))
    male = count(_("Men and boys"))
    unknown = count(
        _("Could not be told"),
        help_text=_("Do not guess and do not ask: who cannot be told is counted here."),
    )

    def __init__(self, data=None, *, user, zones=()):
        """Without a `user` it is the form that a phone keeps: the same for all, its zones filled in there."""
        today = timezone.localdate().isoformat()
        initial = {"id": uuid.uuid4(), "counted_on": today} if user else {}
        super().__init__(data, initial=initial | {"minutes": 15}, auto_id="count_%s")
        listed = [(zone.code, zone.venue.name) for zone in zones]
        self.fields["zone"].widget.choices = [("", _("Choose a zone")), *listed]

    def payload(self):
        """What was typed, as the payload of an observation-count item."""
        typed = {name: self[name].value() for name in self.fields if name != "id"}
        return {name: value for name, value in typed.items() if value not in ("", None)}
