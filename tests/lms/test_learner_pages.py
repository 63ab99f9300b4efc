"""Joining, signing in and out, and my page, as a phone without scripts meets them."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from lms.khmer import latin_letters
from lms.models import Completion, Consent, Learner, LearnerCard, Person
from lms.views.browser import REMEMBERED_SECONDS
from tests import factories as make
from tests.lms.lessons import ONE, RIGHT, SCREEN, WRONG, another

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


def words_of(response):
    """The words of a page's main part."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return strip_tags(re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL))


@pytest.fixture
def card(phone, joining):
    """The card of a person who has joined on `phone`."""
    phone.send("/km/join/", joining)
    return LearnerCard.objects.get()


def sign_in(phone, card, pin="2468", language="km"):
    return phone.send(f"/{language}/sign-in/", {"code": card.code, "pin": pin})


@pytest.mark.parametrize(("language", "words"), [("km", "កត់លេខកូដទុក"), ("en", "Write the code down")])
def test_joining_leads_to_the_code(phone, joining, language, words):
    response = phone.send(f"/{language}/join/", joining)
    assert response.status_code == 303
    page = phone.get(response["Location"])
    assert words in words_of(page)
    assert LearnerCard.objects.get().code in words_of(page)
    assert Consent.objects.get().language == language


def test_joining_keeps_what_was_done_as_a_guest(phone, lesson, joining):
    phone.practise(lesson, RIGHT)
    phone.send("/km/join/", joining)
    assert Completion.objects.get().learner.person == Person.objects.get()
    assert Learner.objects.count() == 1


def test_joining_twice_makes_one_person(phone, joining):
    phone.send("/km/join/", joining)
    response = phone.send("/km/join/", joining)
    assert response["Location"] == "/km/me/code/"
    assert phone.get("/km/join/")["Location"] == "/km/me/"
    assert Person.objects.count() == LearnerCard.objects.count() == Consent.objects.count() == 1


def test_a_hasty_finger_joins_once(phone, joining):
    """The second form leaves before the answer to the first, and its cookies, came back."""
    again = phone.post("/km/join/", joining)["Location"]
    cookies = phone.cookies.copy()
    phone.post(again, joining)
    phone.cookies = cookies
    response = phone.post(again, joining)
    assert response["Location"] == "/km/me/code/"
    assert phone.get("/km/me/code/").context["person"] == Person.objects.get()


@pytest.mark.parametrize(
    ("language", "words"), [("km", "មេរៀនទាំងអស់នៅតែបើក"), ("en", "All lessons stay open")]
)
def test_refusing_consent_makes_nobody(phone, joining, language, words):
    response = phone.post(f"/{language}/join/", joining | {"consent": "no"})
    assert response.status_code == 200
    assert words in words_of(response)
    assert not Person.objects.exists()
    assert not Learner.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"), [("km", "លេខសម្ងាត់នេះងាយទាយពេក"), ("en", "This PIN is easy to guess")]
)
def test_a_form_with_a_mistake_comes_back_with_what_was_typed(phone, joining, language, words):
    response = phone.post(f"/{language}/join/", joining | {"pin": "0000", "pin_again": "0000"})
    assert response.status_code == 200
    assert words in words_of(response)
    html = response.content.decode()
    assert 'value="សុខា"' in html
    assert "0000" not in html, "a PIN is never shown again"
    assert not Person.objects.exists()


def test_a_name_is_shown_as_text(phone, joining):
    phone.send("/km/join/", joining | {"nickname": "<b>=1+1"})
    assert "&lt;b&gt;=1+1" in phone.get("/km/me/").content.decode()


def test_the_agreement_is_shown_in_the_language_of_the_page(client, consent_text):
    assert consent_text.text_km[:40] in words_of(client.get("/km/join/"))
    assert consent_text.text_en[:40] in words_of(client.get("/en/join/"))


def test_signing_in_on_another_phone_finds_the_completed_lesson(phone, other_phone, lesson, card):
    phone.practise(lesson, RIGHT)
    response = sign_in(other_phone, card)
    assert response["Location"] == "/km/me/"
    page = other_phone.get("/km/me/")
    assert "រៀនចប់ហើយ" in words_of(page)
    assert page.context["courses"][0].completed == 1
    assert other_phone.get(f"/km/practice/{lesson.translation_key}/").context["practice"].is_complete


def test_the_same_lesson_on_two_phones_counts_once(phone, other_phone, lesson, card):
    phone.practise(lesson, RIGHT)
    other_phone.practise(lesson, WRONG)
    sign_in(other_phone, card)
    assert Completion.objects.count() == 2
    assert Completion.objects.counted().count() == 1
    assert set(Learner.objects.values_list("person", flat=True)) == {card.person_id}


def test_a_sign_in_changes_the_session_key_and_lasts(phone, other_phone, lesson, card):
    other_phone.practise(lesson, {ONE: RIGHT[ONE]})
    before = other_phone.session.session_key
    sign_in(other_phone, card)
    assert other_phone.session.session_key != before
    assert other_phone.session.get_expiry_age() == REMEMBERED_SECONDS


def test_work_of_one_person_stays_theirs_when_another_signs_in(phone, lesson, card, joining):
    phone.practise(lesson, RIGHT)
    second = Client()
    again = second.post("/km/join/", joining | {"nickname": "ដារ៉ា"})["Location"]
    second.post(again, joining | {"nickname": "ដារ៉ា"})
    dara = LearnerCard.objects.exclude(pk=card.pk).get()
    sign_in(phone, dara)
    assert Completion.objects.get().learner.person == card.person
    page = phone.get("/km/me/")
    assert page.context["person"] == dara.person
    assert page.context["courses"] == []


def test_signing_out_leaves_nothing_of_the_person(phone, lesson, card):
    phone.practise(lesson, RIGHT)
    assert phone.get("/km/sign-out/").status_code == 405
    assert phone.post("/km/sign-out/")["Location"] == "/km/me/"
    page = phone.get("/km/me/")
    assert page.context["person"] is None
    assert "សុខា" not in page.content.decode()
    assert phone.get(f"/km/practice/{lesson.translation_key}/").context["practice"].answered == 0


@pytest.mark.parametrize(
    ("language", "wrong", "locked"),
    [
        ("km", "លេខកូដ ឬលេខសម្ងាត់មិនត្រឹមត្រូវទេ", r"រង់ចាំដល់ម៉ោង \d\d:\d\d"),
        ("en", "The code or the PIN is not right", r"wait until \d\d:\d\d"),
    ],
)
def test_wrong_pins_are_told_kindly_and_lock_the_card(phone, other_phone, card, language, wrong, locked):
    for _ in range(5):
        assert wrong in words_of(sign_in(other_phone, card, "1357", language))
    assert re.search(locked, words_of(sign_in(other_phone, card, "2468", language)))
    unknown = other_phone.send(f"/{language}/sign-in/", {"code": "ACDEFG", "pin": "1357"})
    assert wrong in words_of(unknown)
    assert not other_phone.session.get("learner_id")


def test_my_page_of_nobody_invites_and_writes_nothing(client, lesson, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as queries:
        page = client.get("/km/me/")
    assert not [query["sql"] for query in queries if query["sql"].startswith(WRITES)]
    assert set(page.cookies) <= {"csrftoken"}, "the token of a form, and no session"
    assert "មិនទាន់មានអ្វីនៅទីនេះទេ" in words_of(page)
    assert '"/km/join/"' in page.content.decode()


def test_my_page_of_a_guest_shows_what_was_done_on_this_phone(phone, lesson):
    second = another(lesson)
    phone.practise(lesson, RIGHT)
    page = phone.get("/km/me/")
    (course,) = page.context["courses"]
    assert (course.completed, len(course.lessons)) == (1, 2)
    assert course.next_lesson.url == second.url
    assert "អ្វីដែលបានរៀនលើទូរសព្ទនេះ" in words_of(page)
    assert "រៀនចប់ 1 ក្នុងចំណោម 2 មេរៀន" in words_of(page)


def test_a_lesson_begun_and_not_completed_is_next(phone, lesson):
    phone.practise(lesson, {ONE: RIGHT[ONE]})
    (course,) = phone.get("/km/me/").context["courses"]
    assert (course.completed, course.next_lesson.url) == (0, f"{lesson.url}#s-{SCREEN}")


def test_my_page_speaks_the_language_asked_for(phone, lesson, lessons):
    phone.practise(lesson, RIGHT)
    page = phone.get("/en/me/")
    assert [course.title for course in page.context["courses"]] == ["Lesson"]
    assert "1 of 1 lessons completed" in words_of(page)
    lessons["en"].course.unpublish()
    (course,) = phone.get("/en/me/").context["courses"]
    assert (course.language, course.completed) == ("km", 1)


def test_my_page_takes_few_queries_however_much_was_learnt(
    phone, lesson, card, django_assert_max_num_queries
):
    for page in (lesson, another(lesson)):
        for _ in range(4):
            make.completion(
                learner=make.learner(person=card.person), lesson_key=page.translation_key, on="2026-11-20"
            )
    with django_assert_max_num_queries(13) as queries:
        assert phone.get("/km/me/").status_code == 200
    assert not [query["sql"] for query in queries if query["sql"].startswith(WRITES)]


def test_pages_of_a_person_are_kept_nowhere(phone, card):
    for path in ("me/", "me/code/", "join/", "sign-in/"):
        response = phone.get(f"/km/{path}")
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), path


def test_the_code_is_for_its_owner_alone(client, phone, card):
    assert client.get("/km/me/code/")["Location"] == "/km/me/"
    assert card.code in words_of(phone.get("/km/me/code/"))


def test_forms_need_their_token(joining):
    strict = Client(enforce_csrf_checks=True)
    for path, data in (("join", joining), ("sign-in", {"code": "ACDEFG", "pin": "2468"}), ("sign-out", {})):
        assert strict.post(f"/km/{path}/", data).status_code == 403, path
    assert not Person.objects.exists()


def test_a_staff_member_who_tries_a_lesson_keeps_the_shorter_sign_in(phone, lesson):
    phone.force_login(make.user())
    before = phone.session.get_expiry_age()
    phone.practise(lesson, RIGHT)
    assert phone.session.get(SESSION_KEY)
    assert phone.session.get_expiry_age() <= before


def test_every_learner_page_is_in_khmer_alone(phone, lesson, joining):
    with translation.override("km"):
        seen = [phone.get("/km/me/"), phone.get("/km/join/"), phone.get("/km/sign-in/")]
        seen.append(phone.post("/km/join/", joining | {"consent": "no"}))
        seen.append(phone.post("/km/join/", {"nickname": ""}))
        seen.append(phone.post("/km/sign-in/", {"code": "", "pin": ""}))
        phone.practise(lesson, WRONG)
        seen.append(phone.get("/km/me/"))
        phone.send("/km/join/", joining)
        seen += [phone.get("/km/me/code/"), phone.get("/km/me/")]
    code = LearnerCard.objects.get().code
    for page in seen:
        assert page.status_code == 200
        assert latin_letters(words_of(page).replace(code, "").replace("English", "")) == []
