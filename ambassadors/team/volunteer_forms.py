"""The form with which somebody applies to become a digital ambassador: the least that a coordinator needs."""

import uuid
from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import SpokenLanguage
from ambassadors.models.applications import NAME_LIMIT
from lms.forms.fields import REQUIRED, ChoiceOfOne, NameField, YearField
from lms.forms.people import OLDEST, commune_name
from lms.imports.values import phone as phone_number
from lms.khmer import has_khmer
from lms.models import AgeBand, Area, Gender, Partner, Venue
from lms.models.choices import MINOR_AGE_BANDS

CHOOSE_ONE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}


def own_name(label, autocomplete):
    return NameField(
        label=label,
        max_length=NAME_LIMIT,
        widget=forms.TextInput({"class": "input", "autocomplete": autocomplete}),
        error_messages={"required": REQUIRED, "max_length": _("This name is too long.")},
    )


class PhoneField(forms.CharField):
    """A phone number as people write it; gives +855 and digits."""

    widget = forms.TextInput({"class": "input", "type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value):
        typed = super().clean(value)
        try:
            return phone_number(typed)
        except forms.ValidationError:
            raise forms.ValidationError(_("This is no phone number. Write it like 012 345 678.")) from None


class CommuneChoices(forms.ModelChoiceField):
    """Communes under the name of their district; asked for once, when the form is drawn."""

    def label_from_instance(self, area):
        return commune_name(area)

    @property
    def grouped(self):
        by_district = groupby(self.queryset, key=lambda area: area.parent)
        return [
            (district.name, [(area.pk, commune_name(area)) for area in areas])
            for district, areas in by_district
        ]


class ApplicationForm(forms.Form):
    """Who somebody is and how to call them, and the agreement to keep it, in the very words that were read (R50)."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": REQUIRED})
    family_name = own_name(_("Family name"), "family-name")
    given_name = own_name(_("Given name"), "given-name")
    gender = ChoiceOfOne(
        label=_("You are"),
        required=False,
        choices=[
            *((gender.value, gender.label) for gender in (Gender.FEMALE, Gender.MALE, Gender.ANOTHER)),
            (Gender.UNDISCLOSED.value, _("I do not want to say")),
        ],
    )
    birth_year = YearField(
        label=_("Year of birth"),
        error_messages={
            "required": REQUIRED,
            "invalid": _("Please write the year in four digits, such as 1990."),
        },
    )
    area = CommuneChoices(
        Area.objects.none(),
        label=_("Commune where you live"),
        widget=forms.Select({"class": "input"}),
        empty_label=_("Choose your commune"),
        error_messages=CHOOSE_ONE,
    )
    languages = forms.ModelMultipleChoiceField(
        SpokenLanguage.objects.all(),
        label=_("Which languages can you teach in?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose at least one."),
            "invalid_choice": _("Please choose one."),
        },
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label=_("Do you come from one of these organisations?"),
        required=False,
        widget=forms.Select({"class": "input"}),
        empty_label=_("No, from none of these"),
        error_messages=CHOOSE_ONE,
    )
    phone = PhoneField(
        label=_("Phone number"),
        help_text=_("Your coordinator calls you there. It is used for nothing else."),
        max_length=40,
        error_messages={
            "required": REQUIRED,
            "max_length": _("This is no phone number. Write it like 012 345 678."),
        },
    )
    is_me = forms.BooleanField(required=False)
    consent_version = forms.IntegerField(widget=forms.HiddenInput)
    consent = ChoiceOfOne(
        label=_("Do you agree?"), choices=[("yes", _("Yes, I agree")), ("no", _("No, I do not agree"))]
    )

    def __init__(self, data=None, *, consent_text, person=None):
        super().__init__(data, initial={"id": uuid.uuid4(), "consent_version": consent_text.version})
        self.consent_text, self.person = consent_text, person
        self.is_too_young = False
        communes = communes_of_the_programme()
        self.fields["area"].queryset = communes
        self.fields["area"].widget.choices = [("", _("Choose your commune")), *self.fields["area"].grouped]
        if person is None:
            del self.fields["is_me"]
        else:
            self.fields["is_me"].label = _("I am “%(name)s”, who learns here") % {"name": person.name}
            self.fields["is_me"].help_text = _("Then the lessons you have done already count.")
        if not Partner.objects.exists():
            del self.fields["partner"]

    @property
    def is_refused(self):
        """Somebody who does not agree need not answer anything else."""
        return self.is_bound and self.data.get("consent") == "no"

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], timezone.localdate().year
        if not this_year - OLDEST <= year <= this_year:
            raise forms.ValidationError(
                _("This year cannot be right. Please write it in four digits, such as 1990.")
            )
        self.is_too_young = AgeBand.of_age(this_year - year) in MINOR_AGE_BANDS
        return year

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get("family_name"), cleaned.get("given_name")]
        if all(names) and has_khmer(names[0]) != has_khmer(names[1]):
            self.add_error("given_name", _("Write both names in Khmer letters, or both in Latin letters."))
        if cleaned.get("consent_version") != self.consent_text.version:
            # The page shows the new text by itself; what was agreed to has to be what was read.
            self.data = self.data.copy()
            self.data["consent_version"] = self.consent_text.version
            self.add_error("consent", _("This text has changed. Please read it again."))
        return cleaned

    @property
    def details(self):
        """Keyword arguments of ambassadors.team.application_actions.receive_application."""
        cleaned = self.cleaned_data
        kept = ("family_name", "given_name", "birth_year", "area", "languages", "phone")
        return {name: cleaned[name] for name in kept} | {
            "id": cleaned["id"] or uuid.uuid4(),
            "gender": cleaned["gender"] or Gender.NOT_RECORDED,
            "partner": cleaned.get("partner"),
            "person": self.person if cleaned.get("is_me") else None,
        }


def communes_of_the_programme():
    """The communes of today in the provinces where there is a venue; all of them before the first."""
    communes = Area.objects.current().filter(level=Area.Level.COMMUNE).select_related("parent")
    of_venues = Venue.objects.order_by()
    at_work = communes.filter(
        Q(parent__parent__in=of_venues.values("area__parent__parent"))
        | Q(parent__parent__in=of_venues.values("area__parent__parent__parent"))
    )
    found = at_work if at_work.exists() else communes
    return found.order_by("parent__code", "code")
