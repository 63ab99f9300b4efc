"""Phones that work by themselves: their guests become the learner of a browser, and a person's (sync.md)."""

from django.db import transaction

from lms.actions.learning import adopt, continue_as
from lms.actions.submit_keys import KeyRefused, register_guest
from lms.models import Learner, SubmitKey


@transaction.atomic
def guest_of_phone(*, guest, key, came_through=None):
    """The Learner with the id a phone made for it, known by the key it made; None if they do not belong together.

    Where neither is known yet, both are stored now. The learner may have become a person's meanwhile: a key hands
    in and reads nothing, so whoever asks must look before showing anything.
    """
    key_sha256 = SubmitKey.sha256_of(key)
    kept = SubmitKey.objects.filter(key_sha256=key_sha256).first()
    if kept is None:
        try:
            kept = register_guest(learner_id=guest, key_sha256=key_sha256)
        except KeyRefused:
            return None
        # A guest remembers the poster it came through from its first sign of life.
        Learner.objects.filter(pk=guest, came_through=None).update(came_through=came_through)
    if kept.revoked_at is not None or kept.learner_id != guest:
        return None
    return Learner.objects.select_related("person").get(pk=guest)


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
