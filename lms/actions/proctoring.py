"""Codes for tests under an ambassador's eyes."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.models import ProctorCode
from lms.models.proctoring import PROCTORED_TIME

CODE_TRIES = 10


def make_proctor_code(*, page_key, venue, by, at=None):
    """A code for one final test at a venue, made by a user; returns the ProctorCode.

    One that this user made for the same in the first half of its time is given again, so that a second tap makes no
    second code. That the user may see the venue is for the caller to check.
    """
    at = at or timezone.now()
    same = {"page_key": page_key, "venue": venue, "made_by": by}
    for tries_left in reversed(range(CODE_TRIES)):
        try:
            with transaction.atomic():
                found = (
                    ProctorCode.objects.valid(at).filter(**same, made_at__gt=at - PROCTORED_TIME / 2).first()
                )
                return found or ProctorCode.objects.create(**same, made_at=at, expires_at=at + PROCTORED_TIME)
        except IntegrityError:  # a code that somebody else has
            if not tries_left:
                raise
    return None
