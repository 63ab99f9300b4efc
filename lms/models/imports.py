"""Sheets of rows that staff bring in, and which person each line of a roster became."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.people import Person


class SheetImport(models.Model):
    """One Excel or CSV file that staff looked through and then took in, or have not taken in yet.

    Until then the file waits here and nowhere else; once it is taken in only its name and its hash are kept.
    """

    class Kind(models.TextChoices):
        VENUES = "venues", _("venues")
        PEOPLE = "people", _("people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file_name = models.CharField(_("file"), max_length=150)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    group = models.CharField(_("group"), max_length=100, blank=True)
    content = models.BinaryField(null=True, editable=False)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought by"),
    )
    brought_at = models.DateTimeField(_("brought at"), default=timezone.now)
    done_at = models.DateTimeField(_("taken in at"), null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)

    class Meta:
        verbose_name = _("import of a sheet")
        verbose_name_plural = _("imports of sheets")
        ordering = ["-brought_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, content__isnull=False) | Q(done_at__isnull=False, content=None),
                name="sheet_import_keeps_no_file_once_done",
            ),
        ]

    def __str__(self):
        return self.file_name


class RosterEntry(models.Model):
    """One line of a roster and the person it became, so that the same line is never entered twice.

    `key` and `content` are keyed hashes of what the line says: they can be compared, not read.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    content = models.CharField(max_length=64, editable=False)
    group = models.CharField(_("group"), max_length=100, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="roster_entries", verbose_name=_("person")
    )
    sheet = models.ForeignKey(
        SheetImport, models.PROTECT, related_name="roster_entries", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("line of a roster")
        verbose_name_plural = _("lines of rosters")

    def __str__(self):
        return f"{self.group}: {self.person_id}"
