"""My page and my data: see, correct, take along, delete, agree."""

import json
import uuid

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone, translation

from lms.actions.merging import merge
from lms.actions.people import make_card
from lms.khmer import latin_letters
from lms.models import Certificate, Consent, ConsentText, LearnerCard, Person
from lms.models.people import PIN_HASHER
from tests import factories as make
from tests.lms.lessons import RIGHT
from tests.lms.test_learner_pages import words_of

pytestmark = pytest.mark.django_db


def correcting(**changes):
    usual = {
        "nickname": "សុខា",
        "gender": "female",
        "birth_year": "1990",
        "age_band": "",
        "given_by": "person",
    }
    return usual | changes


def error_of(response):
    return response.context["form"].errors.as_data()


# See and take along


def test_i_see_everything_that_is_kept_in_plain_words(phone, person, lesson):
    person.commune = make.area(name_km="រាម")
    person.save()
    words = words_of(phone.get("/km/me/data/"))
    for text in ("សុខា", "1990", "រាម", person.learner_card.code, lesson.title, "3 ក្នុងនោះត្រូវ 3"):
        assert text in words
    assert latin_letters(words.replace(person.learner_card.code, "")) == []


def test_named_attendances_and_the_helper_are_told_too(phone, person):
    Person.objects.update(enrolled_by=make.user(full_name="ស្រីនាង"))
    session = make.training_session(held_on="2026-11-02", status="verified")
    session.attendances.create(person=person)
    words = words_of(phone.get("/km/me/data/"))
    assert "ស្រីនាង" in words
    assert "2 វិច្ឆិកា 2026" in words
    assert {"channel": "attendance", "day": "2026-11-02"} in phone.get("/km/me/data.json").json()[
        "taking_part"
    ]


def test_i_take_my_data_along_for_reading_and_for_a_computer(phone, person, lesson):
    page = phone.get("/km/me/data.html")
    assert "sala-my-data.html" in page["Content-Disposition"]
    assert "<script" not in page.content.decode()
    assert lesson.title in page.content.decode()
    file = phone.get("/km/me/data.json")
    assert "attachment" in file["Content-Disposition"]
    kept = json.loads(file.content)
    assert kept["person"]["nickname"] == "សុខា"
    assert kept["completed_lessons"][0]["lesson"] == str(lesson.translation_key)
    assert len(kept["attempts"][0]["answers"]) == 3
    assert kept["consents"][0]["purpose"] == "progress"
    assert "pin" not in file.content.decode()


# Correct


def test_i_correct_what_is_wrong(phone, person):
    area = make.area()
    response = phone.post(
        "/km/me/data/correct/",
        correcting(nickname="ដារ៉ា", birth_year="១៩៨៥", gender="another", commune=area.pk),
    )
    assert response["Location"] == "/km/me/data/"
    person.refresh_from_db()
    assert (person.nickname, person.birth_year, person.gender) == ("ដារ៉ា", 1985, "another")
    assert person.commune == area


def test_another_name_replaces_all_names_and_the_same_keeps_them(phone, person):
    names = {"family_name_km": "រស់", "given_name_km": "បុប្ផា", "given_name_latin": "Bopha"}
    Person.objects.update(**names, nickname="")
    phone.post("/km/me/data/correct/", correcting(nickname="រស់ បុប្ផា"))
    assert Person.objects.get().given_name_latin == "Bopha"
    phone.post("/km/me/data/correct/", correcting(nickname="បុប្ផា"))
    person.refresh_from_db()
    assert (person.name, person.nickname, person.given_name_latin) == ("បុប្ផា", "បុប្ផា", "")


def test_who_turns_out_to_be_a_child_needs_a_grown_up_and_holds_a_nickname(phone, person):
    Person.objects.update(family_name_km="រស់", given_name_km="បុប្ផា")
    child = correcting(birth_year="", age_band="10-14")
    assert "given_by" in error_of(phone.post("/km/me/data/correct/", child))
    phone.post("/km/me/data/correct/", child | {"given_by": "guardian"})
    person.refresh_from_db()
    assert (person.family_name_km, person.age_band, person.birth_year) == ("", "10-14", None)
    assert Consent.objects.get(withdrawn_at=None).given_by == "guardian"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nickname": ""},
        {"nickname": "ក" * 41},
        {"gender": "x"},
        {"birth_year": "1066"},
        {"birth_year": "", "age_band": ""},
        {"commune": "x"},
        {"commune": "999999"},
        {"given_by": ""},
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_khmer(phone, person, wrong):
    response = phone.post("/km/me/data/correct/", correcting(**wrong))
    assert response.status_code == 200
    assert error_of(response)
    assert latin_letters(words_of(response)) == []
    assert Person.objects.get().nickname == "សុខា"


# Delete


DELETE = "/km/me/data/delete/"


def delete(phone, pin="2468"):
    return phone.post(DELETE, {"pin": pin})


def test_deleting_asks_once_and_then_forgets(phone, person):
    assert "អ្វីដែលនៅសល់" in words_of(phone.get(DELETE))
    assert Person.objects.get().erased_at is None
    response = delete(phone)
    assert "បានលុបទិន្នន័យរបស់អ្នកហើយ" in words_of(response)
    assert response["Clear-Site-Data"] == '"cache"'
    assert Person.objects.get().erased_at
    assert phone.get("/km/me/").context["person"] is None


@pytest.mark.parametrize("pin", ["", "1357", "x", "24688"])
def test_nobody_who_only_has_the_phone_deletes(phone, person, pin):
    response = delete(phone, pin)
    assert response.status_code == 200
    assert list(error_of(response)) == ["pin"]
    assert 'value="1357"' not in response.content.decode()
    assert Person.objects.get().erased_at is None
    assert phone.get("/km/me/").context["person"] == person
    with translation.override("en"):  # a request leaves its language behind
        assert "forgotten" in phone.get("/en/me/data/delete/").content.decode()


def test_the_pin_is_taken_in_khmer_digits(phone, person):
    delete(phone, "២៤៦៨")
    assert Person.objects.get().erased_at


def test_wrong_pins_lock_the_card_as_they_do_when_signing_in(phone, other_phone, person):
    for _ in range(LearnerCard.FAILURES_ALLOWED):
        delete(phone, "1357")
    response = delete(phone)
    assert "សូមរង់ចាំ" in str(response.context["form"].errors) or "wait" in str(error_of(response))
    assert Person.objects.get().erased_at is None
    card = {"code": person.learner_card.code, "pin": "2468"}
    assert other_phone.send("/km/sign-in/", card).status_code == 200
    LearnerCard.objects.update(locked_until=timezone.now())
    assert "បានលុបទិន្នន័យរបស់អ្នកហើយ" in words_of(delete(phone))


def test_after_a_merge_the_pin_of_either_card_counts(phone, person):
    kept, administrator = make.person(), make.user(is_superuser=True)
    merge(keep=kept, other=person, by=administrator)
    delete(phone, "1357")
    assert not Person.objects.exclude(erased_at=None)
    delete(phone)
    assert Person.objects.exclude(erased_at=None).count() == 2


@pytest.mark.parametrize(("pin", "is_erased"), [("2468", True), ("8642", True), ("1357", False)])
def test_one_locked_card_of_two_leaves_the_other(phone, person, pin, is_erased):
    kept, administrator = make.person(), make.user(is_superuser=True)
    make_card(person=kept, pin_hash=make_password("8642", hasher=PIN_HASHER))
    merge(keep=kept, other=person, by=administrator)
    locked = LearnerCard.objects.get(person=kept if pin == "2468" else person)
    LearnerCard.objects.filter(pk=locked.pk).update(locked_until=timezone.now() + LearnerCard.LOCK_TIME)
    delete(phone, pin)
    assert Person.objects.exclude(erased_at=None).exists() is is_erased


def test_who_has_no_card_is_asked_for_no_pin(phone, person):
    LearnerCard.objects.all().delete()
    assert 'name="pin"' not in phone.get(DELETE).content.decode()
    phone.post(DELETE)
    assert Person.objects.get().erased_at


def test_after_deleting_the_persons_other_phone_begins_anew(phone, other_phone, person, lesson):
    other_phone.send("/km/sign-in/", {"code": person.learner_card.code, "pin": "2468"})
    delete(phone)
    assert other_phone.get("/km/me/").context["courses"] == []
    other_phone.practise(lesson, RIGHT)
    owner = other_phone.get("/km/me/progress.json").json()
    assert owner["is_guest"]
    assert not person.learners.filter(pk=owner["owner"]).exists()


def test_deleting_twice_or_as_nobody_leads_to_my_page(phone, person):
    delete(phone)
    assert delete(phone)["Location"] == "/km/me/"


def test_an_ambassador_asks_the_coordinator(phone, person):
    make.user(person=person)
    response = delete(phone)
    assert response.status_code == 409
    assert Person.objects.get().erased_at is None


# Consents


def agree(phone, purpose="contact", version="1", **more):
    return phone.post("/km/me/consents/", {"purpose": purpose, "version": version} | more)


def standing():
    return set(Consent.objects.filter(withdrawn_at=None).values_list("purpose", "text__version", "given_by"))


def test_i_agree_and_take_it_back_with_one_tap_each(phone, person):
    agree(phone)
    agree(phone)
    assert standing() == {("progress", 1, "person"), ("contact", 1, "person")}
    phone.post("/km/me/consents/", {"purpose": "contact", "withdraw": "1"})
    phone.post("/km/me/consents/", {"purpose": "contact", "withdraw": "1"})
    assert standing() == {("progress", 1, "person")}
    assert Consent.objects.filter(purpose="contact").count() == 1


def test_a_newer_text_is_shown_and_agreed_to_anew(phone, person):
    ConsentText.objects.create(purpose="progress", version=2, text_km="អត្ថបទថ្មី", text_en="New text")
    words = words_of(phone.get("/km/me/consents/"))
    assert "អត្ថបទថ្មី" in words
    agree(phone, "progress", "1")  # a page opened before the text changed
    assert standing() == {("progress", 1, "person")}
    agree(phone, "progress", "2")
    assert standing() == {("progress", 2, "person")}
    assert Consent.objects.count() == 2


def test_taking_back_the_agreement_to_keep_progress_says_what_happens(phone, person):
    response = phone.post("/km/me/consents/", {"purpose": "progress", "withdraw": "1"})
    assert response["Location"] == "/km/me/data/delete/"
    assert standing() == {("progress", 1, "person")}


def test_for_a_child_a_grown_up_agrees(phone, person):
    Person.objects.update(birth_year=timezone.localdate().year - 12)
    assert "អាណាព្យាបាល" in words_of(phone.get("/km/me/consents/"))
    agree(phone)
    assert ("contact", 1, "guardian") in standing()


@pytest.mark.parametrize(
    "data", [{}, {"purpose": "x"}, {"purpose": "contact", "version": "9"}, {"withdraw": "1"}]
)
def test_nothing_else_is_agreed_to(phone, person, data):
    assert phone.post("/km/me/consents/", data)["Location"] == "/km/me/consents/"
    assert standing() == {("progress", 1, "person")}


def test_without_any_further_agreement_every_lesson_stays_open(phone, person, lesson):
    assert phone.get(lesson.get_url()).status_code == 200
    assert phone.practise(lesson, RIGHT).status_code == 303


# Ticks for the phone


def test_the_phone_gets_the_ticks_of_its_learner(phone, person, lesson):
    ticks = phone.get("/km/me/progress.json").json()
    assert ticks["name"] == "សុខា"
    assert ticks["lessons"][str(lesson.translation_key)]["done"] is True
    assert Client().get("/km/me/progress.json").json() == {
        "owner": None,
        "name": None,
        "is_guest": True,
        "lessons": {},
    }


def test_my_certificates_stand_on_my_page_and_in_my_data(phone, person):
    made = Certificate.objects.create(
        code="ACDEFGHJKMN3", person=person, course_key=uuid.uuid4(), course_title_km="វគ្គទីមួយ", name_km="សុខា"
    )
    assert f'href="/km/me/certificates/{made.code}/"' in phone.get("/km/me/").content.decode()
    assert "វគ្គទីមួយ" in words_of(phone.get("/km/me/data/"))
    assert phone.get("/km/me/data.json").json()["certificates"][0]["code"] == made.code
