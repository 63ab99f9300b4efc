"""Taking in a batch as it came: what can be read as an item is received, the rest kept for staff."""

import uuid

from django.db import transaction

from lms.sync.batch import item_in, uuid_of
from lms.sync.envelope import Malformed, Receipt, Status
from lms.sync.receiving import problem_of, receive_all
from lms.sync.setting_aside import Reason, set_aside


def take_in(batch, *, by, now):
    """The results of a batch, in order: what can be read as an item is received, the rest kept for staff."""
    items, results = {}, [None] * len(batch.items)
    for place, raw in enumerate(batch.items):
        try:
            if batch.is_too_large(raw):
                results[place] = put_aside(raw, Reason.TOO_LARGE, by=by, now=now)
            else:
                items[place] = item_in(raw, clock_skew=batch.clock_skew)
        except (Malformed, RecursionError):
            results[place] = put_aside(raw, Reason.DAMAGED, by=by, now=now)
    for place, receipt in zip(items, receive_all(list(items.values()), by=by), strict=True):
        results[place] = receipt.as_json()
    return results


def put_aside(raw, reason, *, by, now):
    """The result for what is no item; its id is given back as it was sent, so that the phone knows which one."""
    raw_id = raw.get("id") if isinstance(raw, dict) else None
    item_id = uuid_of(raw_id)
    with transaction.atomic():
        set_aside(raw, reason=reason, by=by, at=now, item_id=item_id)
    receipt = Receipt(item_id or uuid.UUID(int=0), Status.QUARANTINED, problem=problem_of(reason))
    return receipt.as_json() | {"id": raw_id[:100] if isinstance(raw_id, str) else None}
