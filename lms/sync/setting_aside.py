"""Keeping what could not be used, without its secrets, where staff see it."""

import hashlib
import json

from lms.models import SetAsideItem
from lms.sync.envelope import content_sha256, storable
from lms.sync.owners import owner_fields

Reason = SetAsideItem.Reason
KIND_LENGTH = SetAsideItem._meta.get_field("kind").max_length
# Names that are dropped from what is kept of an item whose kind is not known or whose shape is broken.
SECRET_NAMES = frozenset({"pin", "pin_again", "password", "key"})


def set_aside(raw, *, reason, by, at, item_id=None, kind=""):
    """Keeps one raw item, plain JSON; the same one again makes no second row."""
    raw = written(without_secret_names(raw))
    owner = by and f"{by._meta.model_name} {by.pk}"
    fingerprint = hashlib.sha256(f"{owner} {item_id} {raw}".encode()).hexdigest()
    SetAsideItem.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "item_id": item_id,
            "kind": storable(kind)[:KIND_LENGTH],
            "reason": reason,
            "raw": raw,
            "received_at": at,
            **owner_fields(by),
        },
    )


def content_of(item):
    """SHA-256 of what a SetAsideItem in conflict says, to know it again; None if it was too deep to be kept."""
    try:
        return content_sha256(storable(json.loads(item.raw)["payload"]))
    except (TypeError, RecursionError):
        return None


def written(raw):
    try:
        return json.dumps(raw)
    except RecursionError:
        return '"nested too deeply to be kept"'


def without_secret_names(raw):
    """The item without fields that may hold a secret, looked for where a payload has its fields."""
    if not isinstance(raw, dict):
        return raw
    return {
        name: without_secret_names(value) if name == "payload" else value
        for name, value in raw.items()
        if name not in SECRET_NAMES
    }
