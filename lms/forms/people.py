"""Joining, coming back, and correcting what is kept about oneself."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lms.forms.fields import (
    ChoiceOfOne,
    CodeField,
    NameField,
    NewPinField,
    PinField,
    YearField,
    pins_easily_guessed,
)
from lms.forms.phones import PhoneForm
from lms.models import AgeBand, Area, Consent, Gender
from lms.models.choices import MINOR_AGE_BANDS

OLDEST, YOUNGEST = 110, 3
# What is asked of oneself: not to be recorded is no answer.
GENDERS = [
    *((gender.value, gender.label) for gender in (Gender.FEMALE, Gender.MALE, Gender.ANOTHER)),
    (Gender.UNDISCLOSED.value, _("I do not want to say")),
]


class PersonForm(forms.Form):
    """Who somebody is: the least that has to be asked. Under 18 a grown-up has to agree (R52)."""

    NOT_MINOR = Consent.GivenBy.PERSON
    AGE = _("Your age")
    ASK_A_GROWN_UP = _("You are under 18: please ask a parent, guardian or teacher first.")

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
    gender = ChoiceOfOne(label=_("You are"), choices=GENDERS)
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
    given_by = ChoiceOfOne(
        label=_("Are you under 18?"),
        help_text=_("Then a parent, guardian or teacher has to agree. Please ask them now."),
        initial=NOT_MINOR,
        choices=[
            (NOT_MINOR.value, _("I am 18 or older")),
            (Consent.GivenBy.GUARDIAN.value, _("Under 18: my parent or guardian agrees")),
            (Consent.GivenBy.SCHOOL.value, _("Under 18: my teacher agrees")),
        ],
    )

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            raise forms.ValidationError(
                _("This year cannot be right. Please write it in four digits, such as 1990.")
            )
        return year

    def clean(self):
        cleaned = super().clean()
        if not {"birth_year", "age_band"} & self.errors.keys():
            self._clean_age(cleaned["birth_year"], cleaned["age_band"])
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
            self.add_error("given_by", self.ASK_A_GROWN_UP)

    def particulars(self):
        """{nickname, gender, birth_year, age_band, given_by} as the actions take them."""
        cleaned = self.cleaned_data
        year, band = cleaned["birth_year"], AgeBand(cleaned["age_band"] or AgeBand.NOT_RECORDED)
        stated = AgeBand.of_age(timezone.localdate().year - year) if year else band
        is_grown_up = stated not in MINOR_AGE_BANDS and stated != AgeBand.NOT_RECORDED
        return {
            "nickname": cleaned["nickname"],
            "gender": cleaned["gender"],
            "birth_year": year,
            "age_band": band,
            "given_by": self.NOT_MINOR if is_grown_up else cleaned["given_by"],
        }


class AgreeingForm(PersonForm):
    """Who somebody is, and the agreement to keep it, in the very words that were read (R50)."""

    consent_version = forms.IntegerField(widget=forms.HiddenInput)
    consent = ChoiceOfOne(
        label=_("Do you agree?"), choices=[("yes", _("Yes, I agree")), ("no", _("No, I do not agree"))]
    )

    def __init__(self, *args, consent_text, initial=None, **kwargs):
        self.consent_text = consent_text
        super().__init__(*args, initial={"consent_version": consent_text.version} | (initial or {}), **kwargs)

    @property
    def is_refused(self):
        """Somebody who does not agree need not answer anything else."""
        return self.is_bound and self.data.get("consent") == "no"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent_version") != self.consent_text.version:
            # The page shows the new text by itself; what was agreed to has to be what was read.
            self.data = self.data.copy()
            self.data["consent_version"] = self.consent_text.version
            self.add_error("consent", _("This text has changed. Please read it again."))
        return cleaned

    def registration(self):
        """What `register` takes of this form."""
        return self.particulars() | {"pin": self.cleaned_data["pin"]}


class JoinForm(PhoneForm, AgreeingForm):
    """Keeping one's progress: who one is, a PIN, and the agreement."""

    pin = NewPinField(label=_("PIN"), help_text=_("Choose 4 to 6 digits that only you know."))
    pin_again = PinField(label=_("The same PIN once more"))

    def clean(self):
        cleaned = super().clean()
        if {"pin", "pin_again"} <= cleaned.keys() and cleaned["pin"] != cleaned["pin_again"]:
            self.add_error("pin_again", _("The two PINs are not the same. Please type both again."))
        return cleaned


class JoinWithoutNetworkForm(JoinForm):
    """The same form as a phone shows it without a network: its inputs say themselves what can be said there."""

    # What the phone says beside an input; the rest is judged when it is sent (lms.sync.kinds.registration).
    SAID = {
        "nickname": _("Please write a name."),
        "gender": _("Please choose one."),
        "birth_year": _("Please write your year of birth, choose your age, or say that you do not want to."),
        "given_by": PersonForm.ASK_A_GROWN_UP,
        "pin": _("Choose 4 to 6 digits that are not easy to guess."),
        "pin_again": _("The two PINs are not the same. Please type both again."),
        "consent": _("Without your agreement nothing can be kept. All lessons stay open to you."),
    }

    def __init__(self, *, consent_text):
        super().__init__(consent_text=consent_text)
        # Who does not agree need not send anything.
        self.fields["consent"].choices = self.fields["consent"].choices[:1]
        self.fields["birth_year"].widget.attrs["pattern"] = "[0-9\u17e0-\u17e9]{4}"
        self.fields["pin"].widget.attrs["pattern"] = (
            f"(?!({'|'.join(pins_easily_guessed())})$)[0-9\u17e0-\u17e9]{{4,6}}"
        )


class GenderForm(forms.Form):
    """What a guest says for the counts, without joining."""

    gender = ChoiceOfOne(label=_("You are"), choices=GENDERS)


class SignInForm(PhoneForm):
    """Coming back on any phone."""

    code = CodeField(
        label=_("Your code"), help_text=_("Six letters and digits. Large or small letters are the same.")
    )
    pin = PinField(label=_("PIN"))


class OwnPinForm(forms.Form):
    """Somebody who is signed in shows that it is them, before what cannot be taken back."""

    pin = PinField(label=_("Your PIN"))


class CorrectForm(PersonForm):
    """Correcting what is kept about oneself (R53)."""

    commune = forms.ModelChoiceField(
        label=_("Commune where you live"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("I do not want to say"),
        error_messages={"invalid_choice": _("Please choose one.")},
    )

    def __init__(self, *args, person, **kwargs):
        self.person = person
        agreed = person.consents.filter(purpose="progress", withdrawn_at=None).first()
        initial = {
            "nickname": person.name,
            "gender": person.gender,
            "birth_year": person.birth_year,
            "age_band": "" if person.birth_year else person.age_band,
            "given_by": agreed.given_by if agreed else self.NOT_MINOR,
            "commune": person.commune_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        communes = Area.objects.current().filter(level=Area.Level.COMMUNE)
        if person.commune_id:
            communes = communes | Area.objects.filter(pk=person.commune_id)
        self.fields["commune"].queryset = communes
        self.fields["commune"].label_from_instance = commune_name

    def particulars(self):
        return super().particulars() | {"commune": self.cleaned_data["commune"]}


def commune_name(area):
    """Numbered communes need the word: "Sangkat Buon"."""
    return f"{capfirst(area.get_kind_display())} {area.name}"
