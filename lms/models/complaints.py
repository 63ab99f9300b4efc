"""Complaints about the programme: anybody may make one, without an account and without a name (R31, R58)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.khmer import to_latin_digits
from lms.models.people import CODE_ALPHABET
from lms.models.places import Area

REFERENCE_LENGTH = (
    10  # of 23 letters and digits: 45 random bits, and the page behind it says nothing personal
)
COMPLAINT_LIMIT = 2_000
CONTACT_LIMIT = 200


def tidy_reference(typed):
    """A reference number as stored, of what somebody typed: with spaces, small letters or Khmer digits."""
    kept = (character for character in to_latin_digits(typed) if character.isascii() and character.isalnum())
    return "".join(kept).upper()[: REFERENCE_LENGTH + 1]


class ComplaintQuerySet(models.QuerySet):
    def with_reference(self, typed):
        """The complaint with a reference number as somebody typed it, or None."""
        return self.filter(reference=tidy_reference(typed)).first()

    def visible_to(self, user):
        """Those from the user's area; whoever is in charge of a whole province sees also those that name no place."""
        return self.filter(user.area_or_nowhere("area", "lms.view_complaint"))

    def changeable_by(self, user):
        return self.filter(user.area_or_nowhere("area", "lms.change_complaint"))

    def open_first(self):
        """What is open first, and of that what says that somebody is not safe."""
        is_closed = models.Case(models.When(state=Complaint.State.CLOSED, then=1), default=0)
        is_urgent = models.Case(models.When(category=Complaint.Category.SAFETY, then=0), default=1)
        return self.order_by(is_closed, is_urgent, "received_at", "pk")


class Complaint(models.Model):
    """What somebody says is wrong with the programme. No field leads to who they are, unless they leave a contact.

    One year after it was closed its words and the contact are forgotten; that there was one stays.
    """

    class Category(models.TextChoices):
        SAFETY = "safety", _("Somebody is not safe, or was hurt, frightened or shamed")
        CONDUCT = "conduct", _("An ambassador or somebody of the programme behaved badly")
        MONEY = "money", _("Somebody asked for money or a favour")
        PRIVACY = "privacy", _("Something personal was shown or asked for")
        LEFT_OUT = "left_out", _("I was turned away or treated unequally")
        SERVICE = "service", _("The Wi-Fi, a lesson or a training session")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        LOOKED_AT = "looked_at", _("being looked at")
        CLOSED = "closed", _("closed")

    # Made with the form, so that sending it twice makes one complaint.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=REFERENCE_LENGTH, unique=True, editable=False
    )
    category = models.CharField(_("about"), max_length=10, choices=Category)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    text = models.TextField(_("what happened"), max_length=COMPLAINT_LIMIT, blank=True)
    contact = models.CharField(_("contact"), max_length=CONTACT_LIMIT, blank=True)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    closing_note_km = models.TextField(_("closing note in Khmer"), max_length=COMPLAINT_LIMIT, blank=True)
    closing_note_en = models.TextField(_("closing note in English"), max_length=COMPLAINT_LIMIT, blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(_("words forgotten at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-received_at"]
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=rf"^[{CODE_ALPHABET}]{{{REFERENCE_LENGTH}}}$"),
                name="complaint_reference_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) & ~Q(text="")
                | Q(forgotten_at__isnull=False, text="", contact="", closed_at__isnull=False),
                name="complaint_has_words_until_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                & ~Q(closing_note_km="")
                & ~Q(closing_note_en="")
                | ~Q(state="closed") & Q(closed_at=None),
                name="complaint_closes_with_a_note",
            ),
        ]

    def __str__(self):
        return self.spaced_reference

    @property
    def spaced_reference(self):
        """The reference number as it is read aloud and copied: in two halves."""
        half = REFERENCE_LENGTH // 2
        return f"{self.reference[:half]} {self.reference[half:]}"

    @property
    def closing_note(self):
        return self.closing_note_en if get_language() == "en" else self.closing_note_km


class ComplaintEvent(models.Model):
    """One step of a complaint: which state it came into, through whom and when. Never changed."""

    complaint = models.ForeignKey(
        Complaint, models.CASCADE, related_name="events", verbose_name=_("complaint")
    )
    state = models.CharField(_("state"), max_length=10, choices=Complaint.State)
    # Nobody for its arrival.
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
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["at", "pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received", by=None) | ~Q(state="received") & Q(by__isnull=False),
                name="complaint_event_is_somebodys",
            )
        ]

    def __str__(self):
        return f"{self.complaint_id} {self.state}"
