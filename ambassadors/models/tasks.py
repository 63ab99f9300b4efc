"""Things for coordinators to look into, opened by Sala and closed by a person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from ambassadors.models.policy import Measure
from ambassadors.models.sessions import NOTE_LIMIT
from lms.models import Area


class StaffTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def visible_to(self, user):
        """Those of the user's area, but for tasks about the user."""
        seen = self.filter(user.area_condition("area", "ambassadors.view_stafftask"))
        return seen.exclude(ambassador__person=user.person_id) if user.person_id else seen

    def closable_by(self, user):
        return self.visible_to(user).filter(user.area_condition("area", "ambassadors.change_stafftask"))


class StaffTask(models.Model):
    """A question to be asked in the field; it judges nobody, and only those in charge of the area see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Measure)
    # What was found, as numbers; the sentence is made of them in the reader's language.
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    ambassador = models.ForeignKey(
        Ambassador,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff_tasks",
        verbose_name=_("ambassador"),
    )
    week_from = models.DateField(_("week from"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LIMIT)

    objects = StaffTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ambassador", "week_from"], name="staff_task_once_a_week"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                name="staff_task_is_closed_by_somebody_with_a_note",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.ambassador}" if self.ambassador_id else self.subject

    @property
    def is_open(self):
        return self.closed_at is None
