"""Work handed in by phones: who may hand it in, what came in once and only once, and what nobody could use."""

import base64
import binascii
import datetime as dt
import hashlib
import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.users import RoleAssignment

KEY_BYTES = 16


def one_owner(name, *, may_be_nobody=False):
    """The constraint that a row belongs to a learner or to a user, never to both."""
    condition = Q(learner__isnull=False, user=None) | Q(learner=None, user__isnull=False)
    if may_be_nobody:
        condition |= Q(learner=None, user=None)
    return models.CheckConstraint(condition=condition, name=name)


# An ambassador's phone signs in again this often (people-and-safety.md); a learner's key lasts until it is revoked.
STAFF_KEY_DAYS = 90


class SubmitKeyQuerySet(models.QuerySet):
    def in_force(self, at=None):
        oldest = (at or timezone.now()) - dt.timedelta(days=STAFF_KEY_DAYS)
        return self.filter(Q(user=None) | Q(made_at__gt=oldest), revoked_at=None)

    def revoke(self, at):
        """Takes them away, those that ran out by age too: they still open a rescue. Returns how many."""
        return self.filter(revoked_at=None).update(revoked_at=at)


class SubmitKey(models.Model):
    """The right to hand in work for one owner from one device; it outlives sign-out and reads nothing (sync.md).

    The phone makes 128 random bits and keeps them; here is only their SHA-256.
    """

    key_sha256 = models.CharField(_("SHA-256 of the key"), max_length=64, unique=True, editable=False)
    learner = models.ForeignKey(
        "lms.Learner",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="submit_keys",
        verbose_name=_("learner"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="submit_keys",
        verbose_name=_("user"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = SubmitKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("submit key")
        verbose_name_plural = _("submit keys")
        constraints = [one_owner("submit_key_has_one_owner")]

    def __str__(self):
        return f"{self.owner}: {self.key_sha256[:8]}"

    @property
    def owner(self):
        """The Learner or User for whom this key hands in work."""
        return self.learner or self.user

    def is_in_force(self, at=None):
        oldest = (at or timezone.now()) - dt.timedelta(days=STAFF_KEY_DAYS)
        return self.revoked_at is None and (self.user_id is None or self.made_at > oldest)

    @staticmethod
    def sha256_of(text):
        """SHA-256, in hexadecimal, of a key written as base64url with or without padding; None if it is no key."""
        try:
            key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError, TypeError):
            return None
        return hashlib.sha256(key).hexdigest() if KEY_BYTES <= len(key) <= 64 else None


class SyncItem(models.Model):
    """That one item came in, and with which content: why nothing is counted twice.

    Written in the same transaction as what the item does. An item of a kind that is anonymous leaves neither owner,
    content hash nor moment, so that nothing leads from a learner to what was said.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    learner = models.ForeignKey(
        "lms.Learner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("learner")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    # Seconds by which the phone's clock runs ahead; null when it did not say when it sent.
    clock_skew = models.IntegerField(_("clock ahead by (seconds)"), null=True, blank=True)
    is_clamped = models.BooleanField(_("moment was impossible"), default=False)

    class Meta:
        verbose_name = _("item received")
        verbose_name_plural = _("items received")
        indexes = [
            models.Index(fields=["learner", "-received_at"], name="sync_item_of_learner"),
            models.Index(fields=["user", "-received_at"], name="sync_item_of_user"),
        ]
        constraints = [
            one_owner("sync_item_has_one_owner_at_most", may_be_nobody=True),
            models.CheckConstraint(
                condition=Q(made_at__lte=models.F("received_at")), name="sync_item_not_made_in_the_future"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.id}"


class SetAsideItemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(dealt_with_at=None)

    def with_area(self):
        """Adds `area`: the pk of where it comes from, which is an ambassador's area, the commune of a person, or for a
        guest that of the zone they came through; None where nothing is known."""
        ambassador = RoleAssignment.objects.filter(
            user=OuterRef("user"), role=RoleAssignment.Role.AMBASSADOR
        ).order_by("pk")
        of_a_guest = Case(When(learner__person=None, then="learner__came_through__area"))
        return self.annotate(
            area=Coalesce(
                Subquery(ambassador.values("area")[:1]),
                "user__person__commune",
                "learner__person__commune",
                of_a_guest,
                output_field=models.BigIntegerField(),
            )
        )

    def visible_to(self, user):
        """Those that come from the user's area; who has a whole province has also those that name no place."""
        return self.with_area().filter(user.area_or_nowhere("area", "lms.view_setasideitem"))

    def changeable_by(self, user):
        return self.with_area().filter(user.area_or_nowhere("area", "lms.change_setasideitem"))


class SetAsideItem(models.Model):
    """An item that could not be used, as it came and without its secrets, until a member of staff has dealt with it."""

    class Reason(models.TextChoices):
        UNKNOWN_KIND = "unknown_kind", _("unknown kind")
        DAMAGED = "damaged", _("damaged or unknown content")
        FOREIGN = "foreign", _("the id belongs to somebody else")
        CONFLICT = "conflict", _("other content than what is stored")
        TOO_LARGE = "too_large", _("too large")
        FAILED = "failed", _("the server failed on it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Null when what came had no id that could be read.
    item_id = models.UUIDField(_("id of the item"), null=True, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    learner = models.ForeignKey(
        "lms.Learner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("learner")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    # JSON as text, every character beyond ASCII escaped: a database cannot hold all that JSON can say.
    raw = models.TextField(_("as it came"))
    # SHA-256 over owner, id and content: sent again, it is the same trouble and no second row.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    dealt_with_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dealt with by"),
    )

    objects = SetAsideItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item set aside")
        verbose_name_plural = _("items set aside")
        ordering = ["-received_at"]
        constraints = [one_owner("set_aside_item_has_one_owner_at_most", may_be_nobody=True)]

    def __str__(self):
        return f"{self.kind or '?'} {self.item_id or ''}"

    @property
    def owner(self):
        """The Learner or User who handed it in; None where that is not kept."""
        return self.learner or self.user

    @property
    def as_text(self):
        """What came, readable for staff."""
        return json.dumps(json.loads(self.raw), ensure_ascii=False, indent=2)
