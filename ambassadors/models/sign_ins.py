"""How an ambassador's phone is signed in: a code shown once, and the sign-in it makes, which can be revoked."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import SubmitKey

CODE_TIME = dt.timedelta(minutes=15)
SIGN_IN_TIME = dt.timedelta(days=90)
LABEL_LIMIT = 60
TOKEN_BYTES = 20


class SignInCodeQuerySet(models.QuerySet):
    def with_token(self, token, at=None):
        """The codes, one at most, of this token that have not expired; used ones included."""
        return self.filter(token_sha256=SignInCode.sha256_of(token), expires_at__gt=at or timezone.now())


class SignInCode(models.Model):
    """The right to sign one phone in, once, within a quarter of an hour: a square that a coordinator shows.

    The token in it is 160 random bits, few enough for a cheap camera; here is only its SHA-256.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_codes", verbose_name=_("user")
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True, editable=False)
    # SHA-256 of what only the browser that used it holds: the same tap, sent again on a bad network, is no second use.
    used_by_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code to sign in a phone")
        verbose_name_plural = _("codes to sign in a phone")
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="sign_in_code_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by_sha256="")
                | Q(used_at__isnull=False, used_at__lt=F("expires_at")) & ~Q(used_by_sha256=""),
                name="sign_in_code_used_in_time_by_one_browser",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.made_at:%d/%m/%Y %H:%M}"

    @staticmethod
    def new_token():
        return secrets.token_urlsafe(TOKEN_BYTES)

    @staticmethod
    def sha256_of(token):
        return hashlib.sha256(token.encode()).hexdigest()


class FieldSignInQuerySet(models.QuerySet):
    def in_force(self, at=None):
        return self.filter(revoked_at=None, signed_out_at=None, expires_at__gt=at or timezone.now())


class FieldSignIn(models.Model):
    """An ambassador signed in on one phone, until it expires or is revoked; it hangs on one browser session."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="field_sign_ins", verbose_name=_("user")
    )
    # None where a password was typed.
    code = models.OneToOneField(
        SignInCode,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sign_in",
        editable=False,
        verbose_name=_("code"),
    )
    # "Android, Chrome": enough to tell one's own phones apart.
    label = models.CharField(_("phone"), max_length=LABEL_LIMIT, blank=True)
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    submit_keys = models.ManyToManyField(SubmitKey, blank=True, related_name="+", editable=False)
    made_at = models.DateTimeField(_("signed in at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used at"), default=timezone.now, editable=False)
    # Signed out on the phone itself: what it still keeps may be handed in under its submit key.
    signed_out_at = models.DateTimeField(_("signed out at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("revoked by"),
    )

    objects = FieldSignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in on a phone")
        verbose_name_plural = _("sign-ins on phones")
        ordering = ["-made_at", "-pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="field_sign_in_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, signed_out_at=None) | Q(session_key=""),
                name="field_sign_in_over_has_no_session",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.label}"

    @property
    def is_in_force(self):
        return self.revoked_at is None and self.signed_out_at is None and self.expires_at > timezone.now()

    @property
    def state(self):
        """What a list says of it."""
        if self.revoked_at is not None:
            return _("revoked")
        if self.signed_out_at is not None:
            return _("signed out")
        return _("signed in") if self.is_in_force else _("expired")
