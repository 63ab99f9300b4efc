"""What somebody has shown to have learnt, said so that others can check it; and the keys that sign it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.khmer import to_latin_digits
from lms.models.people import CODE_ALPHABET, Person
from lms.models.places import Venue

CERTIFICATE_CODE_LENGTH = 12  # of 23 letters and digits: 54 random bits


def tidy_code(typed):
    """A certificate's code as stored, of what somebody typed: with spaces, small letters or Khmer digits.

    Latin letters and digits alone, at most as many as a code has and one more; "" if there are none.
    """
    kept = (character for character in to_latin_digits(typed) if character.isascii() and character.isalnum())
    return "".join(kept).upper()[: CERTIFICATE_CODE_LENGTH + 1]


class CodedCertificateQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(revoked_at=None)

    def with_code(self, typed):
        """The certificate with a code as somebody typed it, or None."""
        return self.filter(code=tidy_code(typed)).first()


class CodedCertificate(models.Model):
    """Something certified to somebody, with their name as it was when it was issued.

    Anyone who holds its code can check it under /v/<code>/. It is never deleted and never changed; it can be revoked,
    and issued anew under another code. Every kind is declared in lms.certificates.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=CERTIFICATE_CODE_LENGTH, unique=True, editable=False)
    name_km = models.CharField(_("name in Khmer"), max_length=165, blank=True, editable=False)
    name_en = models.CharField(_("name in English"), max_length=165, blank=True, editable=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    # Nobody where the holder had their data deleted.
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.spaced_code

    @property
    def spaced_code(self):
        """The code in groups of four, as it is printed and read aloud."""
        return " ".join(self.code[start : start + 4] for start in range(0, CERTIFICATE_CODE_LENGTH, 4))

    @property
    def name(self):
        preferred = (self.name_en, self.name_km) if get_language() == "en" else (self.name_km, self.name_en)
        return preferred[0] or preferred[1]

    @property
    def is_revoked(self):
        return self.revoked_at is not None

    @property
    def check_url(self):
        """Where anyone checks it: an address that names nobody."""
        return f"{settings.SITE_URL}/v/{self.code}/"


def coded_certificate_constraints(name):
    """What holds for every CodedCertificate; `name` is what the constraints of this one begin with."""
    return [
        models.CheckConstraint(
            condition=Q(code__regex=rf"^[{CODE_ALPHABET}]{{{CERTIFICATE_CODE_LENGTH}}}$"),
            name=f"{name}_code_is_readable",
        ),
        models.CheckConstraint(
            condition=Q(revoked_at=None, revoked_by=None, reason="")
            | Q(revoked_at__isnull=False) & ~Q(reason=""),
            name=f"{name}_revoked_for_a_reason",
        ),
        models.CheckConstraint(
            condition=Q(revoked_at__isnull=False) | ~Q(name_km="", name_en=""),
            name=f"{name}_in_force_names_its_holder",
        ),
    ]


class CertificateQuerySet(CodedCertificateQuerySet):
    def of_person(self, person):
        return self.filter(person=person)

    def visible_to(self, user):
        """Those of persons, and those earned at venues, in the user's area."""
        return self._where(user, "lms.view_certificate")

    def revocable_by(self, user):
        return self._where(user, "lms.revoke_certificate")

    def _where(self, user, permission):
        if not user.is_active:
            return self.none()
        return self.filter(
            user.area_condition("person__commune", permission)
            | user.area_condition("venue__area", permission)
        )


class Certificate(CodedCertificate):
    """A course completed by a registered person, with name and title as they were when it was issued."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificates", verbose_name=_("person"), editable=False
    )
    course_key = models.UUIDField(_("course"), db_index=True, editable=False)
    # English only where the course exists in English.
    course_title_km = models.CharField(_("title in Khmer"), max_length=255, editable=False)
    course_title_en = models.CharField(_("title in English"), max_length=255, blank=True, editable=False)
    # The final test that earned it; none where the course is completed by its lessons alone.
    attempt = models.ForeignKey(
        "lms.Attempt",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("attempt"),
        editable=False,
    )
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, editable=False)
    maximum = models.PositiveSmallIntegerField(
        _("highest possible score"), null=True, blank=True, editable=False
    )
    is_proctored = models.BooleanField(
        _("tested in the presence of an ambassador"), default=False, editable=False
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("tested at"),
        editable=False,
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        permissions = [("revoke_certificate", "Can revoke certificates")]
        constraints = [
            *coded_certificate_constraints("certificate"),
            models.UniqueConstraint(
                fields=["person", "course_key"],
                condition=Q(revoked_at=None),
                name="certificate_in_force_once_per_course",
            ),
            models.CheckConstraint(
                condition=Q(score=None, maximum=None)
                | Q(score__isnull=False, maximum__isnull=False, maximum__gte=1, score__lte=F("maximum")),
                name="certificate_score_within_maximum",
            ),
        ]

    @property
    def course_title(self):
        """In the language of the page where the course exists in it, else in Khmer."""
        return (self.course_title_en if get_language() == "en" else "") or self.course_title_km

    @property
    def course_title_language(self):
        return "en" if get_language() == "en" and self.course_title_en else "km"

    @property
    def percent(self):
        return None if self.score is None else self.score * 100 // self.maximum

    @property
    def how_tested(self):
        """A sentence about the final test, "" where there was none."""
        if self.score is None:
            return ""
        if not self.is_proctored:
            said = gettext("Final test passed with %(percent)s %%")
        elif self.venue is None:
            said = gettext("Final test passed with %(percent)s %%, in the presence of a digital ambassador")
        else:
            said = gettext(
                "Final test passed with %(percent)s %% in the presence of a digital ambassador. Place: %(venue)s"
            )
        return said % {"percent": self.percent, "venue": self.venue and self.venue.name}


class SigningKeyQuerySet(models.QuerySet):
    def current(self):
        """The key that signs now, or None before the first certificate."""
        return self.filter(is_current=True).first()


class SigningKey(models.Model):
    """A key pair for signing Open Badges (ES256). Its public half is published for ever.

    The private half is kept here and not in a file, because every server that shares the database signs with it; it
    is encrypted under SECRET_KEY, so that a copy of the database alone signs nothing, and it is destroyed when the
    next key takes over.
    """

    thumbprint = models.CharField(_("thumbprint"), max_length=43, unique=True, editable=False)  # RFC 7638
    public_key = models.JSONField(_("public key"), editable=False)
    encrypted_private_key = models.TextField(blank=True, editable=False)
    is_current = models.BooleanField(_("signs now"), default=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="signing_key_one_signs_now"
            ),
            models.CheckConstraint(
                condition=(Q(is_current=True, retired_at=None) & ~Q(encrypted_private_key=""))
                | Q(is_current=False, retired_at__isnull=False, encrypted_private_key=""),
                name="signing_key_retired_without_private_half",
            ),
        ]

    def __str__(self):
        return self.thumbprint
