"""Forms with several buttons, of which one decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

CHOOSE = _("Choose one of the buttons.")


class ButtonField(forms.ChoiceField):
    """Which of its buttons a form was sent with."""

    default_error_messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
