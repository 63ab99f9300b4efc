"""Registering, cards and PINs, and a guest's work becoming a person's."""

import datetime as dt
import time
import uuid

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.utils import timezone

from lms.actions.learning import BelongsToAnotherPerson, adopt, continue_as, record_practice
from lms.actions.people import WrongCodeOrPin, check_card, make_card, random_code, register
from lms.actions.tries import Locked
from lms.models import Completion, Consent, Learner, LearnerCard, Person
from lms.models.people import CODE_ALPHABET, PIN_HASHER
from lms.practice import practice_of
from tests import factories as make
from tests.lms.lessons import ONE, RIGHT

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)


@pytest.fixture
def details(consent_text):
    return {
        "nickname": "សុខា",
        "gender": "female",
        "birth_year": 1990,
        "age_band": "not_recorded",
        "pin": "2468",
        "consent_text": consent_text,
        "language": "km",
    }


@pytest.fixture
def card(details):
    return register(learner=make.learner(), **details)


def test_registering_makes_a_person_with_consent_and_card(details):
    guest = make.learner()
    card = register(learner=guest, at=NOON, **details)
    guest.refresh_from_db()
    person = guest.person
    assert (person.nickname, person.gender, person.birth_year) == ("សុខា", "female", 1990)
    assert guest.adopted_at == NOON
    consent = person.consents.get()
    assert (consent.purpose, consent.text.version, consent.language) == ("progress", 1, "km")
    assert (consent.given_by, consent.given_at) == ("person", NOON)
    assert person.learner_card == card
    assert set(card.code) <= set(CODE_ALPHABET)
    assert "2468" not in card.pin_hash


@pytest.mark.parametrize("is_demo", [True, False])
def test_whoever_joins_through_a_demonstration_poster_leaves_with_the_demonstration(details, is_demo):
    guest = make.learner(came_through=make.venue(is_demo=is_demo))
    assert register(learner=guest, **details).person.is_demo is is_demo


def test_a_minor_is_registered_with_somebody_elses_consent(details):
    details |= {"birth_year": None, "age_band": "10-14"}
    register(learner=make.learner(), given_by=Consent.GivenBy.SCHOOL, **details)
    assert Person.objects.get().is_minor()
    assert Consent.objects.get().given_by == "school"


@pytest.mark.parametrize("given_by", Consent.GivenBy)
def test_who_tells_no_age_is_under_18_if_somebody_else_agreed(details, given_by):
    details |= {"birth_year": None, "age_band": "not_recorded"}
    register(learner=make.learner(), given_by=given_by, **details)
    assert Person.objects.get().is_minor() is (given_by != Consent.GivenBy.PERSON)


def test_a_birth_year_leaves_no_age_band(details):
    register(learner=make.learner(), **details | {"age_band": "31-45"})
    assert Person.objects.get().age_band == "not_recorded"


def test_registering_twice_makes_one_person(details):
    guest = make.learner()
    first = register(learner=guest, **details)
    second = register(learner=guest, **details | {"nickname": "ដារ៉ា"})
    assert first == second
    assert Person.objects.get().nickname == "សុខា"


@pytest.mark.parametrize("nickname", ["=1+1", "ស្រី\u200bនាង", "@sum(a1)", "<b>"])
def test_a_name_is_stored_as_typed(details, nickname):
    register(learner=make.learner(), **details | {"nickname": nickname})
    assert Person.objects.get().nickname == nickname


def test_nothing_is_half_made(details):
    guest = make.learner()
    with pytest.raises(IntegrityError):
        register(learner=guest, **details | {"birth_year": 1066})
    guest.refresh_from_db()
    assert guest.person is None
    assert not Person.objects.exists()
    assert not Consent.objects.exists()


def test_a_code_that_is_taken_is_drawn_again(card):
    codes = iter([card.code, card.code, "ACDEFG"])
    made = make_card(person=make.person(), pin_hash=card.pin_hash, new_code=lambda: next(codes))
    assert made.code == "ACDEFG"


def test_a_second_card_of_one_person_is_refused(card):
    with pytest.raises(IntegrityError):
        make_card(person=card.person, pin_hash=card.pin_hash)


def test_codes_are_random_and_readable():
    codes = {random_code() for _ in range(500)}
    assert len(codes) > 490
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUV")


def test_code_and_pin_lead_to_the_person(card):
    assert check_card(code=card.code, pin="2468") == card.person


def test_a_wrong_pin_and_an_unknown_code_are_refused_alike(card):
    with pytest.raises(WrongCodeOrPin):
        check_card(code=card.code, pin="1357")
    with pytest.raises(WrongCodeOrPin):
        check_card(code="ACDEFG" if card.code != "ACDEFG" else "ACDEFH", pin="2468")


def test_a_wrong_pin_and_an_unknown_code_take_about_as_long(card):
    def seconds(code):
        begun = time.process_time()
        for _ in range(LearnerCard.FAILURES_ALLOWED - 1):
            with pytest.raises(WrongCodeOrPin):
                check_card(code=code, pin="1357")
        return time.process_time() - begun

    unknown, wrong = seconds("ACDEFG"), seconds(card.code)
    assert 0.5 < unknown / wrong < 2


def fail(card, times, at=NOON):
    for _ in range(times):
        with pytest.raises(WrongCodeOrPin):
            check_card(code=card.code, pin="1357", at=at)


def test_five_wrong_pins_lock_the_card_for_a_quarter_of_an_hour(card):
    fail(card, 5)
    with pytest.raises(Locked) as locked:
        check_card(code=card.code, pin="2468", at=NOON + dt.timedelta(minutes=14))
    assert locked.value.until == NOON + dt.timedelta(minutes=15)
    assert check_card(code=card.code, pin="2468", at=NOON + dt.timedelta(minutes=15)) == card.person


def test_trying_a_locked_card_does_not_prolong_the_lock(card):
    fail(card, 5)
    for minute in range(10):
        with pytest.raises(Locked) as locked:
            check_card(code=card.code, pin="1357", at=NOON + dt.timedelta(minutes=minute))
    assert locked.value.until == NOON + dt.timedelta(minutes=15)


def test_after_the_lock_there_are_five_tries_again(card):
    fail(card, 5)
    later = NOON + dt.timedelta(minutes=20)
    fail(card, 4, at=later)
    assert check_card(code=card.code, pin="2468", at=later) == card.person


def test_a_right_pin_clears_what_was_wrong_before(card):
    fail(card, 4)
    check_card(code=card.code, pin="2468", at=NOON)
    fail(card, 4)
    assert check_card(code=card.code, pin="2468", at=NOON) == card.person


def test_the_fifth_try_may_be_the_right_one(card):
    fail(card, 4)
    assert check_card(code=card.code, pin="2468", at=NOON) == card.person
    card.refresh_from_db()
    assert (card.failures, card.locked_until) == (0, None)


def test_one_locked_card_locks_no_other(card, details):
    neighbour = register(learner=make.learner(), **details)
    fail(card, 5)
    assert check_card(code=neighbour.code, pin="2468", at=NOON) == neighbour.person


def test_adopting_gives_a_guests_work_to_the_person(lesson):
    guest, person = make.learner(), make.person()
    record_practice(learner=guest, lesson=lesson, answers={ONE: RIGHT[ONE]})
    assert adopt(learner=guest, person=person).person == person
    assert practice_of(make.learner(person=person), lesson).answered == 1


def test_adopting_twice_changes_nothing():
    guest, person = make.learner(), make.person()
    first = adopt(learner=guest, person=person, at=NOON)
    assert adopt(learner=guest, person=person).adopted_at == first.adopted_at == NOON


def test_work_of_one_person_never_becomes_anothers():
    owner = make.person()
    learner = make.learner(person=owner)
    with pytest.raises(BelongsToAnotherPerson):
        adopt(learner=learner, person=make.person())
    learner.refresh_from_db()
    assert learner.person == owner


def completed(learner, key, day):
    at = dt.datetime(2026, 11, day, tzinfo=dt.UTC)
    made = make.completion(learner=learner, lesson_key=key, on=at.date())
    made.completed_at = at
    made.save()
    return made


def test_a_lesson_done_as_person_and_as_guest_counts_once_at_its_first_day():
    person, key, other = make.person(), uuid.uuid4(), uuid.uuid4()
    own, guest = make.learner(person=person), make.learner()
    later, earlier, only = completed(own, key, 9), completed(guest, key, 3), completed(guest, other, 5)
    adopt(learner=guest, person=person)
    assert set(Completion.objects.counted()) == {earlier, only}
    later.refresh_from_db()
    assert later.duplicate_of == earlier


def test_three_phones_point_at_the_same_first_completion():
    person, key = make.person(), uuid.uuid4()
    guests = [make.learner() for _ in range(3)]
    second, third, first = (completed(guest, key, day) for guest, day in zip(guests, (5, 7, 3), strict=True))
    for guest in guests:
        adopt(learner=guest, person=person)
    for completion in (second, third):
        completion.refresh_from_db()
        assert completion.duplicate_of == first
    assert list(Completion.objects.counted()) == [first]


def test_a_person_goes_on_with_the_guest_of_the_browser():
    guest, person = make.learner(), make.person()
    assert continue_as(person=person, learner=guest).pk == guest.pk
    assert continue_as(person=person, learner=make.learner(person=person)).person == person
    assert Learner.objects.count() == 2


def test_a_browser_used_by_somebody_else_begins_a_fresh_learner():
    before, person, venue = make.learner(person=make.person()), make.person(), make.venue()
    learner = continue_as(person=person, learner=before, came_through=venue)
    assert learner != before
    assert (learner.person, learner.came_through) == (person, venue)
    before.refresh_from_db()
    assert before.person != person


def test_pins_of_a_whole_class_are_checked_in_time():
    """Forty sign-ins at once on two cores must stay under five seconds: each may cost a tenth of a second."""
    begun = time.process_time()
    for _ in range(5):
        make_password("2468", hasher=PIN_HASHER)
    assert (time.process_time() - begun) / 5 < 0.1


def test_a_card_is_locked_until_a_moment():
    card = LearnerCard(locked_until=timezone.now() + dt.timedelta(minutes=1))
    assert card.is_locked()
    assert not card.is_locked(at=card.locked_until)
