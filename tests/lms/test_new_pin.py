"""A new PIN because somebody else may sign in: whoever is signed in on another phone is so no longer."""

import pytest

from lms.actions.merging import merge
from lms.actions.people import make_card, reset_pin
from lms.models import Learner, LearnerCard, SubmitKey
from tests import factories as make
from tests.lms.lessons import RIGHT
from tests.lms.test_phones import KEY, OTHER_KEY, ask, owner_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_pin(person):
    """Gives the learner the PIN 8642 for a reason."""

    def give(reason):
        reset_pin(card=LearnerCard.objects.get(person=person), pin="8642", reason=reason, by=make.user())

    return give


def sign_in(phone, person, pin="8642", **more):
    return phone.send("/km/sign-in/", {"code": person.code, "pin": pin} | more)


@pytest.mark.parametrize("reason", ["seen", "lost"])
@pytest.mark.parametrize("has_key", [True, False], ids=["with a key", "without a script"])
def test_nobody_stays_signed_in_on_any_phone(phone, other_phone, person, new_pin, reason, has_key):
    sign_in(other_phone, person, "2468")
    if has_key:
        ask(phone, key=KEY)
        ask(other_phone, key=OTHER_KEY)
    new_pin(reason)
    for browser in (phone, other_phone):
        assert owner_in(browser) is None
        assert browser.get("/km/me/data/").status_code == 303
        assert ask(browser, key="C" * 22).json()["owner"] is None
    assert not SubmitKey.objects.in_force().exists()
    assert sign_in(phone, person, "2468").status_code == 200
    assert sign_in(phone, person).status_code == 303
    assert owner_in(phone)


def test_a_phone_whose_earlier_key_was_revoked_is_ended_without_another_one(phone, person, new_pin):
    ask(phone, key=KEY)
    new_pin("seen")
    sign_in(phone, person)
    assert owner_in(phone)
    new_pin("seen")
    assert owner_in(phone) is None


def test_a_pin_that_was_only_forgotten_ends_no_phone(phone, person, new_pin):
    ask(phone, key=KEY)
    new_pin("forgotten")
    assert owner_in(phone)
    assert SubmitKey.objects.in_force().exists()


def test_what_waits_on_a_phone_finds_its_owner_after_signing_in_with_the_new_pin(phone, person, new_pin):
    own = owner_in(phone)
    ask(phone, key=KEY)
    new_pin("seen")
    assert ask(phone, key=KEY, guest=own).status_code == 409
    sign_in(phone, person, guest=own, submit_key=KEY)
    assert ask(phone, key=OTHER_KEY).json()["owner"] == owner_in(phone) == own


def test_what_is_done_meanwhile_is_a_guests(phone, person, new_pin, lesson):
    new_pin("lost")
    phone.practise(lesson, RIGHT)
    assert Learner.objects.get(pk=owner_in(phone)).person is None
    assert Learner.objects.filter(person=person).count() == 1


def test_nobody_elses_phone_is_ended(phone, other_phone, person, joining, new_pin):
    other_phone.send("/km/join/", joining | {"nickname": "ដារ៉ា"})
    ask(other_phone, key=OTHER_KEY)
    new_pin("seen")
    assert owner_in(other_phone)
    assert SubmitKey.objects.in_force().count() == 1


def test_the_card_of_a_merged_record_ends_the_phones_of_the_one_kept(phone, person, new_pin):
    kept, administrator = make.person(nickname="ដារ៉ា"), make.user(is_superuser=True)
    make_card(person=kept, pin_hash="x")
    merge(keep=kept, other=person, by=administrator)
    assert owner_in(phone)
    new_pin("lost")
    assert owner_in(phone) is None
