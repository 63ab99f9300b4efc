"""How many women and men are seen at a zone: the one way, beside a voluntary question, to know who uses it (R37)."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotspots.models.zones import Zone

OBSERVED_LIMIT = 2_000
MINUTES_LIMIT = 720


class ObservationCountQuerySet(models.QuerySet):
    def during(self, period):
        return self.filter(counted_on__gte=period.start, counted_on__lt=period.end)

    def visible_to(self, user):
        return self.filter(user.area_condition("zone__venue__area", "hotspots.view_zone"))


class ObservationCount(models.Model):
    """People somebody saw using a zone within some minutes, as counted by eye: a sample, dated, of nobody by name.

    Who could not be told is counted as unknown and shown as a share of the sample. It is added to no other measure: the
    same people come back, and most are never seen. The id is made on the phone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="observation_counts", verbose_name=_("zone"))
    counted_on = models.DateField(_("date"), db_index=True)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MINUTES_LIMIT)]
    )
    female = models.PositiveSmallIntegerField(_("women and girls"), default=0)
    male = models.PositiveSmallIntegerField(_("men and boys"), default=0)
    unknown = models.PositiveSmallIntegerField(_("could not be told"), default=0)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("counted by")
    )
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    objects = ObservationCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation count")
        verbose_name_plural = _("observation counts")
        ordering = ["-counted_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    female__lte=OBSERVED_LIMIT, male__lte=OBSERVED_LIMIT, unknown__lte=OBSERVED_LIMIT
                ),
                name="observation_count_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MINUTES_LIMIT),
                name="observation_minutes_are_plausible",
            ),
        ]

    def __str__(self):
        return f"{self.zone} {self.counted_on:%d/%m/%Y}"

    @property
    def sample_size(self):
        return self.female + self.male + self.unknown

    @property
    def unknown_share(self):
        """Percent of the sample, rounded; None where nobody was seen."""
        return round(100 * self.unknown / self.sample_size) if self.sample_size else None
