"""An ambassador helps somebody to join, and gives a new PIN."""

import re
import uuid

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from ambassadors.learners.forms import random_pin
from ambassadors.models import Ambassador
from lms import reference
from lms.actions.people import check_card, make_card
from lms.forms import is_easily_guessed
from lms.khmer import latin_letters
from lms.models import Consent, Learner, LearnerCard, Person
from tests import factories as make
from tests.ambassadors.pages import errors_of

pytestmark = pytest.mark.django_db

NEW, PIN = "/field/learners/new/", "/field/learners/pin/"


@pytest.fixture(autouse=True)
def consent_texts(db):
    reference.load()


def words_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return strip_tags(re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL))


@pytest.fixture
def filled_in():
    def made(**changes):
        return {
            "id": str(uuid.uuid4()),
            "spare_pin": "5093",
            "nickname": "ស្រីមុំ",
            "gender": "female",
            "birth_year": "1968",
            "age_band": "",
            "given_by": "person",
            "pin": "",
            "consent_version": "1",
            "consent": "yes",
        } | changes

    return made


def card_of(nickname="ដារ៉ា", enrolled_by=None):
    return make_card(person=make.person(nickname=nickname, enrolled_by=enrolled_by), pin_hash="x")


# Enrolling


def test_a_learner_is_enrolled_and_the_card_is_shown(phone, user, filled_in):
    page = phone().post(NEW, filled_in())
    card = LearnerCard.objects.get()
    assert card.code in words_of(page)
    assert "5093" in words_of(page)
    assert 'class="qr"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert check_card(code=card.code, pin="5093") == card.person
    assert card.person.enrolled_by == user
    consent = Consent.objects.get()
    assert (consent.recorded_by, consent.given_by, consent.language) == (user, "person", "km")
    entry = ModelLogEntry.objects.get(action="lms.enrol_person")
    assert (entry.user, entry.label) == (user, str(card.person_id))


def test_a_pin_that_the_learner_typed_is_shown_to_nobody(phone, filled_in):
    page = phone().post(NEW, filled_in(pin="២៤៦៨"))
    assert not {"2468", "២៤៦៨", "5093"} & set(words_of(page).split())
    assert check_card(code=LearnerCard.objects.get().code, pin="2468")


def test_a_form_sent_twice_enrols_once_and_shows_the_same(phone, filled_in):
    data, browser = filled_in(), phone()
    first, second = browser.post(NEW, data), browser.post(NEW, data)
    assert words_of(first) == words_of(second)
    assert Person.objects.filter(nickname="ស្រីមុំ").count() == Learner.objects.count() == 1


def test_a_child_needs_a_parent_or_the_school(phone, filled_in):
    child = filled_in(birth_year=str(timezone.localdate().year - 12))
    assert errors_of(phone().post(NEW, child))["given_by"]
    phone().post(NEW, child | {"given_by": "school"})
    assert Consent.objects.get().given_by == "school"


def test_nobody_is_enrolled_who_does_not_agree(phone, filled_in):
    response = phone().post(NEW, filled_in(consent="no", nickname=""), follow=True)
    assert "មិនបានរក្សាទុកអ្វីទេ" in words_of(response)
    assert not Learner.objects.exists()


def test_the_form_brings_an_id_and_a_pin_of_its_own_each_time(phone):
    def hidden():
        return re.findall(r'name="(?:id|spare_pin)" value="([^"]+)"', phone().get(NEW).content.decode())

    assert len(hidden()) == 2
    assert hidden()[0] != hidden()[0]


@pytest.mark.parametrize("damage", [{"id": "x"}, {"id": ""}, {"spare_pin": "1111"}, {"spare_pin": "abcd"}])
def test_damaged_hidden_fields_are_replaced(phone, filled_in, damage):
    page = phone().post(NEW, filled_in(**damage))
    pin = re.search(r'class="big-code" lang="en">(\d{4})<', page.content.decode())[1]
    assert check_card(code=LearnerCard.objects.get().code, pin=pin)


def test_the_id_of_somebody_elses_learner_is_refused(phone, filled_in):
    learner = make.learner(person=card_of().person)
    response = phone().post(NEW, filled_in(id=str(learner.pk)))
    assert response.status_code == 403
    assert "ដារ៉ា" not in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nickname": ""},
        {"gender": ""},
        {"birth_year": "", "age_band": ""},
        {"birth_year": "x"},
        {"pin": "1111"},
        {"pin": "12"},
        {"consent": ""},
        {"consent_version": "7"},
        {"given_by": "x"},
    ],
)
def test_every_mistake_is_said_in_khmer(phone, filled_in, wrong):
    response = phone().post(NEW, filled_in(**wrong))
    assert response.status_code == 200
    assert errors_of(response)
    assert latin_letters(words_of(response)) == []
    assert not Learner.objects.exists()


@pytest.mark.parametrize("path", [NEW, PIN])
def test_only_active_ambassadors_help(client, phone, path, coordinator):
    assert client.get(path).url.startswith("/field/sign-in/")
    assert phone().get(path).status_code == 200
    Ambassador.objects.update(status="paused")
    assert phone().get(path).status_code == 403
    assert phone().post(path).status_code == 403
    client.force_login(coordinator)
    assert client.get(path).status_code == 403


def test_a_learner_of_the_demonstration_leaves_with_it(phone, user, filled_in):
    user.is_demo = True
    user.save()
    phone().post(NEW, filled_in())
    assert Person.objects.get(nickname="ស្រីមុំ").is_demo
    assert Learner.objects.get().is_demo


# A new PIN


def new_pin(**changes):
    return {"code": "", "person": "", "reason": "forgotten", "pin": "", "spare_pin": "5093"} | changes


def test_a_learner_with_the_card_in_hand_gets_a_new_pin(phone, user):
    card = card_of()
    LearnerCard.objects.update(failures=5, locked_until=timezone.now() + LearnerCard.LOCK_TIME)
    page = phone().post(PIN, new_pin(code=card.code.lower()))
    assert "5093" in words_of(page)
    assert check_card(code=card.code, pin="5093") == card.person
    entry = ModelLogEntry.objects.get(action="lms.reset_pin")
    assert (entry.user, entry.data, entry.label) == (user, {"reason": "forgotten"}, str(card.person_id))


def test_who_lost_the_card_is_found_among_those_the_ambassador_enrolled(phone, user):
    card, foreign = card_of(enrolled_by=user), card_of("ភីដោ")
    browser = phone()
    form = browser.get(PIN).content.decode()
    assert "ដារ៉ា" in form
    assert "ភីដោ" not in form
    page = browser.post(PIN, new_pin(person=card.person_id, reason="lost", pin="2468"))
    assert card.code in words_of(page)
    assert check_card(code=card.code, pin="2468")
    assert errors_of(browser.post(PIN, new_pin(person=foreign.person_id)))["person"]


@pytest.mark.parametrize("code", ["", "ACDEFG", "ZZZ", "=1+1"])
def test_without_a_card_there_is_no_new_pin(phone, code):
    response = phone().post(PIN, new_pin(code=code))
    assert errors_of(response)["code"]
    assert latin_letters(words_of(response)) == []
    assert not ModelLogEntry.objects.filter(action="lms.reset_pin")


def test_code_and_learner_together_are_one_too_many(phone, user):
    card = card_of(enrolled_by=user)
    assert errors_of(phone().post(PIN, new_pin(code=card.code, person=card.person_id)))["code"]


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "x"}, {"pin": "1234"}, {"person": "x"}])
def test_every_mistake_with_a_new_pin_is_said_in_khmer(phone, wrong):
    response = phone().post(PIN, new_pin(code=card_of().code) | wrong)
    assert errors_of(response)
    assert latin_letters(words_of(response)) == []
    assert not ModelLogEntry.objects.filter(action="lms.reset_pin")


def test_a_chosen_pin_is_never_easily_guessed():
    pins = {random_pin() for _ in range(300)}
    assert len(pins) > 200
    assert all(re.fullmatch("[0-9]{4}", pin) and not is_easily_guessed(pin) for pin in pins)


def test_the_start_page_leads_to_both(phone):
    page = phone().get("/field/").content.decode()
    assert f'href="{NEW}"' in page
    assert f'href="{PIN}"' in page
