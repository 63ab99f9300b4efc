"""The kinds of item this installation accepts, and the one door they come through."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.sync.envelope import Malformed, Receipt, Status, storable

_kinds = {}


@dataclass(frozen=True)
class Kind:
    """A kind of item. `by` is whoever hands it in.

    `schema(payload, *, by)` returns domain types; raises ValidationError by field for what a person can mend and
    Malformed for what nobody can.
    `handle(item, content, *, by)` stores it in one transaction and returns (Status, revision number); raises
    ValidationError where a rule refuses it.
    `stored_revision(item, *, by)` returns the number of the revision that already holds this very content, else
    None: what was stored once stays stored, even when the rules have changed since.
    """

    name: str
    schema: Callable
    handle: Callable
    stored_revision: Callable


def register(kind):
    if kind.name in _kinds:
        raise ImproperlyConfigured(f"Two apps accept items of the kind {kind.name}.")
    _kinds[kind.name] = kind


def receive(item, *, by):
    """Takes in one item handed in by `by` and returns its Receipt; stores all of it or nothing."""
    kind = _kinds.get(item.kind)
    if kind is None:
        return _receipt(
            item, Status.QUARANTINED, problem=ValidationError(_("This kind of entry is unknown."))
        )
    try:
        # A phone whose clock runs ahead is taken to have made the item now.
        item = replace(item, payload=storable(item.payload), made_at=min(item.made_at, timezone.now()))
        if revision := kind.stored_revision(item, by=by):
            return _receipt(item, Status.ALREADY_STORED, revision)
        content = kind.schema(item.payload, by=by)
        with transaction.atomic():
            status, revision = kind.handle(item, content, by=by)
    except ValidationError as problem:
        return _receipt(item, Status.REFUSED, problem=problem)
    except (Malformed, RecursionError):
        problem = ValidationError(_("This entry is damaged. Show it to your coordinator."))
        return _receipt(item, Status.QUARANTINED, problem=problem)
    return _receipt(item, status, revision)


def _receipt(item, status, revision=None, problem=None):
    return Receipt(id=item.id, status=status, revision=revision, problem=problem)
