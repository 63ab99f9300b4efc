"""Registering a person and checking a learner card."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.actions.learning import adopt
from lms.models import AgeBand, Consent, ConsentPurpose, Learner, LearnerCard, Person
from lms.models.people import CODE_ALPHABET, CODE_LENGTH, PIN_HASHER

CODE_TRIES = 10


class WrongCodeOrPin(Exception):
    """Which of the two is wrong is not said."""


class CardLocked(Exception):
    """Too many wrong PINs; `until` is when the next try is possible."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


def register(
    *,
    learner,
    nickname,
    gender,
    birth_year,
    age_band,
    consent_text,
    language,
    pin=None,
    pin_hash=None,
    given_by=Consent.GivenBy.PERSON,
    at=None,
):
    """Makes a person of a guest, with the agreement to keep progress and a card to sign in with; returns the card.

    The guest's work becomes the person's. A learner that already has a person keeps it, and nothing is made: a form
    sent twice registers once. `birth_year` is an int or None, and then `age_band` says the age. `pin` is hashed here
    unless `pin_hash` is given.
    """
    at = at or timezone.now()
    # Slow on purpose: before the database is locked.
    pin_hash = pin_hash or make_password(pin, hasher=PIN_HASHER)
    with transaction.atomic():
        learner = Learner.objects.select_for_update().get(pk=learner.pk)
        if learner.person_id is not None:
            return LearnerCard.objects.get(person=learner.person_id)
        person = Person.objects.create(
            nickname=nickname,
            gender=gender,
            birth_year=birth_year,
            age_band=age_band if birth_year is None else AgeBand.NOT_RECORDED,
            registered_at=at,
            # Whoever comes through a poster of the demonstration is trying it out, and leaves with it.
            is_demo=learner.came_through is not None and learner.came_through.is_demo,
        )
        Consent.objects.create(
            person=person,
            text=consent_text,
            purpose=ConsentPurpose.PROGRESS,
            language=language,
            given_by=given_by,
            given_at=at,
        )
        card = make_card(person=person, pin_hash=pin_hash)
        adopt(learner=learner, person=person, at=at)
    return card


def make_card(*, person, pin_hash, new_code=None):
    """A learner card with a code nobody has; `new_code()` proposes one."""
    new_code = new_code or random_code
    for tries_left in reversed(range(CODE_TRIES)):
        try:
            with transaction.atomic():
                return LearnerCard.objects.create(person=person, code=new_code(), pin_hash=pin_hash)
        except IntegrityError:
            if not tries_left:
                raise
    return None


def random_code():
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def check_card(*, code, pin, at=None):
    """The person whose card has this code and PIN. Raises WrongCodeOrPin, or CardLocked after too many wrong PINs.

    Locks the card alone, never an address: a whole Wi-Fi zone shares one (R12). An unknown code takes as long as a
    wrong PIN.
    """
    card = _claim_try(code, at or timezone.now())
    if card is None:
        make_password(pin, hasher=PIN_HASHER)
        raise WrongCodeOrPin
    if not card.check_pin(pin):
        raise WrongCodeOrPin
    LearnerCard.objects.filter(pk=card.pk).update(failures=0, locked_until=None)
    return card.person


@transaction.atomic
def _claim_try(code, at):
    """Counts a try before its PIN is looked at, so that many at once are not more than were allowed."""
    card = LearnerCard.objects.select_for_update().select_related("person").filter(code=code).first()
    if card is None:
        return None
    if card.is_locked(at):
        raise CardLocked(card.locked_until)
    if card.locked_until is not None:
        card.failures, card.locked_until = 0, None
    card.failures += 1
    if card.failures >= LearnerCard.FAILURES_ALLOWED:
        card.locked_until = at + LearnerCard.LOCK_TIME
    card.save(update_fields=["failures", "locked_until"])
    return card
