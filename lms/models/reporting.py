"""Exports of reach: what was asked, by whom, with which result (R45)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.places import Area


class ReportRun(models.Model):
    """One export of the reach report. The hash of its data shows whether two runs say the same."""

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
