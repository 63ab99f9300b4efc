"""Wrong PINs again and again: a card stays locked longer each time, and a password does not."""

import datetime as dt

import pytest

from lms.actions.people import check_card, make_card, reset_pin
from lms.actions.tries import claim_try
from lms.models import User
from tests import factories as make
from tests.lms.test_people import NOON, fail

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    made = make_card(person=make.person(), pin_hash="")
    made.set_pin("2468")
    made.save()
    return made


def locked_for(card, at):
    """How long a card is locked that has just been tried with five wrong PINs."""
    fail(card, 5, at=at)
    card.refresh_from_db()
    return card.locked_until - at


def test_each_lock_in_a_row_takes_twice_as_long_up_to_a_day(card):
    moment, taken = NOON, []
    for _ in range(11):
        taken.append(locked_for(card, moment))
        moment = card.locked_until
    quarters = [1, 2, 4, 8, 16, 32, 64, 96, 96, 96, 96]
    assert taken == [number * dt.timedelta(minutes=15) for number in quarters]
    assert card.failures <= 40


def test_the_right_pin_and_a_new_one_begin_with_a_short_lock_again(card):
    def know():
        check_card(code=card.code, pin="2468", at=card.locked_until)

    def get_new():
        reset_pin(card=card, pin="8642", reason="forgotten", by=make.user())

    moment = NOON
    for forget in (know, get_new):
        assert locked_for(card, moment) == dt.timedelta(minutes=15)
        assert locked_for(card, card.locked_until) == dt.timedelta(minutes=30)
        moment = card.locked_until
        forget()
    assert locked_for(card, moment) == dt.timedelta(minutes=15)


def test_a_password_is_always_locked_as_long(card):
    user, moment = make.user(), NOON
    for _ in range(3):
        for _ in range(User.FAILURES_ALLOWED):
            user = claim_try(User.objects.filter(pk=user.pk), at=moment)
        assert user.locked_until == moment + User.LOCK_TIME
        assert user.failures == User.FAILURES_ALLOWED
        moment = user.locked_until
