"""What learners type: names, years, codes and PINs, in Khmer or Latin letters and digits."""

import re
import unicodedata
from itertools import pairwise

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.khmer import normalise, search_key, to_latin_digits
from lms.models.people import CODE_ALPHABET, CODE_LENGTH
from lms.widgets import PinInput

REQUIRED = _("Please fill this in.")


class NameField(forms.CharField):
    """A name as its owner types it: tidied (lms.khmer.normalise), never shortened or reinterpreted."""

    def to_python(self, value):
        value = " ".join(normalise(super().to_python(value) or "").split())
        return value if search_key(value) else ""


class YearField(forms.IntegerField):
    """A year in Latin or Khmer digits."""

    widget = forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(to_latin_digits(value) if value else value)


class PinField(forms.CharField):
    """Four to six digits, Latin or Khmer."""

    widget = PinInput
    default_error_messages = {"invalid": _("A PIN has 4 to 6 digits."), "required": REQUIRED}

    def to_python(self, value):
        return re.sub(r"\s", "", to_latin_digits(super().to_python(value) or ""))

    def validate(self, value):
        super().validate(value)
        if value and not re.fullmatch("[0-9]{4,6}", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class NewPinField(PinField):
    """A PIN that is being chosen."""

    default_error_messages = {"guessed": _("This PIN is easy to guess. Please choose other digits.")}

    def validate(self, value):
        super().validate(value)
        if is_easily_guessed(value):
            raise forms.ValidationError(self.error_messages["guessed"], code="guessed")


class CodeField(forms.CharField):
    """The code of a learner card: capitals or small letters, with or without spaces and dashes.

    The alphabet leaves out every character that is easily taken for another, so a character outside it could stand
    for several: the person is asked to look again rather than guessed at.
    """

    widget = forms.TextInput(
        attrs={
            "class": "input pin",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
    )
    default_error_messages = {
        "invalid": _("A code has six letters and digits. Please look at it once more."),
        "required": REQUIRED,
    }

    def to_python(self, value):
        value = unicodedata.normalize("NFKC", to_latin_digits(super().to_python(value) or ""))
        return re.sub(r"[\W_]", "", value).upper()

    def validate(self, value):
        super().validate(value)
        if value and not re.fullmatch(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def is_easily_guessed(pin):
    """One digit repeated, or digits in a row such as 1234 and 9876."""
    steps = {int(second) - int(first) for first, second in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


def pins_easily_guessed():
    """Every PIN of four to six digits that is easily guessed."""
    rows = "0123456789", "9876543210", *(digit * 6 for digit in "0123456789")
    found = {row[start : start + length] for row in rows for length in (4, 5, 6) for start in range(len(row))}
    return sorted(pin for pin in found if len(pin) >= 4)


class ChoiceOfOne(forms.ChoiceField):
    """One of a few, as cards to tap."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}
