"""The kinds of item this installation accepts."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

_kinds = {}


class MediaState(enum.StrEnum):
    """Where a file stands that an item names."""

    AWAITED = "awaited"
    KEPT = "kept"


@dataclass(frozen=True)
class Media:
    """Files that come after the items of a kind, named in them by the SHA-256 of their bytes.

    `state_of(sha256, *, by)` is a MediaState, None where no item of `by` names such a file.
    `take(sha256, content, *, by)` keeps the bytes, whose hash was checked; raises ValidationError for what is no such
    file after all. It runs inside a transaction.
    """

    state_of: Callable
    take: Callable


@dataclass(frozen=True)
class Kind:
    """A kind of item. `by` is whoever owns it: a Learner or a User.

    `schema(payload, *, by)` returns domain types; raises ValidationError by field for what a person can mend and
    Malformed for what nobody can. It runs before the transaction begins: what is slow belongs here. That of a revisable
    kind is told the `id` besides: what its record says already may be said again, whatever has changed since.
    `handle(item, content, *, by)` stores it inside a transaction and returns (Status, revision number); raises
    ValidationError where a rule refuses it.

    What else a kind may say of itself:
    `handle_all(pairs, *, by)` stores several new (item, content) at once, or raises; then each is handled alone, so
    that it may be quick and leave every case out of the ordinary to `handle`. It takes contents of the type `together`;
    kinds that name the same function go together.
    `stored_revision(item, *, by)` makes the kind revisable, its `handle` judging other content under a known id. It
    returns the number of the revision that already holds this very content, else None: what was stored once stays
    stored, even when the rules have changed since.
    `versions_at(id)` is the address at which staff choose one of its versions in conflict; of a kind that has one, none
    is passed over because another came later.
    `model` is the record whose primary key is the item's id: once it is gone, the item was deleted.
    `secrets` are fields of the payload that are never kept and make no content.
    `is_anonymous`: nothing kept leads from the record to its owner.
    `result(by)` is what the owner's phone gets to know of what was made, as plain JSON.
    `reviews(ids)` is {id: what people decided about it since, as plain JSON}, for the phone to show.
    `media` are the files that come after its items.
    """

    name: str
    schema: Callable
    handle: Callable
    handle_all: Callable | None = None
    together: type | None = None
    stored_revision: Callable | None = None
    versions_at: Callable | None = None
    model: type[Model] | None = None
    secrets: frozenset = frozenset()
    is_anonymous: bool = False
    result: Callable | None = None
    reviews: Callable | None = None
    media: Media | None = None

    def read(self, item, *, by):
        """What the schema makes of an item."""
        known_as = {"id": item.id} if self.stored_revision else {}
        return self.schema(item.payload, by=by, **known_as)

    def without_secrets(self, payload):
        return {name: value for name, value in payload.items() if name not in self.secrets}


def register(kind):
    if kind.name in _kinds:
        raise ImproperlyConfigured(f"Two apps accept items of the kind {kind.name}.")
    _kinds[kind.name] = kind


def kind_of(name):
    """The Kind of this name, or None."""
    return _kinds.get(name)


def kinds_with_media():
    return [kind for kind in _kinds.values() if kind.media]
