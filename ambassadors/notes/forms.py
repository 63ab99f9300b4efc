"""Writing an issue note on the phone, and the step a coordinator takes."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.buttons import ButtonField
from ambassadors.models import ISSUE_TEXT_LIMIT, IssueCategory, IssueNote
from ambassadors.notes.actions import REFERRED_TO_LIMIT, STEPS
from ambassadors.notes.sync import communes_of
from lms.models import Venue
from lms.sync.item_form import AsTyped, ItemForm


class IssueNoteForm(ItemForm):
    """What was said is kept as typed; ambassadors/notes/sync.py says what it means."""

    category = AsTyped(label=_("What is it about?"), widget=forms.RadioSelect)
    place = AsTyped(
        label=_("Where?"),
        widget=forms.Select(
            {"class": "input", "data-as": "pair", "data-list": "venue:venues commune:communes"}
        ),
    )
    made_on = AsTyped(label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date"}))
    text = AsTyped(
        label=_("What did people tell you?"),
        help_text=_("Write no names, phone numbers or ID numbers."),
        widget=forms.Textarea({"class": "input", "maxlength": ISSUE_TEXT_LIMIT, "rows": 4}),
    )

    def __init__(self, data=None, *, user):
        """Without a `user` it is the form that a phone keeps: the same for all, its places filled in there."""
        today = timezone.localdate().isoformat()
        initial = {"id": uuid.uuid4(), "made_on": today} if user else {}
        super().__init__(data, initial=initial, auto_id="note_%s")
        if user:
            self.fields["made_on"].widget.attrs["max"] = today
        self.fields["category"].widget.choices = [
            (category.code, category.name) for category in IssueCategory.objects.filter(is_retired=False)
        ]
        self.fields["place"].widget.choices = place_choices(user) if user else [("", _("Choose a place"))]

    def payload(self):
        """What was typed, as the payload of an issue-note item."""
        kind, _separator, code = (self["place"].value() or "").partition(":")
        payload = {
            "category": self["category"].value(),
            "venue": code if kind == "venue" else "",
            "commune": code if kind == "commune" else "",
            "made_on": self["made_on"].value(),
            "text": self["text"].value(),
        }
        return {name: value for name, value in payload.items() if value not in ("", None)}


def place_choices(user):
    """The places in use by commune; last the communes themselves, for what belongs to no place of ours."""
    groups = {}
    venues = Venue.objects.visible_to(user).open().select_related("area")
    for venue in sorted(venues, key=lambda venue: (venue.area.code, venue.name)):
        groups.setdefault(venue.area.name, []).append((f"venue:{venue.code}", venue.name))
    communes = [(f"commune:{area.code}", area.name) for area in communes_of(user)]
    whole = [(_("A whole commune or sangkat"), communes)] if communes else []
    return [("", _("Choose a place")), *groups.items(), *whole]


class StepForm(forms.Form):
    """Refer, answer or close; `seen` is the state that was looked at."""

    state = ButtonField(choices=IssueNote.State.choices)
    referred_to = forms.CharField(
        label=_("Referred to"),
        required=False,
        max_length=REFERRED_TO_LIMIT,
        help_text=_("The office or person who has to act. Needed to refer."),
    )
    reason = forms.CharField(
        label=_("Answer or reason"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed to answer or close. The ambassador reads it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    LABELS = {
        IssueNote.State.REFERRED: _("Refer"),
        IssueNote.State.ANSWERED: _("Mark as answered"),
        IssueNote.State.CLOSED: _("Close"),
    }

    @classmethod
    def possible_for(cls, note):
        """[(state, label)] of the steps that this note's state allows."""
        return [(state, cls.LABELS[state]) for state in STEPS[note.state]]
