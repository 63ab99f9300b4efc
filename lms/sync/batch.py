"""Reading what a phone sends: the body of a request, and the items in it."""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime

from lms.sync.envelope import Item, Malformed

ITEMS_AT_MOST = 50
ITEM_BYTES_AT_MOST = 64 * 1024
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INTEGER_AT_MOST = 2**31 - 1


class Unreadable(Exception):
    """Nothing of the request can be used. `reason` is a code for the phone, `status` the HTTP status."""

    def __init__(self, reason, status=400):
        super().__init__(reason)
        self.reason, self.status = reason, status


@dataclass(frozen=True)
class Batch:
    """Items of one owner as sent, plain JSON. `owner` is as written: a learner's UUID or "user:<id>"."""

    owner: str
    items: list
    clock_skew: int | None
    is_small: bool

    @classmethod
    def of(cls, body, *, now):
        """Reads a request's body; raises Unreadable."""
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            raise Unreadable("not_json") from None
        if not isinstance(sent, dict) or not isinstance(sent.get("items"), list):
            raise Unreadable("wrong_shape")
        if not isinstance(sent.get("owner"), str):
            raise Unreadable("wrong_shape")
        if len(sent["items"]) > ITEMS_AT_MOST:
            raise Unreadable("too_many_items", 413)
        skew = clock_skew(sent.get("sent_at"), now)
        return cls(sent["owner"], sent["items"], skew, len(body) <= ITEM_BYTES_AT_MOST)

    def is_too_large(self, raw):
        return not self.is_small and len(json.dumps(raw)) > ITEM_BYTES_AT_MOST


def item_in(raw, *, clock_skew=None):
    """The Item in one element of a batch; raises Malformed."""
    if not isinstance(raw, dict):
        raise Malformed("not an object")
    kind, base = raw.get("kind"), raw.get("base_revision") or 0
    if not isinstance(kind, str):
        raise Malformed("kind")
    if isinstance(base, bool) or not isinstance(base, int) or not 0 <= base <= _INTEGER_AT_MOST:
        raise Malformed("base_revision")
    item_id = uuid_of(raw.get("id"))
    made_at = moment(raw.get("made_at"))
    if item_id is None or made_at is None:
        raise Malformed("id or made_at")
    return Item(item_id, kind, raw.get("payload"), made_at, base, clock_skew)


def uuid_of(value):
    """The UUID that a text is, as phones write it; else None."""
    return uuid.UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def moment(value):
    """The aware moment of an ISO 8601 text; else None."""
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
        return at.astimezone(dt.UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def clock_skew(sent_at, now):
    """Seconds by which the sender's clock runs ahead; None where it did not say."""
    at = moment(sent_at)
    if at is None:
        return None
    return max(-_INTEGER_AT_MOST, min(_INTEGER_AT_MOST, round((at - now).total_seconds())))
