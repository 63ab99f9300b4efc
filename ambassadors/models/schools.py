"""Schools that ambassadors visit: what they are called officially, and how many pupils there are to reach."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import Gender, Venue

FIRST_GRADE, LAST_GRADE = 1, 12
GRADE_NOT_RECORDED = 0
PUPILS_LIMIT = 5_000
# The Ministry of Education opens the school year in the last months of a year; before August it is the old one.
YEAR_BEGINS_IN = 8


def school_year_of(day):
    """The year in which the school year of a day began: 2025 for a day in March 2026."""
    return day.year if day.month >= YEAR_BEGINS_IN else day.year - 1


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.view_school"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.change_school"))


class School(models.Model):
    """A venue that is a school. Of its pupils only numbers are known, never names (R52)."""

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="school", verbose_name=_("venue"))
    # Free text: the ministry's codes have changed their form before, and some schools have none yet.
    emis_code = models.CharField(
        _("EMIS code"), max_length=30, blank=True, help_text=_("As the ministry writes it; empty if unknown.")
    )
    first_grade = models.PositiveSmallIntegerField(
        _("lowest grade"),
        default=FIRST_GRADE,
        validators=[MinValueValidator(FIRST_GRADE), MaxValueValidator(LAST_GRADE)],
    )
    last_grade = models.PositiveSmallIntegerField(
        _("highest grade"),
        default=LAST_GRADE,
        validators=[MinValueValidator(FIRST_GRADE), MaxValueValidator(LAST_GRADE)],
    )
    contact_name = models.CharField(_("teacher to ask"), max_length=150, blank=True)
    contact_phone = models.CharField(
        _("phone of the teacher"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{6,14}$", _("Write the number as +855 and digits."))],
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["venue__name_en", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["emis_code"],
                condition=~Q(emis_code=""),
                name="school_emis_code_unique",
                violation_error_message=_("Another school has this EMIS code."),
            ),
            models.CheckConstraint(
                condition=Q(
                    first_grade__gte=FIRST_GRADE,
                    first_grade__lte=F("last_grade"),
                    last_grade__lte=LAST_GRADE,
                ),
                name="school_grades_are_in_order",
                violation_error_message=_("The lowest grade cannot be above the highest."),
            ),
        ]

    def __str__(self):
        return str(self.venue)

    @property
    def grades(self):
        return range(self.first_grade, self.last_grade + 1)

    def enrolled(self, *, on=None, grade=None):
        """Pupils enrolled in the school year of a day, or in one of its grades; None where nobody has said."""
        rows = self.enrolments.filter(school_year=school_year_of(on or timezone.localdate()))
        if grade is not None:
            rows = rows.filter(grade=grade)
        return rows.aggregate(total=Sum("count"))["total"]


class SchoolEnrolment(models.Model):
    """Pupils of one grade and gender in one school year; grade 0 says that the grade was not recorded."""

    school = models.ForeignKey(School, models.CASCADE, related_name="enrolments", verbose_name=_("school"))
    school_year = models.PositiveSmallIntegerField(_("school year that began in"))
    grade = models.PositiveSmallIntegerField(_("grade"), default=GRADE_NOT_RECORDED)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender)
    count = models.PositiveIntegerField(_("pupils"), validators=[MaxValueValidator(PUPILS_LIMIT)])

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["school", "-school_year", "grade", "gender"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "grade", "gender"], name="school_enrolment_said_once"
            ),
            models.CheckConstraint(
                condition=Q(gender__in=Gender.values), name="school_enrolment_gender_is_known_code"
            ),
            models.CheckConstraint(
                condition=Q(
                    school_year__gte=2000,
                    school_year__lte=2100,
                    grade__lte=LAST_GRADE,
                    count__lte=PUPILS_LIMIT,
                ),
                name="school_enrolment_is_plausible",
            ),
        ]

    def __str__(self):
        return f"{self.school_year} {self.grade} {self.gender}: {self.count}"
