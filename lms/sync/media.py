"""Files that come after the item that names them: addressed by SHA-256, in parts, resumable (sync.md)."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from lms.models import MediaPart
from lms.sync.owners import locked, owner_fields
from lms.sync.registry import MediaState, kinds_with_media
from lms.sync.turns import own_turn

PART_BYTES = 64 * 1024
MEDIA_BYTES = 2_000_000
PARTS_KEPT = dt.timedelta(days=30)
_RANGE = re.compile(r"bytes (\d{1,9})-(\d{1,9})/(\d{1,9})", re.ASCII)


class MediaRefused(Exception):
    """A part that was not taken: `reason` is a code for the phone, `received` the bytes that are here."""

    def __init__(self, reason, status, received=0):
        super().__init__(reason)
        self.reason, self.status, self.received = reason, status, received


@dataclass(frozen=True)
class Progress:
    """How many bytes of a file are here, and whether it is whole and kept."""

    received: int
    is_complete: bool


@dataclass(frozen=True)
class Part:
    """Bytes of a file of `total` bytes, from `start` on."""

    start: int
    total: int
    content: bytes

    @classmethod
    def of(cls, content_range, content):
        """Reads a `Content-Range` such as "bytes 0-65535/180000" (RFC 9110, 14.4); raises MediaRefused."""
        found = _RANGE.fullmatch(content_range)
        if not found:
            raise MediaRefused("wrong_range", 400)
        start, end, total = map(int, found.groups())
        if total > MEDIA_BYTES or len(content) > PART_BYTES:
            raise MediaRefused("too_large", 413)
        if not content or end + 1 - start != len(content) or end >= total:
            raise MediaRefused("wrong_range", 400)
        return cls(start, total, content)


def progress(sha256, *, by):
    """The Progress of a file that an item of `by` names; raises MediaRefused when none does."""
    if _waiting_kind(sha256, by) is None:
        return Progress(0, is_complete=True)
    return Progress(sum(len(part.content) for part in _parts(sha256, by)), is_complete=False)


def add_part(sha256, part, *, by):
    """Keeps one part, and the file once it is whole; returns its Progress. Doing it twice changes nothing.

    Raises MediaRefused: "unnamed" 404, "gap" 409 for a part beyond what is here, "wrong_hash" and "not_usable" 422,
    after which sending begins anew.
    """
    with own_turn():
        outcome = _add_part(sha256, part, by=locked(by))
    if isinstance(outcome, MediaRefused):
        raise outcome
    return outcome


def add_whole(content, *, by):
    """Keeps a file that came in one piece, as in a rescue; doing it twice changes nothing. Raises MediaRefused."""
    if len(content) > MEDIA_BYTES:
        raise MediaRefused("too_large", 413)
    sha256 = hashlib.sha256(content).hexdigest()
    with own_turn():
        by = locked(by)
        kind = _waiting_kind(sha256, by)
        if kind is None:
            return
        _parts(sha256, by).delete()
        outcome = _whole(kind, sha256, content, by)
    if isinstance(outcome, MediaRefused):
        raise outcome


def _add_part(sha256, part, *, by):
    kind = _waiting_kind(sha256, by)
    if kind is None:
        return Progress(part.total, is_complete=True)
    parts = list(_parts(sha256, by))
    if parts and parts[0].total != part.total:
        _parts(sha256, by).delete()
        parts = []
    received = sum(len(known.content) for known in parts)
    if part.start > received:
        return MediaRefused("gap", 409, received)
    if part.start < received:
        return Progress(received, is_complete=False)
    if received + len(part.content) < part.total:
        fields = {"start": part.start, "total": part.total, "content": part.content}
        MediaPart.objects.create(sha256=sha256, **owner_fields(by), **fields)
        return Progress(received + len(part.content), is_complete=False)
    _parts(sha256, by).delete()
    return _whole(kind, sha256, b"".join([*(bytes(known.content) for known in parts), part.content]), by)


def _whole(kind, sha256, content, by):
    if hashlib.sha256(content).hexdigest() != sha256:
        return MediaRefused("wrong_hash", 422)
    try:
        kind.media.take(sha256, content, by=by)
    except ValidationError:
        return MediaRefused("not_usable", 422)
    return Progress(len(content), is_complete=True)


def _waiting_kind(sha256, by):
    """The kind that waits for this file, None if it is here; raises MediaRefused where no item of `by` names it."""
    states = {kind: kind.media.state_of(sha256, by=by) for kind in kinds_with_media()}
    if not any(states.values()):
        raise MediaRefused("unnamed", 404)
    return next((kind for kind, state in states.items() if state == MediaState.AWAITED), None)


def _parts(sha256, by):
    return MediaPart.objects.filter(sha256=sha256, **owner_fields(by)).order_by("start")


def forget_parts(*, at=None):
    """Drops parts of files that nobody went on sending for a month; returns how many. The phone begins anew."""
    return MediaPart.objects.filter(received_at__lt=(at or timezone.now()) - PARTS_KEPT).delete()[0]
