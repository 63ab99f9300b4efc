"""What a phone adds to a form by itself: the guest it has worked as so far."""

import uuid

from django import forms

from lms.models import SubmitKey


class PhoneForm(forms.Form):
    """Two hidden fields that a script fills in; without it, or damaged, they are as good as absent."""

    guest = forms.Field(required=False, widget=forms.HiddenInput)
    submit_key = forms.Field(required=False, widget=forms.HiddenInput)

    @property
    def phone(self):
        """{guest: UUID, key: text} as the phone made them, or None."""
        return phone_of(self.data.get("guest"), self.data.get("submit_key"))


def phone_of(guest, key):
    """{guest: UUID, key: text} if both are what a phone of ours makes, else None."""
    if not (isinstance(key, str) and SubmitKey.sha256_of(key)):
        return None
    try:
        return {"guest": uuid.UUID(guest), "key": key}
    except (AttributeError, TypeError, ValueError):
        return None
