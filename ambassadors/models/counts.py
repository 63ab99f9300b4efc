"""Who took part in a training session: heads counted, and people named."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import HEADCOUNT_LIMIT, TrainingSession
from lms.models import AgeBand, Gender, Person


class HeadcountCell(models.Model):
    """People counted without names in one training session, of one gender and age band.

    Every total is a sum of cells; people whose attendance was taken by name are not counted here again.
    """

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="headcount_cells", verbose_name=_("training session")
    )
    gender = models.CharField(_("gender"), max_length=12, choices=Gender)
    age_band = models.CharField(_("age band"), max_length=12, choices=AgeBand)
    count = models.PositiveSmallIntegerField(_("count"))

    class Meta:
        verbose_name = _("headcount cell")
        verbose_name_plural = _("headcount cells")
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "gender", "age_band"], name="headcount_cell_unique"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=HEADCOUNT_LIMIT),
                name="headcount_cell_count_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=Gender.values, age_band__in=AgeBand.values),
                name="headcount_cell_codes_are_known",
            ),
        ]

    def __str__(self):
        return f"{self.gender} {self.age_band}: {self.count}"


class AttendanceQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(training_session__status=TrainingSession.Status.VERIFIED)

    def without_card(self):
        """Of people whom no code names, for their data was deleted; they stay counted."""
        return self.filter(person__learner_card=None)

    def during(self, period):
        return self.filter(
            training_session__held_on__gte=period.start, training_session__held_on__lt=period.end
        )


class Attendance(models.Model):
    """One named person at one training session."""

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="attendances", verbose_name=_("training session")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", verbose_name=_("person"))
    # The ambassador says that they agreed to be written down by name (R26); false where nobody said so.
    has_consent = models.BooleanField(_("agreed to be named"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "person"], name="person_attends_training_session_once"
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id}: {self.person_id}"
