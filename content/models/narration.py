"""Texts of a lesson, read aloud and recorded."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NarrationQuerySet(models.QuerySet):
    def of_page(self, page):
        """The recordings of one page in its own language."""
        return self.filter(page_key=page.translation_key, language=page.locale.language_code)


class Narration(models.Model):
    """One text read aloud: it belongs to a block, a language and exactly these words.

    When the words change, the recording is stale and no longer played (content/narration.py).
    """

    page_key = models.UUIDField(_("page"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    block_id = models.CharField(_("part"), max_length=36)
    text_sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to="narration")
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField(_("size in bytes"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = NarrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("narration")
        verbose_name_plural = _("narrations")
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "language", "block_id", "text_sha256"],
                name="one_narration_of_the_same_words",
            )
        ]

    def __str__(self):
        return f"{self.page_key} {self.language} {self.block_id}"
