"""What people are asked to agree to, and what each of them agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.models.choices import ConsentPurpose
from lms.models.people import Person


class ConsentTextQuerySet(models.QuerySet):
    def in_force(self, purpose, at=None):
        """The text people are asked to agree to now. Raises ConsentText.DoesNotExist where none is loaded."""
        return self.filter(purpose=purpose, valid_from__lte=at or timezone.now()).latest("version")


class ConsentText(models.Model):
    """What people are asked to agree to: one version, in both languages, never changed once used (R50)."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text_km = models.TextField(_("text in Khmer"))
    text_en = models.TextField(_("text in English"))
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_unique"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.version}"

    @property
    def text(self):
        return self.text_en if get_language() == "en" else self.text_km


class Consent(models.Model):
    """One person's agreement to one purpose; withdrawing closes it and keeps the record."""

    class GivenBy(models.TextChoices):
        PERSON = "person", _("the person")
        GUARDIAN = "guardian", _("a parent or guardian")
        SCHOOL = "school", _("the school")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("text"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    given_by = models.CharField(_("given by"), max_length=10, choices=GivenBy, default=GivenBy.PERSON)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_purpose_display()}"
