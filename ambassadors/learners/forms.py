"""Forms with which an ambassador helps a learner who is present: joining, and a new PIN."""

import re
import secrets
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.forms import AgreeingForm, is_easily_guessed
from lms.forms.fields import ChoiceOfOne, CodeField, NewPinField
from lms.models import Consent, LearnerCard, Person

PIN_HELP = _("Hand the phone to the learner and look away. Left empty, Sala chooses a PIN and shows it once.")


def random_pin():
    """Four random digits that are not easily guessed."""
    while is_easily_guessed(pin := f"{secrets.randbelow(10_000):04d}"):
        pass
    return pin


class SparePinForm(forms.Form):
    """A PIN that the learner types, or else the one hidden in the form: a second tap must not make another."""

    spare_pin = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"spare_pin": random_pin()} | (initial or {}), **kwargs)

    def clean_spare_pin(self):
        spare = str(self.cleaned_data.get("spare_pin") or "")
        return spare if re.fullmatch("[0-9]{4}", spare) and not is_easily_guessed(spare) else random_pin()

    @property
    def pin(self):
        return self.cleaned_data["pin"] or self.cleaned_data["spare_pin"]

    @property
    def pin_to_show(self):
        """The PIN if Sala chose it, else None: what the learner typed is nobody else's business."""
        return None if self.cleaned_data["pin"] else self.cleaned_data["spare_pin"]


class EnrolForm(SparePinForm, AgreeingForm):
    """Somebody joins with an ambassador's help, after the text was read to them (R12, R52)."""

    AGE = _("The learner's age")
    ASK_A_GROWN_UP = _("The learner is under 18: a parent, guardian or teacher has to agree first.")

    id = forms.Field(required=False, widget=forms.HiddenInput)
    given_by = ChoiceOfOne(
        label=_("Is the learner under 18?"),
        help_text=_("Then a parent, guardian or teacher has to agree. Please ask them now."),
        initial=Consent.GivenBy.PERSON,
        choices=[
            (Consent.GivenBy.PERSON.value, _("18 or older")),
            (Consent.GivenBy.GUARDIAN.value, _("Under 18: the parent or guardian agrees")),
            (Consent.GivenBy.SCHOOL.value, _("Under 18: the teacher agrees")),
        ],
    )
    consent = ChoiceOfOne(
        label=_("Read the text aloud. Does the learner agree?"),
        choices=[("yes", _("Yes, the learner agrees")), ("no", _("No, the learner does not agree"))],
    )
    pin = NewPinField(label=_("PIN, typed by the learner"), help_text=PIN_HELP, required=False)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"id": uuid.uuid4()} | (initial or {}), **kwargs)
        self.fields["nickname"].help_text = _(
            "The name the learner wants to see. It need not be the real name."
        )
        self.fields["age_band"].label = _("or the age")
        self.fields["gender"].label = _("The learner is")

    def clean_id(self):
        """The id under which this form registers once, however often it is sent."""
        try:
            return uuid.UUID(str(self.cleaned_data["id"]))
        except ValueError:
            return uuid.uuid4()

    def registration(self):
        return super().registration() | {"pin": self.pin, "id": self.cleaned_data["id"]}


class NewPinForm(SparePinForm):
    """A new PIN for a learner who is present: with the card in hand, or one the ambassador enrolled."""

    code = CodeField(
        label=_("Code on the learner's card"),
        help_text=_("Six letters and digits. Large or small letters are the same."),
        required=False,
    )
    person = forms.ModelChoiceField(
        label=_("or a learner you enrolled"),
        help_text=_("For somebody who has lost the card."),
        queryset=Person.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Please choose one.")},
    )
    reason = ChoiceOfOne(
        label=_("Why?"),
        help_text=_(
            "If somebody else knows the PIN or the card is lost, the learner is signed out on every phone. What waits "
            "there to be sent is kept until the learner signs in again."
        ),
        choices=[
            ("forgotten", _("The PIN is forgotten")),
            ("seen", _("Somebody else knows the PIN")),
            ("lost", _("The card is lost")),
        ],
    )
    pin = NewPinField(label=_("New PIN, typed by the learner"), help_text=PIN_HELP, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        enrolled = Person.objects.known().filter(enrolled_by=user, learner_card__isnull=False)
        self.fields["person"].queryset = enrolled.select_related("learner_card").order_by("-registered_at")
        self.fields["person"].empty_label = _("Nobody of them")

    def clean(self):
        cleaned = super().clean()
        if {"code", "person"} & self.errors.keys():
            return cleaned
        code, person = cleaned["code"], cleaned["person"]
        if bool(code) == bool(person):
            self.add_error("code", _("Type the code on the card, or choose a learner below: one of the two."))
            return cleaned
        cards = LearnerCard.objects.select_related("person")
        cleaned["card"] = cards.filter(code=code).first() if code else person.learner_card
        if cleaned["card"] is None:
            self.add_error("code", _("There is no card with this code. Please look at it once more."))
        return cleaned
