"""What is reported of the zones."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotspots.models.zones import UsageSource, Zone


class UsageDayQuerySet(models.QuerySet):
    def during(self, period):
        return self.filter(day__gte=period.start, day__lt=period.end)

    def visible_to(self, user):
        return self.filter(user.area_condition("zone__venue__area", "hotspots.view_zone"))


class UsageDay(models.Model):
    """Usage of one zone on one local day, from one source: what is reported, and what stays when raw rows go.

    Rebuilt from the connection days whenever they change. `connections` and `estimated` count those that began
    that day; a device or visit that lasts over midnight is one of each day, so both are device-days and never
    people. The `forgotten_…` figures were counted before the pseudonyms of the day were emptied.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="usage_days", verbose_name=_("zone"))
    source = models.ForeignKey(
        UsageSource, models.PROTECT, related_name="usage_days", verbose_name=_("source")
    )
    day = models.DateField(_("day"), db_index=True)
    connections = models.PositiveIntegerField(_("connections"))
    devices = models.PositiveIntegerField(_("devices"))
    randomised_devices = models.PositiveIntegerField(_("devices with a randomised address"))
    visits = models.PositiveIntegerField(_("visits"))
    seconds = models.PositiveBigIntegerField(_("seconds"))
    bytes_up = models.PositiveBigIntegerField(_("bytes up"))
    bytes_down = models.PositiveBigIntegerField(_("bytes down"))
    estimated = models.PositiveIntegerField(_("connections with an estimated end"))
    forgotten_devices = models.PositiveIntegerField(default=0, editable=False)
    forgotten_randomised = models.PositiveIntegerField(default=0, editable=False)
    forgotten_visits = models.PositiveIntegerField(default=0, editable=False)
    rebuilt_at = models.DateTimeField(_("counted at"), default=timezone.now)

    objects = UsageDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        ordering = ["day", "zone"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "source", "day"], name="usage_day_unique"),
            models.CheckConstraint(
                condition=Q(randomised_devices__lte=F("devices")), name="usage_day_randomised_are_devices"
            ),
        ]

    def __str__(self):
        return f"{self.zone} {self.day}"

    @property
    def hours(self):
        """Device-hours, to one decimal."""
        return round(self.seconds / 3600, 1)

    @property
    def megabytes(self):
        """Bytes in both directions, in millions."""
        return round((self.bytes_up + self.bytes_down) / 1_000_000)
