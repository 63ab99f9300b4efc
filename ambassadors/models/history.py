"""What was sent about a training session, and what was decided about it."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import TrainingSession


class TrainingSessionRevision(models.Model):
    """What was sent, exactly, each time it was sent with other content; the source of every figure of a session.

    Only the location goes after a while (ambassadors.sessions.forgetting). `content_sha256` is that of what was sent,
    so that the same content is known again for ever.
    """

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="revisions", verbose_name=_("training session")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    payload = models.JSONField(_("content"))
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["training_session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "number"], name="training_session_revision_number_unique"
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id} {self.number}"

    @property
    def as_text(self):
        """The content, readable for staff."""
        return json.dumps(self.payload, ensure_ascii=False, indent=2)


class ReviewEvent(models.Model):
    """One decision about a training session: who, when, why, and about which revision. Never changed.

    Most kinds leave the session in the state of the same name; `NOTED` leave it in the state it had.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        VERIFIED = "verified", _("verified")
        RETURNED = "returned", _("returned")
        REJECTED = "rejected", _("rejected")
        DUPLICATE = "duplicate", _("marked as duplicate")
        REOPENED = "reopened", _("no duplicate after all")
        CHECKED = "checked", _("verified once, a second person has to")
        PLACED = "placed", _("venue chosen")
        SETTLED = "settled", _("chosen between two versions")

    NOTED = (Kind.CHECKED, Kind.PLACED, Kind.SETTLED)
    ANSWERED_BY_AMBASSADOR = (Kind.RETURNED, Kind.REJECTED)
    FINAL = (Kind.VERIFIED, Kind.REJECTED, Kind.DUPLICATE)

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="review_events", verbose_name=_("training session")
    )
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    revision_number = models.PositiveSmallIntegerField(_("revision"))
    duplicate_of = models.ForeignKey(
        TrainingSession,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("duplicate of"),
    )
    # Null where the programme's own policy decided, which `reason` then names.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("review event")
        verbose_name_plural = _("review events")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "rejected"]) | ~Q(reason=""),
                name="review_event_returns_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | (Q(kind="verified") & ~Q(reason="")),
                name="review_event_names_a_person_or_a_policy",
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id} {self.kind}"

    @property
    def actor(self):
        """Who decided, for people to read: a person, or Sala itself."""
        return str(self.by) if self.by_id else _("Sala, by the review policy")
