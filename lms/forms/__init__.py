"""The forms of learners. Each takes what was typed and gives domain types."""

from lms.forms.complaints import ComplaintForm
from lms.forms.fields import is_easily_guessed
from lms.forms.people import (
    GENDERS,
    AgreeingForm,
    CorrectForm,
    GenderForm,
    JoinForm,
    JoinWithoutNetworkForm,
    OwnPinForm,
    PersonForm,
    SignInForm,
)
from lms.forms.phones import PhoneForm
from lms.forms.six_questions import SixQuestionsForm

__all__ = [
    "GENDERS",
    "AgreeingForm",
    "ComplaintForm",
    "CorrectForm",
    "GenderForm",
    "JoinForm",
    "JoinWithoutNetworkForm",
    "OwnPinForm",
    "PersonForm",
    "PhoneForm",
    "SignInForm",
    "SixQuestionsForm",
    "is_easily_guessed",
]
