"""What became of an owner's items, for the phone to show; nothing here writes."""

from lms.models import SetAsideItem, SyncItem
from lms.sync.envelope import Receipt, Status
from lms.sync.owners import owner_fields
from lms.sync.receiving import problem_of
from lms.sync.registry import kind_of

RECENT = 500


def state_of(owner):
    """[{id, kind, status, revision, errors, result?, review?}] of the owner's recent items, the latest first.

    What was refused is not kept and not here: the phone knows it from the receipt.
    """
    rows = list(SyncItem.objects.filter(**owner_fields(owner)).order_by("-received_at", "pk")[:RECENT])
    deleted, reviews = _deleted(rows), _reviews(rows)
    results = {}
    states = {}
    for row in rows:
        kind = kind_of(row.kind)
        status = Status.DELETED if row.pk in deleted else Status.STORED
        if kind and kind.result and row.kind not in results:
            results[row.kind] = kind.result(owner)
        problem = problem_of(status) if status == Status.DELETED else None
        receipt = Receipt(row.pk, status, row.revision, problem, results.get(row.kind))
        review = {"review": reviews[row.pk]} if row.pk in reviews else {}
        states[row.pk] = {"kind": row.kind, **receipt.as_json(), **review}
    waiting = SetAsideItem.objects.filter(**owner_fields(owner), dealt_with_at=None).exclude(item_id=None)
    for row in waiting.order_by("-received_at")[:RECENT]:
        is_conflict = row.reason == SetAsideItem.Reason.CONFLICT
        status = Status.CONFLICT if is_conflict else Status.QUARANTINED
        receipt = Receipt(row.item_id, status, problem=problem_of(row.reason))
        states[row.item_id] = {"kind": row.kind, **receipt.as_json()}
    return list(states.values())


def _reviews(rows):
    """{id: what people decided about it}. One call for each kind that is reviewed."""
    found = {}
    for kind, ids in _by_kind(rows).items():
        found |= kind.reviews(ids) if kind.reviews else {}
    return found


def _by_kind(rows):
    ids = {}
    for row in rows:
        if kind := kind_of(row.kind):
            ids.setdefault(kind, set()).add(row.pk)
    return ids


def _deleted(rows):
    """The ids of those rows whose record is gone. One query for each kind that has records."""
    ids = {kind.model: asked for kind, asked in _by_kind(rows).items() if kind.model}
    gone = set()
    for model, asked in ids.items():
        gone |= asked - set(model.objects.filter(pk__in=asked).values_list("pk", flat=True))
    return gone
