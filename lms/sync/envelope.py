"""What is handed in, and the receipt that answers it."""

import datetime as dt
import enum
import hashlib
import json
import math
import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Status(enum.StrEnum):
    """How it went with one item. Codes are part of the contract with phones: retired, never renamed."""

    STORED = "stored"
    ALREADY_STORED = "already_stored"
    CONFLICT = "conflict"
    DELETED = "deleted"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Malformed(Exception):
    """An item that no person can mend: an unknown kind, a broken shape, a code we never gave out."""


@dataclass(frozen=True)
class Item:
    """One piece of work, with the id it was given where it was made.

    `payload` is plain JSON. `base_revision` is the number of the revision the maker had before their eyes, 0 for
    something new. `clock_skew` are the seconds by which the sender's clock runs ahead, None where it did not say.
    """

    id: uuid.UUID
    kind: str
    payload: dict
    made_at: dt.datetime
    base_revision: int = 0
    clock_skew: int | None = None


@dataclass(frozen=True)
class Receipt:
    """The answer to one item. `problem` is a ValidationError by field; its texts follow the active language.

    `result` is what its owner gets to know of what was made of it, as plain JSON.
    """

    id: uuid.UUID
    status: Status
    revision: int | None = None
    problem: ValidationError | None = None
    result: dict | None = None

    @property
    def is_safe(self):
        """The work is in the database and may be forgotten elsewhere."""
        return self.status in (Status.STORED, Status.ALREADY_STORED)

    def as_json(self):
        """{id, status, revision, errors: {field: {"km": [text…], "en": [text…]}}, result?} as plain JSON."""
        return {
            "id": str(self.id),
            "status": str(self.status),
            "revision": self.revision,
            "errors": messages_in_every_language(self.problem) if self.problem else {},
        } | ({"result": self.result} if self.result else {})


def messages_in_every_language(problem):
    """{field: {language code: [text…]}} of a ValidationError; what concerns no one field stands under "__all__"."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            messages = (
                problem.message_dict
                if hasattr(problem, "error_dict")
                else {NON_FIELD_ERRORS: problem.messages}
            )
            for field, texts in messages.items():
                found.setdefault(field, {})[code] = texts
    return found


def storable(value):
    """The same JSON value without the characters no database can hold: NUL and unpaired surrogates.

    Raises Malformed for a number that is not finite.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {storable(key): storable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [storable(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise Malformed("not a finite number")
    return value


def canonical_json(value):
    """The one way to write a JSON value as bytes: sorted keys, no spaces, UTF-8 (as RFC 8785, without floats)."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def content_sha256(payload):
    """Two items have the same content when this hexadecimal digest is the same."""
    return hashlib.sha256(canonical_json(payload)).hexdigest()
