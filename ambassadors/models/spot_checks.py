"""Spot checks: a few training sessions drawn by lot, whose venues are asked whether they took place."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import NOTE_LIMIT, TrainingSession


class SpotCheckSample(models.Model):
    """One draw. Seed and candidates are kept, so that anybody can draw again and find the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week_from = models.DateField(_("week from"))
    seed = models.CharField(_("seed"), max_length=32)
    candidates = models.JSONField(_("drawn from"), help_text=_("Ids in order."))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("spot-check sample")
        verbose_name_plural = _("spot-check samples")
        ordering = ["-drawn_at"]

    def __str__(self):
        return f"{self.week_from:%d/%m/%Y}, {self.seed}"


class SpotCheckQuerySet(models.QuerySet):
    def open(self):
        return self.filter(result=SpotCheck.Result.OPEN)

    def open_first(self):
        """What is still to be asked, then what was not confirmed; the latest draw first among each."""
        results = [SpotCheck.Result.OPEN, SpotCheck.Result.NOT_CONFIRMED]
        rank = models.Case(*(models.When(result=each, then=n) for n, each in enumerate(results)), default=2)
        return self.order_by(rank, "-sample__drawn_at", "pk")

    def visible_to(self, user):
        return self.filter(
            user.area_condition("training_session__venue__area", "ambassadors.view_trainingsession")
        )

    def recordable_by(self, user):
        return self.filter(
            user.area_condition("training_session__venue__area", "ambassadors.review_trainingsession")
        )


class SpotCheck(models.Model):
    """Asking once more about one training session that looked right, and what the answer was."""

    class Result(models.TextChoices):
        OPEN = "open", _("to be asked")
        CONFIRMED = "confirmed", _("confirmed")
        NOT_CONFIRMED = "not_confirmed", _("not confirmed")

    sample = models.ForeignKey(
        SpotCheckSample, models.CASCADE, related_name="checks", verbose_name=_("spot-check sample")
    )
    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="spot_checks", verbose_name=_("training session")
    )
    result = models.CharField(_("result"), max_length=15, choices=Result, default=Result.OPEN)
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LIMIT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        ordering = ["-sample__drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "training_session"], name="spot_check_once_in_a_sample"
            ),
            models.CheckConstraint(
                condition=Q(result="open", by=None, at=None)
                | (~Q(result="open") & Q(by__isnull=False, at__isnull=False)),
                name="spot_check_result_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(result="not_confirmed") | ~Q(note=""), name="spot_check_not_confirmed_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.training_session}: {self.get_result_display()}"

    @property
    def leads_to_a_decision(self):
        """What was not confirmed counts, or may come to count."""
        counts = (TrainingSession.Status.SUBMITTED, TrainingSession.Status.VERIFIED)
        return self.result == self.Result.NOT_CONFIRMED and self.training_session.status in counts
