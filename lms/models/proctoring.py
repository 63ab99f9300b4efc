"""Tests taken under the eyes of an ambassador: the code that says so, and how often wrong ones were typed."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.khmer import to_latin_digits
from lms.models.learners import Learner
from lms.models.locks import Lockable
from lms.models.people import CODE_ALPHABET, CODE_LENGTH
from lms.models.places import Venue

PROCTORED_TIME = dt.timedelta(hours=2)
PEOPLE_PER_CODE = 40  # a full class


def tidy_code(typed):
    """A code as stored, of what somebody typed: with spaces, small letters or Khmer digits."""
    kept = (character for character in to_latin_digits(typed) if character.isascii() and character.isalnum())
    return "".join(kept).upper()[: CODE_LENGTH + 1]


def random_code():
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def in_two_hours():
    return timezone.now() + PROCTORED_TIME


class ProctorCodeQuerySet(models.QuerySet):
    def valid(self, at=None):
        """Those that let somebody else begin at this moment."""
        return self.filter(expires_at__gt=at or timezone.now(), used__lt=F("most"))


class ProctorCode(models.Model):
    """A short-lived code an ambassador reads out at a venue to those who take one final test there."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=random_code)
    page_key = models.UUIDField(_("final test"))
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="proctor_codes", verbose_name=_("venue"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), default=in_two_hours)
    most = models.PositiveSmallIntegerField(_("for how many people"), default=PEOPLE_PER_CODE)
    used = models.PositiveSmallIntegerField(_("begun by"), default=0)

    objects = ProctorCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("test code")
        verbose_name_plural = _("test codes")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=rf"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$"),
                name="proctor_code_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="proctor_code_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("most")), name="proctor_code_used_as_often_as_allowed"
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def spaced_code(self):
        """The code in two halves, as it is read out."""
        return f"{self.code[:3]} {self.code[3:]}"


class ProctorCodeTries(Lockable):
    """How many wrong codes a learner has typed, so that nobody tries many; what was typed is not kept."""

    learner = models.OneToOneField(Learner, models.CASCADE, primary_key=True, related_name="+")

    def __str__(self):
        return str(self.learner_id)
