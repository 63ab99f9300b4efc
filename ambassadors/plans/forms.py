"""The form of a plan on the phone; it keeps what was typed as it was typed."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import PLAN_NOTE_LIMIT
from ambassadors.plans.sync import FURTHEST
from ambassadors.sessions.form_choices import subject_choices
from lms.models import Venue
from lms.sync.item_form import AsTyped, ItemForm

CANCELLED = {"cancelled": True}


class PlanForm(ItemForm):
    """When, where and what about; ambassadors/plans/sync.py says what it means."""

    base_revision = AsTyped(required=False, widget=forms.HiddenInput)
    planned_on = AsTyped(
        label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date", "data-coming": ""})
    )
    starts_at = AsTyped(
        label=_("Start"), required=False, widget=forms.TimeInput({"class": "input", "type": "time"})
    )
    venue = AsTyped(label=_("Where?"), widget=forms.Select({"class": "input", "data-list": ":venues"}))
    subject = AsTyped(
        label=_("What will it be about?"), required=False, widget=forms.Select({"class": "input"})
    )
    note = AsTyped(
        label=_("Note for yourself"),
        required=False,
        help_text=_("Such as what to bring. Your coordinator can read it."),
        widget=forms.Textarea({"class": "input", "maxlength": PLAN_NOTE_LIMIT, "rows": 3}),
    )

    def __init__(self, data=None, *, user, plan=None):
        """Without a `user` it is the form that a phone keeps: the same for all, its places filled in there."""
        super().__init__(data, initial=initial_of(plan) if plan else new_initial(user), auto_id="plan_%s")
        if user:
            today = timezone.localdate()
            days = {"min": today.isoformat(), "max": (today + FURTHEST).isoformat()}
            self.fields["planned_on"].widget.attrs |= days
        self.fields["venue"].widget.choices = venue_choices(user, plan) if user else [NO_PLACE]
        self.fields["subject"].widget.choices = subject_choices(plan)

    @property
    def seen_revision(self):
        typed = str(self["base_revision"].value() or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0

    def payload(self):
        """What was typed, as the payload of a planned-session item."""
        if "cancelled" in self.data:
            return CANCELLED
        values = {field.name: field.value() for field in self.visible_fields()}
        return {name: value for name, value in values.items() if value not in ("", None)}


NO_PLACE = ("", _("Choose a place"))


def venue_choices(user, plan):
    """The places in use, and that of the plan, by commune."""
    venues, groups = {*Venue.objects.visible_to(user).open().select_related("area")}, {}
    if plan:
        venues.add(plan.venue)
    for venue in sorted(venues, key=lambda venue: (venue.area.code, venue.name)):
        groups.setdefault(venue.area.name, []).append((venue.code, venue.name))
    return [NO_PLACE, *groups.items()]


def new_initial(user):
    return {"id": uuid.uuid4(), "base_revision": 0} if user else {"base_revision": 0}


def initial_of(plan):
    return {
        "id": plan.pk,
        "base_revision": plan.revision_number,
        "planned_on": plan.planned_on.isoformat(),
        "starts_at": f"{plan.starts_at:%H:%M}" if plan.starts_at else "",
        "venue": plan.venue.code,
        "subject": plan.subject_code,
        "note": plan.note,
    }
