"""The form of a complaint, and the one that closes it."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.forms.fields import REQUIRED, ChoiceOfOne
from lms.khmer import normalise
from lms.models import Area, Complaint, Venue
from lms.models.complaints import COMPLAINT_LIMIT, CONTACT_LIMIT

TOO_LONG = _("This text is too long. Please write less.")


class TidyField(forms.CharField):
    """Text stored in one Khmer spelling and without control characters."""

    def to_python(self, value):
        return normalise(super().to_python(value) or "")


class CommuneField(forms.ModelChoiceField):
    """A commune with its district: some are called only by a number."""

    def label_from_instance(self, area):
        return f"{area.name}, {area.parent.name}" if area.parent else area.name


class ComplaintForm(forms.Form):
    """What happened; everything that could say who tells it is optional. Being safe comes first."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": REQUIRED})
    category = ChoiceOfOne(label=_("What is it about?"), choices=Complaint.Category.choices)
    text = TidyField(
        label=_("What happened?"),
        help_text=_("You need not write your name."),
        max_length=COMPLAINT_LIMIT,
        widget=forms.Textarea(attrs={"class": "input", "maxlength": COMPLAINT_LIMIT}),
        error_messages={"required": _("Please write what happened."), "max_length": TOO_LONG},
    )
    area = CommuneField(
        Area.objects.none(),
        label=_("Where was it?"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        empty_label=_("I do not want to say"),
        error_messages={"invalid_choice": _("Please choose one.")},
    )
    contact = TidyField(
        label=_("How can we reach you?"),
        help_text=_("Only if you want us to. A phone number, for example."),
        required=False,
        max_length=CONTACT_LIMIT,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"id": uuid.uuid4()})
        # Where the programme works, and no other commune of the country.
        venues = Venue.objects.values("area")
        self.fields["area"].queryset = (
            Area.objects.filter(pk__in=venues, level=Area.Level.COMMUNE)
            .select_related("parent")
            .order_by("code")
        )

    @property
    def details(self):
        """Keyword arguments of lms.actions.complaints.receive_complaint."""
        return self.cleaned_data | {"id": self.cleaned_data["id"] or uuid.uuid4()}


class ComplaintDecisionForm(forms.Form):
    """What a manager does about a complaint."""

    decision = forms.ChoiceField(choices=[("look_at", ""), ("close", "")])
    closing_note_km = forms.CharField(
        label=_("Closing note in Khmer"),
        required=False,
        max_length=COMPLAINT_LIMIT,
        widget=forms.Textarea({"rows": 3, "lang": "km"}),
        help_text=_("Whoever complained reads it, and anybody who has the reference number. Name nobody."),
    )
    closing_note_en = forms.CharField(
        label=_("Closing note in English"),
        required=False,
        max_length=COMPLAINT_LIMIT,
        widget=forms.Textarea({"rows": 3, "lang": "en"}),
    )
