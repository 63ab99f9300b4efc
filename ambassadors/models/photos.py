"""The photo of a room in which a training session was held: evidence for who reviews, for a year."""

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import TrainingSession


def private_files():
    return storages["private"]


class SessionPhoto(models.Model):
    """One photo that came for a training session, drawn anew here: without faces if all went well, and without EXIF.

    `sha256` is that of the bytes the phone sent. A year after the training session the file goes and the row stays, so
    that nobody waits for it again.
    """

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="photos", verbose_name=_("training session")
    )
    sha256 = models.CharField(_("SHA-256 as sent"), max_length=64)
    file = models.FileField(_("file"), storage=private_files, upload_to="photos/%Y/%m/", blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), default=timezone.now, editable=False)
    forgotten_at = models.DateTimeField(_("deleted at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("photo of a training session")
        verbose_name_plural = _("photos of training sessions")
        constraints = [
            models.UniqueConstraint(fields=["training_session", "sha256"], name="session_photo_once"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(file=""), name="session_photo_forgotten_has_no_file"
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id} {self.sha256[:8]}"
