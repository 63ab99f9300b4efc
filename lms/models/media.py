"""Files that come after the item that names them, while they are still on their way."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.sync import one_owner


class MediaPart(models.Model):
    """A piece of a file that a phone is sending; gone as soon as the file is whole, or given up.

    In the database and not in a folder, so that any web process can take the next piece, and a receipt for one holds.
    """

    learner = models.ForeignKey("lms.Learner", models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    sha256 = models.CharField(_("SHA-256 of the whole file"), max_length=64)
    start = models.PositiveIntegerField(_("first byte"))
    total = models.PositiveIntegerField(_("bytes of the whole file"))
    content = models.BinaryField(_("content"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("part of a file")
        verbose_name_plural = _("parts of files")
        ordering = ["start"]
        constraints = [
            one_owner("media_part_has_one_owner"),
            models.UniqueConstraint(fields=["learner", "sha256", "start"], name="media_part_of_learner_once"),
            models.UniqueConstraint(fields=["user", "sha256", "start"], name="media_part_of_user_once"),
        ]

    def __str__(self):
        return f"{self.sha256[:8]} {self.start}"
