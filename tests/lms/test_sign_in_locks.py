"""Too many wrong tries: the account waits, never the address; and nobody learns which accounts there are."""

import datetime as dt
import time

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.formats import date_format

from lms.actions.people import make_card
from lms.models import LearnerCard, User
from lms.models.people import PIN_HASHER
from lms.views.people import cool_off
from tests import factories as make
from tests.lms.conftest import Phone

pytestmark = pytest.mark.django_db

PASSWORD = "kampong-som-2026"


@pytest.fixture
def user():
    return make.user("chantha", password=PASSWORD)


def tries(times, *, right=False, username="chantha"):
    return [authenticate(username=username, password=PASSWORD if right else "wrong") for _ in range(times)]


def failed(times):
    """As if so many wrong passwords had been tried."""
    User.objects.update(failures=times)


def test_the_tenth_wrong_password_locks_the_account_for_a_quarter_of_an_hour(user):
    failed(User.FAILURES_ALLOWED - 2)
    assert tries(2) == [None, None]
    assert tries(1, right=True) == [None]
    user.refresh_from_db()
    assert user.is_locked()
    assert user.locked_until - timezone.now() <= User.LOCK_TIME
    User.objects.update(locked_until=timezone.now() - dt.timedelta(seconds=1))
    assert tries(1, right=True) == [user]


def test_a_right_password_forgets_the_wrong_ones(user):
    failed(User.FAILURES_ALLOWED - 1)
    assert tries(1, right=True) == [user]
    user.refresh_from_db()
    assert (user.failures, user.locked_until) == (0, None)


def test_one_locked_account_locks_no_other(user):
    User.objects.update(locked_until=timezone.now() + User.LOCK_TIME)
    neighbour = make.user("sophea", password=PASSWORD)
    assert tries(1, right=True, username="sophea") == [neighbour]


def test_who_has_left_does_not_come_in(user):
    User.objects.update(is_active=False)
    assert tries(1, right=True) == [None]


@pytest.mark.parametrize("path", ["/field/sign-in/", "/admin/login/"])
def test_a_wrong_password_an_unknown_name_and_a_locked_account_look_alike(client, user, path):
    def answered(username, password):
        page = client.post(path, {"username": username, "password": password})
        return page.status_code, page.context["form"].errors

    unknown, wrong = answered("nobody", PASSWORD), answered("chantha", "wrong")
    User.objects.update(locked_until=timezone.now() + User.LOCK_TIME)
    locked = answered("chantha", PASSWORD)
    assert unknown == wrong == locked
    assert unknown[0] == 200
    assert "__all__" in unknown[1]


def test_they_take_about_as_long(user, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # the real one first
    user.set_password(PASSWORD)
    user.save()

    def seconds(username):
        begun = time.process_time()
        tries(2, username=username)
        return time.process_time() - begun

    wrong, unknown = seconds("chantha"), seconds("nobody")
    User.objects.update(locked_until=timezone.now() + User.LOCK_TIME)
    for other in (unknown, seconds("chantha")):
        assert 0.5 < other / wrong < 2


@pytest.fixture
def cards(db):
    """A class of forty, each with the PIN 2468."""
    pin_hash = make_password("2468", hasher=PIN_HASHER)
    return [make_card(person=make.person(nickname=f"សិស្ស {n}"), pin_hash=pin_hash) for n in range(40)]


def sign_in(phone, card, pin="2468"):
    return phone.send("/km/sign-in/", {"code": card.code, "pin": pin})


def test_a_class_behind_one_address_is_never_locked(cards):
    """Every pupil mistypes once, on a phone of their own, all from one address; then every pupil comes in."""
    phones = [Phone(REMOTE_ADDR="203.0.113.7") for _ in cards]
    for phone, card in zip(phones, cards, strict=True):
        assert sign_in(phone, card, "1357").status_code == 200
    for phone, card in zip(phones, cards, strict=True):
        assert sign_in(phone, card).status_code == 303


def test_a_browser_that_fails_on_many_cards_has_to_wait(cards, phone):
    for card in cards[: cool_off.FAILURES_ALLOWED]:
        assert sign_in(phone, card, "1357").status_code == 200
    page = sign_in(phone, cards[-1])
    assert page.status_code == 200
    assert "សូមរង់ចាំ" in str(page.context["form"].errors)
    # Another phone beside it goes on, and so does this one after a while.
    assert sign_in(Phone(), cards[-1]).status_code == 303
    session = phone.session
    session[cool_off.KEY] = {"until": (timezone.now() - dt.timedelta(seconds=1)).isoformat()}
    session.save()
    assert sign_in(phone, cards[-1]).status_code == 303


def test_a_shared_tablet_where_pupils_come_in_one_after_the_other_does_not_wait(cards, phone):
    for card in cards[:25]:
        sign_in(phone, card, "1357")
        assert sign_in(phone, card).status_code == 303


def test_a_lock_until_tomorrow_says_the_day(cards, phone):
    until = timezone.now() + LearnerCard.LONGEST_LOCK
    LearnerCard.objects.filter(pk=cards[0].pk).update(locked_until=until)
    said = str(sign_in(phone, cards[0]).context["form"].errors)
    assert date_format(timezone.localtime(until), "DATETIME_FORMAT") in said
