"""The one door through which every item comes, from a phone or from a form of ours."""

import datetime as dt
import logging
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import SetAsideItem, SyncItem
from lms.sync.envelope import Item, Malformed, Receipt, Status, content_sha256, storable
from lms.sync.owners import locked, owner_fields, owns
from lms.sync.registry import Kind, kind_of
from lms.sync.setting_aside import Reason, content_of, set_aside
from lms.sync.turns import own_turn

logger = logging.getLogger(__name__)

# Before this there was no Sala: a phone that lost its battery begins in 1970.
EARLIEST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)

MESSAGES = {
    Reason.UNKNOWN_KIND: _("This kind of entry is unknown."),
    Reason.CONFLICT: _("This was changed elsewhere meanwhile. Nothing was overwritten."),
    Status.DELETED: _("This was deleted. Ask your coordinator."),
}
DAMAGED = _("This entry is damaged. Show it to your coordinator.")


def problem_of(code):
    """The sentence for a Status or for the Reason something was set aside, as a ValidationError."""
    return ValidationError(MESSAGES.get(code, DAMAGED))


@dataclass
class Entry:
    """An item on its way in, as `sent` and tidied; `content` is what its kind read in it, `problem` why it did not."""

    sent: Item
    item: Item
    kind: Kind | None
    is_clamped: bool = False
    content_sha256: str = ""
    content: object = None
    problem: Exception | None = None

    @property
    def goes_together(self):
        """Its kind can store several of these at once."""
        kind = self.kind
        return bool(
            self.problem is None and kind and kind.together and isinstance(self.content, kind.together)
        )

    def receipt(self, status, revision=None, problem=None):
        return Receipt(id=self.item.id, status=status, revision=revision, problem=problem)


def receive(item, *, by):
    """Takes in one item that a Learner or a User owns and returns its Receipt; stores all of it or nothing."""
    return receive_all([item], by=by)[0]


def receive_all(items, *, by):
    """Takes in items of one owner, in order; returns their Receipts once everything is committed.

    A bad item spoils no other. Raises OperationalError or InterfaceError when the database is in trouble, and then
    nothing was stored.
    """
    now = timezone.now()
    entries = [_read(item, by=by, now=now) for item in items]
    with own_turn():
        return _Reception(entries, by=locked(by), now=now).receipts()


def _read(item, *, by, now):
    """The Entry of an item as its kind reads it. A moment no clock can mean is taken to be now."""
    sent, is_clamped = item, not EARLIEST <= item.made_at <= now
    item = replace(item, made_at=now) if is_clamped else item
    entry = Entry(sent, item, kind_of(item.kind), is_clamped)
    if entry.kind is None:
        return entry
    try:
        if not isinstance(item.payload, dict):
            raise Malformed("not an object")
        entry.item = item = replace(item, payload=storable(item.payload))
        entry.content_sha256 = content_sha256(entry.kind.without_secrets(item.payload))
        entry.content = entry.kind.read(item, by=by)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        entry.problem = problem
    return entry


class _Reception:
    """The items of one owner being taken in, inside one transaction."""

    def __init__(self, entries, *, by, now):
        self.entries, self.by, self.now = entries, by, now
        self.known = SyncItem.objects.in_bulk([entry.item.id for entry in entries])

    def receipts(self):
        together = self.store_together()
        receipts = [together.get(id(entry)) or self.settle(entry) for entry in self.entries]
        self.close_what_was_set_aside(receipts)
        return [self.with_result(*pair) for pair in zip(self.entries, receipts, strict=True)]

    def store_together(self):
        """{id of entry: Receipt} of new items whose kinds store several at once; the rest is settled one by one."""
        groups, seen = {}, set(self.known)
        for entry in self.entries:
            is_new, _seen = entry.item.id not in seen, seen.add(entry.item.id)
            if is_new and entry.goes_together:
                groups.setdefault(entry.kind.handle_all, []).append(entry)
        receipts = {}
        for handle_all, entries in groups.items():
            if len(entries) == 1:
                continue
            rows = [self.row(entry, revision=1) for entry in entries]
            try:
                with transaction.atomic():
                    handle_all([(entry.item, entry.content) for entry in entries], by=self.by)
                    SyncItem.objects.bulk_create(rows)
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                logger.info("items of one kind are taken in one by one", exc_info=True)
                continue
            self.known |= {row.pk: row for row in rows}
            receipts |= {id(entry): entry.receipt(Status.STORED, 1) for entry in entries}
        return receipts

    def settle(self, entry):
        known = self.known.get(entry.item.id)
        try:
            if known is not None and not (entry.kind and entry.kind.stored_revision):
                return self.settle_known(entry, known)
            with transaction.atomic():
                return self.settle_by_kind(entry, known)
        except ValidationError as problem:
            return entry.receipt(Status.REFUSED, problem=problem)
        except (Malformed, RecursionError):
            return self.quarantine(entry, Reason.DAMAGED)
        except (OperationalError, InterfaceError):
            raise
        except IntegrityError:
            # Somebody else handed in the same id a moment ago.
            self.known |= SyncItem.objects.in_bulk([entry.item.id])
            if self.known.get(entry.item.id) is not known:
                return self.settle(entry)
            return self.fail(entry)
        except Exception:
            return self.fail(entry)

    def settle_known(self, entry, known):
        """An id that was here before, of a kind whose items never change."""
        is_anonymous = entry.kind is not None and entry.kind.is_anonymous and known.kind == entry.kind.name
        if not (is_anonymous or owns(self.by, known)):
            return self.quarantine(entry, Reason.FOREIGN)
        if not is_anonymous and (known.kind, known.content_sha256) != (entry.item.kind, entry.content_sha256):
            return self.conflict(entry, known.revision)
        if self.is_deleted(entry, known):
            return entry.receipt(Status.DELETED, problem=problem_of(Status.DELETED))
        return entry.receipt(Status.ALREADY_STORED, known.revision)

    def settle_by_kind(self, entry, known):
        """A new id, or any id of a kind that judges for itself what it has already."""
        if entry.kind is None:
            return self.quarantine(entry, Reason.UNKNOWN_KIND)
        if isinstance(entry.problem, Malformed | RecursionError):
            raise entry.problem
        if entry.kind.stored_revision:
            if revision := entry.kind.stored_revision(entry.item, by=self.by):
                return entry.receipt(Status.ALREADY_STORED, revision)
            if known is not None and owns(self.by, known) and self.is_deleted(entry, known):
                return entry.receipt(Status.DELETED, problem=problem_of(Status.DELETED))
        if entry.problem is not None:
            raise entry.problem
        status, revision = entry.kind.handle(entry.item, entry.content, by=self.by)
        if status == Status.CONFLICT:
            return self.conflict(entry, revision)
        if status == Status.STORED:
            row = self.row(entry, revision=revision)
            row.save(force_insert=known is None, force_update=known is not None)
            self.known[row.pk] = row
        return entry.receipt(status, revision)

    def row(self, entry, *, revision):
        if entry.kind.is_anonymous:
            # With a moment or an owner, the receipt would lead to what was said (and with a hash, say it).
            day = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
            return SyncItem(
                pk=entry.item.id, kind=entry.kind.name, revision=revision, made_at=day, received_at=day
            )
        return SyncItem(
            pk=entry.item.id,
            kind=entry.kind.name,
            content_sha256=entry.content_sha256,
            revision=revision,
            made_at=entry.item.made_at,
            received_at=self.now,
            clock_skew=entry.item.clock_skew,
            is_clamped=entry.is_clamped,
            **owner_fields(self.by),
        )

    def is_deleted(self, entry, known):
        model = entry.kind.model
        return model is not None and not model.objects.filter(pk=known.pk).exists()

    def conflict(self, entry, revision):
        self.keep(entry, Reason.CONFLICT)
        return entry.receipt(Status.CONFLICT, revision, problem_of(Reason.CONFLICT))

    def quarantine(self, entry, reason):
        self.keep(entry, reason)
        return entry.receipt(Status.QUARANTINED, problem=problem_of(reason))

    def fail(self, entry):
        logger.exception("an item of the kind %s could not be taken in", entry.item.kind)
        return self.quarantine(entry, Reason.FAILED)

    def keep(self, entry, reason):
        item, kind = entry.sent, entry.kind
        payload = item.payload
        if kind is not None and isinstance(payload, dict):
            payload = kind.without_secrets(payload)
        set_aside(
            {
                "id": str(item.id),
                "kind": item.kind,
                "made_at": item.made_at.isoformat(),
                "base_revision": item.base_revision,
                "payload": payload,
            },
            reason=reason,
            by=None if kind is not None and kind.is_anonymous else self.by,
            at=self.now,
            item_id=item.id,
            kind=item.kind,
        )

    def close_what_was_set_aside(self, receipts):
        """What is stored after all is dealt with; of a kind that keeps versions, another one waits for its choice."""
        pairs = zip(self.entries, receipts, strict=True)
        stored = [entry for entry, receipt in pairs if receipt.status == Status.STORED]
        if not stored:
            return
        contents = {(entry.item.id, entry.content_sha256) for entry in stored}
        chosen_by_people = {entry.item.id for entry in stored if entry.kind.versions_at}
        waiting = SetAsideItem.objects.open().filter(
            item_id__in={entry.item.id for entry in stored}, **owner_fields(self.by)
        )
        closed = [
            row.pk
            for row in waiting
            if row.reason != Reason.CONFLICT
            or row.item_id not in chosen_by_people
            or (row.item_id, content_of(row)) in contents
        ]
        if closed:
            SetAsideItem.objects.filter(pk__in=closed).update(dealt_with_at=self.now)

    def with_result(self, entry, receipt):
        if receipt.is_safe and entry.kind.result:
            return replace(receipt, result=entry.kind.result(self.by))
        return receipt
