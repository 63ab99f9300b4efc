"""Exports: what was asked, by whom, with which result (R45); and the numbers too small to be shown (R44)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.places import Area


class MaskingThreshold(models.Model):
    """From how many people on a count is shown to an audience; smaller ones, except zero, are hidden (R44, R80)."""

    class Audience(models.TextChoices):
        PARTNER = "partner", _("partners and communes")
        PUBLIC = "public", _("the public")

    DEFAULTS = {Audience.PARTNER: 5, Audience.PUBLIC: 10}

    audience = models.CharField(_("shown to"), max_length=8, choices=Audience, unique=True)
    least = models.PositiveSmallIntegerField(_("smallest number shown"))

    class Meta:
        verbose_name = _("smallest number shown")
        verbose_name_plural = _("smallest numbers shown")
        ordering = ["audience"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least__gte=3, least__lte=100), name="masking_threshold_hides_single_people"
            ),
        ]

    def __str__(self):
        return f"{self.get_audience_display()}: {self.least}"

    @classmethod
    def of(cls, audience):
        """The threshold of an audience: as set, else the one of counting.md."""
        least = cls.objects.filter(audience=audience).values_list("least", flat=True).first()
        return cls.DEFAULTS[audience] if least is None else least


class ReportRun(models.Model):
    """One export: what was asked, by whom. The hash of its data shows whether two runs say the same."""

    class Kind(models.TextChoices):
        REACH = "reach", _("reach")
        ATTEMPTS = "attempts", _("attempts")

    kind = models.CharField(_("report"), max_length=8, choices=Kind, default=Kind.REACH)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period_label = models.CharField(_("period"), max_length=40)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until (not included)"))
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    as_of = models.DateTimeField(_("cut-off"))
    version = models.CharField(_("version of Sala"), max_length=20)
    data_sha256 = models.CharField(_("SHA-256 of the data"), max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("report run")
        verbose_name_plural = _("report runs")
        ordering = ["-made_at"]
        default_permissions = ["view"]
        permissions = [
            ("view_reach", "Can see the reach report"),
            ("export_reach", "Can export the reach report"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="report_run_period_is_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.period_label}, {self.id}"
