"""Photos of training sessions: they come after the session, and go a year after it (people-and-safety.md)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import ReviewPolicy, SessionPhoto, TrainingSession
from lms.models import User
from lms.photos import NotAPhoto, drawn_anew
from lms.sync import Media, MediaState

BATCH = 100


def photo_state(sha256, *, by):
    """Where the photo stands that a training session of `by` names: lms.sync.MediaState, None where none does."""
    sessions = _sessions_with(sha256, by)
    if not sessions.exists():
        return None
    return MediaState.AWAITED if sessions.exclude(photos__sha256=sha256).exists() else MediaState.KEPT


@transaction.atomic
def keep_photo(sha256, content, *, by):
    """Keeps a photo, drawn anew, for every training session of `by` that names it and lacks it."""
    try:
        drawn = drawn_anew(content)
    except NotAPhoto:
        raise ValidationError(_("This is no photo.")) from None
    for session in _sessions_with(sha256, by).exclude(photos__sha256=sha256):
        photo = SessionPhoto(training_session=session, sha256=sha256)
        photo.file.save(f"{session.pk}.jpg", ContentFile(drawn), save=False)
        photo.save(force_insert=True)


def _sessions_with(sha256, by):
    if not isinstance(by, User):
        return TrainingSession.objects.none()
    return TrainingSession.objects.filter(photo_sha256=sha256, ambassador__person__user=by)


def drop_other_photos(session):
    """Removes what the session, as mended, does not name any more; the file goes once that is committed."""
    for photo in session.photos.exclude(sha256=session.photo_sha256):
        photo.delete()
        _remove_when_committed(photo.file)


def _remove_when_committed(file):
    if file:
        name, storage = file.name, file.storage
        transaction.on_commit(lambda: storage.delete(name))


def forget_photos(*, at=None):
    """Deletes photos of sessions held more than a year ago; returns how many. The session says so from then on."""
    at = at or timezone.now()
    first_kept = timezone.localdate(at) - dt.timedelta(days=ReviewPolicy.current().photo_days)
    old = SessionPhoto.objects.filter(training_session__held_on__lt=first_kept, forgotten_at=None)
    forgotten = 0
    while photos := list(old.select_related("training_session")[:BATCH]):
        with transaction.atomic():
            for photo in photos:
                # The file first: what is left of a cut is mended by the next run, and no file stays without a row.
                photo.file.storage.delete(photo.file.name)
                photo.file, photo.forgotten_at = "", at
                photo.save(update_fields=["file", "forgotten_at"])
                log(photo.training_session, "ambassadors.photo_forgotten")
        forgotten += len(photos)
    return forgotten


SESSION_MEDIA = Media(state_of=photo_state, take=keep_photo)
