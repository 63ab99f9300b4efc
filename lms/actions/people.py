"""Registering and correcting a person, and the learner card a person signs in with."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.actions.consents import give_consent
from lms.actions.learning import adopt
from lms.actions.submit_keys import end_phones
from lms.actions.tries import Locked, claim_try, forget_tries
from lms.models import AgeBand, Consent, ConsentPurpose, Disability, Learner, LearnerCard, Person
from lms.models.people import CODE_ALPHABET, CODE_LENGTH, PIN_HASHER

CODE_TRIES = 10
# Reasons for a new PIN: it was seen, or the card is lost.
OTHERS_MAY_KNOW = {"seen", "lost"}


class WrongCodeOrPin(Exception):
    """Which of the two is wrong is not said."""


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
    by=None,
    at=None,
):
    """Makes a person of a guest, with the agreement to keep progress and a card to sign in with; returns the card.

    The guest's work becomes the person's. A learner that already has a person keeps it, and nothing is made: a form
    sent twice registers once. `birth_year` is an int or None, and then `age_band` says the age. `pin` is hashed here
    unless `pin_hash` is given. `by` is the user who helped, where somebody did.
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
            enrolled_by=by,
            is_demo=_is_trying_out(learner, by),
        )
        give_consent(person=person, text=consent_text, language=language, given_by=given_by, by=by, at=at)
        card = make_card(person=person, pin_hash=pin_hash)
        adopt(learner=learner, person=person, at=at)
        if by is not None:
            log(person, "lms.enrol_person", user=by, title=str(person.pk))
    return card


def enrol(*, id, by, **particulars):
    """Registers somebody with an ambassador's help, as `register` does; returns the card.

    `id` (UUID) was given to the form, so that sending it twice registers once. None if it is somebody else's.
    """
    learner, _is_new = Learner.objects.get_or_create(pk=id, defaults={"is_demo": by.is_demo})
    if learner.person_id is not None and learner.person.enrolled_by_id != by.pk:
        return None
    return register(learner=learner, by=by, **particulars)


def _is_trying_out(learner, by):
    """Whoever comes through a poster or an ambassador of the demonstration is trying it out, and leaves with it."""
    return any(guide is not None and guide.is_demo for guide in (learner.came_through, by))


@transaction.atomic
def correct(*, person, nickname, gender, birth_year, age_band, commune, given_by, language, at=None):
    """Corrects what is kept about a person; returns the person.

    Another name than the one shown so far replaces all names. Whoever turns out to be under 18 holds a nickname only,
    without the result of the six questions, and somebody grown up has agreed for them: `given_by`.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    is_renamed = nickname != person.name
    person.gender, person.birth_year, person.commune = gender, birth_year, commune
    person.age_band = age_band if birth_year is None else AgeBand.NOT_RECORDED
    agreed = person.consents.filter(purpose=ConsentPurpose.PROGRESS, withdrawn_at=None).first()
    if agreed is not None and agreed.given_by == Consent.GivenBy.PERSON:
        give_consent(person=person, text=agreed.text, language=language, given_by=given_by, at=at)
    is_minor = person.is_minor()
    if is_minor:
        person.disability = Disability.NOT_ASKED
    if is_renamed or is_minor:
        person.nickname = nickname
        person.family_name_km = person.given_name_km = ""
        person.family_name_latin = person.given_name_latin = ""
    person.save()
    return person


@transaction.atomic
def note_disability(*, person, disability):
    """Keeps the result of the six questions, a Disability, and nothing else of them; returns the person.

    Nothing of the kind is kept about somebody under 18.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.disability = Disability.NOT_ASKED if person.is_minor() else disability
    person.save(update_fields=["disability"])
    return person


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


def holders_of(codes):
    """{code: the Person whom a card with this code names}, whichever of a person's records it was made for."""
    cards = LearnerCard.objects.filter(code__in=codes).select_related("person__merged_into")
    found = {card.code: card.person.counted_as for card in cards}
    return {code: person for code, person in found.items() if person.erased_at is None}


def check_card(*, code, pin, at=None):
    """The person whose card has this code and PIN. Raises WrongCodeOrPin, or Locked after too many wrong PINs.

    An unknown code takes as long as a wrong PIN.
    """
    card = claim_try(LearnerCard.objects.select_related("person").filter(code=code), at=at or timezone.now())
    if card is None:
        make_password(pin, hasher=PIN_HASHER)
        raise WrongCodeOrPin
    if not card.check_pin(pin):
        raise WrongCodeOrPin
    forget_tries(card)
    return card.person.counted_as


def cards_of(person):
    """The cards that open a person's work: its own, and those of records that were merged into it."""
    records = newly = {person.pk}
    while newly:
        newly = set(Person.objects.filter(merged_into__in=newly).values_list("pk", flat=True))
        records = records | newly
    return LearnerCard.objects.filter(person__in=records).order_by("pk")


def check_pin(*, person, pin, at=None):
    """Sees to it that somebody who is signed in knows the PIN of a card of theirs. Raises as check_card does."""
    tried, until = False, []
    for card in cards_of(person):
        try:
            check_card(code=card.code, pin=pin, at=at)
        except WrongCodeOrPin:
            tried = True
        except Locked as locked:
            until.append(locked.until)
        else:
            return
    raise WrongCodeOrPin if tried else Locked(min(until))


def reset_pin(*, card, pin, reason, by):
    """Gives a learner who is present a new PIN and opens a locked card; who did it, when and why is logged.

    Where somebody else may have signed in, nobody stays signed in; what waits on a phone is sent after the next one.
    """
    card.set_pin(pin)  # slow on purpose: before the database is locked
    with transaction.atomic():
        card.save(update_fields=["pin_hash"])
        forget_tries(card)
        if reason in OTHERS_MAY_KNOW:
            end_phones(person=card.person)
        log(card.person, "lms.reset_pin", user=by, title=str(card.person_id), data={"reason": reason})
