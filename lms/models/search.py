"""What search looks through."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class SearchEntry(models.Model):
    """One thing a learner can find: a course, a lesson, a word of the glossary or an information page.

    Made from a page when it is published (lms.search.index); `key` is its title, aim and text as they are compared
    (lms.search.words.searchable), one in a line. Whether the page may be read is asked of the page each time.
    """

    class Kind(models.TextChoices):
        WORD = "word", _("Word")
        COURSE = "course", _("Course")
        LESSON = "lesson", _("Lesson")
        PAGE = "page", _("Page")

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=6, choices=Kind)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=255)
    aim = models.TextField(blank=True)
    text = models.TextField(blank=True)
    key = models.TextField()
    spellings = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "anchor"], name="found_once_in_search")]

    def __str__(self):
        return f"{self.language} {self.kind} {self.title}"
