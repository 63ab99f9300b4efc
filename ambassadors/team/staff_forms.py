"""Who an ambassador is: the forms of the staff screens that enrol and correct one."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from ambassadors.models import Ambassador
from ambassadors.team.actions import change_ambassador, enrol_ambassador, may_give_password
from lms.models import Area, Person, User

PERSON_FIELDS = [
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "gender",
    "birth_year",
    "phone",
]


def asked_like(model, name, **options):
    """A form field for a field of another model, with all that the model's field refuses."""
    field = model._meta.get_field(name)
    return field.formfield(validators=field.validators, **options)


class AmbassadorForm(WagtailAdminModelForm):
    """An ambassador with the person behind; the coordinator may give a new password here."""

    family_name_km = asked_like(Person, "family_name_km")
    given_name_km = asked_like(Person, "given_name_km")
    family_name_latin = asked_like(Person, "family_name_latin")
    given_name_latin = asked_like(Person, "given_name_latin")
    gender = Person._meta.get_field("gender").formfield()
    birth_year = Person._meta.get_field("birth_year").formfield(localize=False)
    phone = asked_like(Person, "phone", help_text=_("Such as +85512345678."))
    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Only to replace a forgotten one."),
    )

    class Meta:
        model = Ambassador
        fields = ["area", "partner", "languages", "joined_on"]
        widgets = {"joined_on": AdminDateInput, "languages": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.current().filter(
            self.for_user.area_condition("pk", self.permission)
        )
        if self.instance.pk:
            for name in PERSON_FIELDS:
                self.initial[name] = getattr(self.instance.person, name)
        self.order_fields([*PERSON_FIELDS, *self.Meta.fields])

    permission = "ambassadors.change_ambassador"

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise ValidationError(_("This year of birth is not possible."))
        return year

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password)
            if not may_give_password(self.instance.person):
                raise ValidationError(
                    _("This person has other roles as well: an administrator has to do this.")
                )
        return password

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in PERSON_FIELDS[:4]):
            self.add_error("family_name_km", _("Write the name, in Khmer or in Latin letters."))
        return cleaned

    @property
    def details(self):
        return {
            "person_fields": {name: self.cleaned_data[name] for name in PERSON_FIELDS},
            "fields": {name: self.cleaned_data[name] for name in ("area", "partner", "joined_on")},
            "languages": self.cleaned_data["languages"],
            "by": self.for_user,
        }

    def save(self, commit=True):
        return change_ambassador(
            ambassador=self.instance, password=self.cleaned_data["new_password"], **self.details
        )


class EnrolmentForm(AmbassadorForm):
    """A new ambassador: a person, a sign-in and the role, at once."""

    username = asked_like(User, "username", label=_("User name"))
    new_password = forms.CharField(
        label=_("First password"),
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Hand it over in person."),
    )
    permission = "ambassadors.add_ambassador"

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("This user name is taken."))
        return username

    def clean_new_password(self):
        validate_password(self.cleaned_data["new_password"])
        return self.cleaned_data["new_password"]

    def save(self, commit=True):
        return enrol_ambassador(
            username=self.cleaned_data["username"],
            password=self.cleaned_data["new_password"],
            **self.details,
        )
