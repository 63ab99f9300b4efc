"""The forms of learners. Each takes what was typed and gives domain types."""

from lms.forms.complaints import ComplaintForm
from lms.forms.fields import is_easily_guessed
from lms.forms.people import (
    AgreeingForm,
    CorrectForm,
    JoinForm,
    JoinWithoutNetworkForm,
    PersonForm,
    SignInForm,
)
from lms.forms.phones import PhoneForm

__all__ = [
    "AgreeingForm",
    "ComplaintForm",
    "CorrectForm",
    "JoinForm",
    "JoinWithoutNetworkForm",
    "PersonForm",
    "PhoneForm",
    "SignInForm",
    "is_easily_guessed",
]
