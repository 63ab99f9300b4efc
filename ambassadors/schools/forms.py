"""Forms of the staff screens about schools."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ambassadors.models import GRADE_NOT_RECORDED, PUPILS_LIMIT, School
from lms.khmer import normalise, to_latin_digits
from lms.models import Gender, Venue

GENDERS = [Gender.FEMALE, Gender.MALE, Gender.NOT_RECORDED]


class SchoolForm(WagtailAdminModelForm):
    """A venue of the own area becomes a school once; the EMIS code is tidied and may be left empty."""

    class Meta:
        model = School
        fields = ["venue", "emis_code", "first_grade", "last_grade", "contact_name", "contact_phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verb = "change" if self.instance.pk else "add"
        inside = self.for_user.area_condition("area", f"ambassadors.{verb}_school")
        venues = Venue.objects.filter(inside, school=self.instance if self.instance.pk else None)
        self.fields["venue"].queryset = venues.select_related("area").order_by("name_en")
        for name in ("first_grade", "last_grade"):
            self.fields[name].localize = False

    def clean_emis_code(self):
        return " ".join(to_latin_digits(normalise(self.cleaned_data["emis_code"])).split())

    def clean_contact_name(self):
        return normalise(self.cleaned_data["contact_name"])


class PupilsField(forms.IntegerField):
    """A number of pupils in Latin or Khmer digits; empty says that it was not recorded."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5})

    def to_python(self, value):
        return super().to_python(to_latin_digits(value) if value else value)


class EnrolmentTableForm(forms.Form):
    """Pupils by grade and gender in one school year."""

    def __init__(self, data=None, *, school, school_year):
        super().__init__(data)
        known = {
            (row.grade, row.gender): row.count for row in school.enrolments.filter(school_year=school_year)
        }
        outside = {grade for grade, _gender in known} - {*school.grades, GRADE_NOT_RECORDED}
        self.grades = [*sorted({*school.grades, *outside}), GRADE_NOT_RECORDED]
        for grade in self.grades:
            for gender in GENDERS:
                self.fields[f"{grade}.{gender}"] = PupilsField(
                    label=f"{grade_label(grade)}, {gender.label}",
                    required=False,
                    min_value=0,
                    max_value=PUPILS_LIMIT,
                    initial=known.get((grade, gender)),
                )

    def rows(self):
        """[(label of the grade, [bound field])]."""
        return [
            (grade_label(grade), [self[f"{grade}.{gender}"] for gender in GENDERS]) for grade in self.grades
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and all(count is None for count in cleaned.values()) and not self.initially_known:
            raise ValidationError(_("Write at least one number."))
        return cleaned

    @property
    def initially_known(self):
        return any(field.initial is not None for field in self.fields.values())

    def cells(self):
        """{(grade, gender): pupils or None}."""
        return {
            (grade, gender): self.cleaned_data[f"{grade}.{gender}"]
            for grade in self.grades
            for gender in GENDERS
        }


def grade_label(grade):
    if grade == GRADE_NOT_RECORDED:
        return _("Grade not recorded")
    return _("Grade %(grade)s") % {"grade": grade}
