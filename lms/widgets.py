"""Inputs that are easy on a phone."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StepperInput(forms.NumberInput):
    """A whole number with − and + beside it; a plain number input where scripts do not run."""

    template_name = "components/stepper.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "input", "inputmode": "numeric", "min": 0, "step": 1} | (attrs or {}))


class PinInput(forms.PasswordInput):
    """A PIN of digits: number keys on the phone, pasting allowed, never shown again after an error."""

    def __init__(self, attrs=None):
        usual = {"class": "input pin", "inputmode": "numeric", "autocomplete": "off"}
        words = {"data-show": _("Show the PIN"), "data-hide": _("Hide the PIN")}
        super().__init__(usual | words | (attrs or {}))
