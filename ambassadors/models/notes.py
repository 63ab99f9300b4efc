"""Issues that people of the community raise with ambassadors, and what became of them (R31)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from lms.models import Area, Venue
from lms.models.places import NamedInBothLanguages, code_validator

ISSUE_TEXT_LIMIT = 1_000


class IssueCategory(NamedInBothLanguages):
    """What an issue is about; managers may add categories (R80)."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    is_retired = models.BooleanField(
        _("no longer offered"), default=False, help_text=_("Notes that have it keep it.")
    )

    class Meta:
        verbose_name = _("kind of issue")
        verbose_name_plural = _("kinds of issues")
        ordering = ["pk"]


class IssueNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_issuenote"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("area", "ambassadors.change_issuenote"))

    def open_first(self):
        is_closed = models.Case(models.When(state=IssueNote.State.CLOSED, then=1), default=0)
        return self.order_by(is_closed, "-made_on", "-made_at")


class IssueNote(models.Model):
    """Something an ambassador was told about a place and cannot mend alone. The id is made on the phone.

    What was said never changes; where it stands does, and each step is an event.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        REFERRED = "referred", _("referred")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, related_name="issue_notes", verbose_name=_("ambassador")
    )
    category = models.ForeignKey(
        IssueCategory, models.PROTECT, related_name="notes", verbose_name=_("kind of issue")
    )
    # The commune, that of the venue where there is one: who may see a note hangs on it.
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("commune"))
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issue_notes",
        verbose_name=_("venue"),
    )
    text = models.TextField(_("text"), max_length=ISSUE_TEXT_LIMIT)
    made_on = models.DateField(_("date"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    objects = IssueNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue note")
        verbose_name_plural = _("issue notes")
        ordering = ["-made_on", "-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="issue_note_says_something"),
        ]

    def __str__(self):
        return f"{self.made_on:%d/%m/%Y} {self.category}"

    @property
    def place(self):
        return self.venue or self.area


class IssueEvent(models.Model):
    """One step of an issue note: who did it, when, to whom it was referred and why. Never changed."""

    note = models.ForeignKey(IssueNote, models.CASCADE, related_name="events", verbose_name=_("issue note"))
    state = models.CharField(_("state"), max_length=10, choices=IssueNote.State)
    referred_to = models.CharField(_("referred to"), max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=ISSUE_TEXT_LIMIT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of an issue note")
        verbose_name_plural = _("steps of issue notes")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="referred") | ~Q(referred_to=""), name="issue_event_refers_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(reason=""),
                name="issue_event_says_answer_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.note_id} {self.state}"
