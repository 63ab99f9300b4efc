"""Phones that work by themselves: their guests, and the keys with which they hand in what was done (sync.md)."""

from django.db import transaction

from lms.actions.learning import adopt, continue_as
from lms.models import Learner, SubmitKey


class KeyInUse(Exception):
    """The key is somebody else's, or no longer in force: the phone has to make another."""


@transaction.atomic
def guest_of_phone(*, guest, key, came_through=None):
    """The Learner with the id a phone made for it, known by the key it made; None if they do not belong together.

    Where neither is known yet, both are stored now. The learner may have become a person's meanwhile: a key hands
    in and reads nothing, so whoever asks must look before showing anything.
    """
    key_sha256 = SubmitKey.sha256_of(key)
    known = SubmitKey.objects.filter(key_sha256=key_sha256).first()
    if known is None:
        learner, is_new = Learner.objects.get_or_create(pk=guest, defaults={"came_through": came_through})
        if is_new:
            known, _is_new = SubmitKey.objects.get_or_create(
                key_sha256=key_sha256, defaults={"learner": learner}
            )
        else:  # the same phone may have asked twice in one moment
            known = SubmitKey.objects.filter(key_sha256=key_sha256).first()
    if known is None or known.revoked_at is not None or known.learner_id != guest:
        return None
    return Learner.objects.select_related("person").get(pk=guest)


@transaction.atomic
def keep_key(*, learner, key):
    """Lets a phone hand in work for a learner from now on. Raises KeyInUse."""
    kept, _is_new = SubmitKey.objects.get_or_create(
        key_sha256=SubmitKey.sha256_of(key), defaults={"learner": learner}
    )
    if kept.learner_id != learner.pk or kept.revoked_at is not None:
        raise KeyInUse


@transaction.atomic
def continue_on_phone(*, person, learner, guest, came_through=None):
    """The learner under which a person goes on in a browser, whose learner was `learner`, on a phone whose guest was
    `guest` (each may be None). What either did as a guest becomes the person's.
    """
    if guest is None or guest.person_id not in (None, person.pk):
        return continue_as(person=person, learner=learner, came_through=came_through)
    if learner is not None and learner.person_id is None:
        adopt(learner=learner, person=person)
    return adopt(learner=guest, person=person)
