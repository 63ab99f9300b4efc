"""Giving the right to hand in work, and taking it away."""

import datetime as dt
import secrets

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.models import Learner, Person, SubmitKey
from lms.sync.turns import own_turn


class KeyRefused(Exception):
    """The text is no key, or the key is another owner's, or it was revoked or has run out."""


def keep_key(*, key, owner, at=None):
    """Lets the holder of `key` hand in work for `owner`, a Learner or a User; returns the SubmitKey.

    `key` is what the phone made: 16 random bytes as base64url text. Doing it twice changes nothing. Raises KeyRefused.
    """
    sha256 = SubmitKey.sha256_of(key)
    if sha256 is None:
        raise KeyRefused
    fields = {"learner": owner} if isinstance(owner, Learner) else {"user": owner}
    try:
        with transaction.atomic():
            kept, _ = SubmitKey.objects.get_or_create(
                key_sha256=sha256, defaults=fields | {"made_at": at or timezone.now()}
            )
    except IntegrityError:  # the owner is gone
        raise KeyRefused from None
    if kept.owner != owner or not kept.is_in_force(at):
        raise KeyRefused
    return kept


def register_guest(*, learner_id, key_sha256, at=None):
    """Makes the guest learner that a phone made offline, with its key; returns the SubmitKey. It was used at `at`.

    Raises KeyRefused when there is such a learner already: only who holds its key may speak for it.
    """
    try:
        with transaction.atomic():
            learner = Learner(pk=learner_id)
            learner.save(force_insert=True)
            return SubmitKey.objects.create(key_sha256=key_sha256, learner=learner, last_used_at=at)
    except IntegrityError:
        # The same phone's other request may have come first by a moment.
        kept = SubmitKey.objects.in_force().filter(key_sha256=key_sha256, learner=learner_id).first()
        if kept is None:
            raise KeyRefused from None
        return kept


def note_use(*, key, at):
    """Remembers when a key was last used, to the day: a write for every request would cost more than it tells."""
    if key.last_used_at is None or at - key.last_used_at > dt.timedelta(days=1):
        with own_turn():
            SubmitKey.objects.filter(pk=key.pk).update(last_used_at=at)


def revoke_keys(*, owner, at=None):
    """Takes every submit key of a Learner or User away; returns how many. What they handed in stays."""
    fields = {"learner": owner} if isinstance(owner, Learner) else {"user": owner}
    return SubmitKey.objects.filter(**fields).revoke(at or timezone.now())


@transaction.atomic
def end_phones(*, person, at=None):
    """Ends every phone of a person, as `revoke_phone` ends one, those without a key too: they get one that nobody has
    and that is revoked already, for that is what a browser's sign-in is measured by (lms.views.browser)."""
    at = at or timezone.now()
    for learner in Learner.objects.filter(person=person.counted_as):
        if not revoke_keys(owner=learner, at=at):
            SubmitKey.objects.create(
                key_sha256=secrets.token_hex(32), learner=learner, made_at=at, revoked_at=at
            )


@transaction.atomic
def revoke_phone(*, learner, by, at=None):
    """Ends one phone of a registered learner: its submit keys, and who is signed in there (lms.views.browser).

    Returns how many keys. Work not yet sent stays on the phone, and is sent after the next sign-in with the PIN.

    Raises PermissionDenied unless `by` is in charge of the person. Doing it twice changes nothing.
    """
    person = Person.objects.changeable_by(by).filter(pk=learner.person_id).first()
    if person is None:
        raise PermissionDenied
    revoked = revoke_keys(owner=learner, at=at)
    if revoked:
        log(person, "lms.revoke_phone", user=by, title=str(person.pk), data={"learner": str(learner.pk)})
    return revoked
