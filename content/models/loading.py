"""What course files put into pages."""

from django.conf import settings
from django.db import models
from wagtail.models import Page


class LoadedPage(models.Model):
    """What a course file last put into a page, so that an editor's later change is noticed and kept."""

    key = models.UUIDField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="page_loaded_once_per_language")
        ]

    def __str__(self):
        return f"{self.key} {self.language}"

    @property
    def was_edited(self):
        """True when somebody deleted, took back or changed the page after it was loaded."""
        return not (self.page and self.page.live and self.page.latest_revision_id == self.revision_id)
