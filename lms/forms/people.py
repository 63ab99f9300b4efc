"""What learners type: names, years, codes and PINs, in Khmer or Latin letters and digits."""

import re
import unicodedata
from itertools import pairwise

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.khmer import normalise, search_key, to_latin_digits
from lms.models import AgeBand, Consent, Gender
from lms.models.choices import MINOR_AGE_BANDS
from lms.models.people import CODE_ALPHABET, CODE_LENGTH
from lms.widgets import PinInput

OLDEST, YOUNGEST = 110, 3
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
        if not re.fullmatch("[0-9]{4,6}", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class CodeField(forms.CharField):
    """The code of a learner card: capitals or small letters, with or without spaces and dashes.

    The alphabet leaves out every character that is easily taken for another, so a character outside it could stand
    for several: the person is asked to look again rather than guessed at.
    """

    default_error_messages = {
        "invalid": _("A code has six letters and digits. Please look at it once more."),
        "required": REQUIRED,
    }

    def to_python(self, value):
        value = unicodedata.normalize("NFKC", to_latin_digits(super().to_python(value) or ""))
        return re.sub(r"[\W_]", "", value).upper()

    def validate(self, value):
        super().validate(value)
        if not re.fullmatch(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def is_easily_guessed(pin):
    """One digit repeated, or digits in a row such as 1234 and 9876."""
    steps = {int(second) - int(first) for first, second in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


class JoinForm(forms.Form):
    """Keeping one's progress: the least that has to be asked, and the agreement to keep it."""

    NOT_MINOR = Consent.GivenBy.PERSON

    nickname = NameField(
        label=_("Nickname"),
        help_text=_("The name you want to see here. It need not be your real name."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "nickname"}),
        error_messages={
            "required": _("Please write a name."),
            "max_length": _("Please write a shorter name, of at most 40 characters."),
        },
    )
    gender = forms.ChoiceField(
        label=_("You are"),
        choices=[
            *((gender.value, gender.label) for gender in (Gender.FEMALE, Gender.MALE, Gender.ANOTHER)),
            (Gender.UNDISCLOSED.value, _("I do not want to say")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    birth_year = YearField(
        label=_("Year of birth"),
        required=False,
        error_messages={"invalid": _("Please write the year in four digits, such as 1990.")},
    )
    age_band = forms.ChoiceField(
        label=_("or your age"),
        required=False,
        choices=[
            ("", _("Choose your age")),
            *((band.value, band.label) for band in AgeBand if band != AgeBand.NOT_RECORDED),
            (AgeBand.NOT_RECORDED.value, _("I do not want to say")),
        ],
        error_messages={"invalid_choice": _("Please choose one.")},
    )
    given_by = forms.ChoiceField(
        label=_("Are you under 18?"),
        help_text=_("Then a parent, guardian or teacher has to agree. Please ask them now."),
        initial=NOT_MINOR,
        choices=[
            (NOT_MINOR.value, _("I am 18 or older")),
            (Consent.GivenBy.GUARDIAN.value, _("Under 18: my parent or guardian agrees")),
            (Consent.GivenBy.SCHOOL.value, _("Under 18: my teacher agrees")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    pin = PinField(label=_("PIN"), help_text=_("Choose 4 to 6 digits that only you know."))
    pin_again = PinField(label=_("The same PIN once more"))
    consent_version = forms.IntegerField(widget=forms.HiddenInput)
    consent = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, I agree")), ("no", _("No, I do not agree"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )

    def __init__(self, *args, consent_text, **kwargs):
        self.consent_text = consent_text
        super().__init__(*args, initial={"consent_version": consent_text.version}, **kwargs)

    @property
    def is_refused(self):
        """Somebody who does not agree need not answer anything else."""
        return self.is_bound and self.data.get("consent") == "no"

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            raise forms.ValidationError(
                _("This year cannot be right. Please write it in four digits, such as 1990.")
            )
        return year

    def clean_pin(self):
        pin = self.cleaned_data["pin"]
        if is_easily_guessed(pin):
            raise forms.ValidationError(_("This PIN is easy to guess. Please choose other digits."))
        return pin

    def clean(self):
        cleaned = super().clean()
        if not {"birth_year", "age_band"} & self.errors.keys():
            self._clean_age(cleaned["birth_year"], cleaned["age_band"])
        if {"pin", "pin_again"} <= cleaned.keys() and cleaned["pin"] != cleaned["pin_again"]:
            self.add_error("pin_again", _("The two PINs are not the same. Please type both again."))
        if cleaned.get("consent_version") != self.consent_text.version:
            # The page shows the new text by itself; what was agreed to has to be what was read.
            self.data = self.data.copy()
            self.data["consent_version"] = self.consent_text.version
            self.add_error("consent", _("This text has changed. Please read it again."))
        return cleaned

    def _clean_age(self, year, band):
        by_year = AgeBand.of_age(timezone.localdate().year - year) if year else None
        if not year and not band:
            self.add_error(
                "birth_year",
                _("Please write your year of birth, choose your age, or say that you do not want to."),
            )
        elif year and band not in ("", by_year, AgeBand.NOT_RECORDED):
            self.add_error("birth_year", _("The year of birth and the age do not fit together."))
        elif (by_year or band) in MINOR_AGE_BANDS and self.cleaned_data.get("given_by") == self.NOT_MINOR:
            self.add_error("given_by", _("You are under 18: please ask a parent, guardian or teacher first."))

    def registration(self):
        """What `register` takes of this form."""
        cleaned = self.cleaned_data
        year, band = cleaned["birth_year"], AgeBand(cleaned["age_band"] or AgeBand.NOT_RECORDED)
        stated = AgeBand.of_age(timezone.localdate().year - year) if year else band
        is_grown_up = stated not in MINOR_AGE_BANDS and stated != AgeBand.NOT_RECORDED
        return {
            "nickname": cleaned["nickname"],
            "gender": cleaned["gender"],
            "birth_year": year,
            "age_band": band,
            "pin": cleaned["pin"],
            "given_by": self.NOT_MINOR if is_grown_up else cleaned["given_by"],
        }


class SignInForm(forms.Form):
    """Coming back on any phone."""

    code = CodeField(
        label=_("Your code"),
        help_text=_("Six letters and digits. Large or small letters are the same."),
        widget=forms.TextInput(
            attrs={
                "class": "input pin",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    pin = PinField(label=_("PIN"))
