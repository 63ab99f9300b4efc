"""Who comes into the field pages, and in which language."""

import uuid

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from ambassadors.models import Ambassador, TrainingSession
from lms.khmer import latin_letters
from tests.ambassadors.pages import LANGUAGES, NEW, errors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/field/", NEW, "/field/sessions/", f"/field/sessions/{uuid.uuid4()}/"])
def test_pages_ask_to_sign_in_first_and_then_lead_on(client, path):
    response = client.get(path)
    assert response.url == f"/field/sign-in/?next={path.replace('/', '%2F')}"


def test_an_ambassador_signs_in_as_phones_type(client, ambassador):
    ambassador.person.user.set_password("tonle-sap-2026")
    ambassador.person.user.save()
    response = client.post(
        "/field/sign-in/", {"username": " Sreyneang ", "password": "tonle-sap-2026", "next": NEW}
    )
    assert response.url == NEW
    assert client.get(NEW).status_code == 200
    assert client.get("/field/sign-in/").url == "/field/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, ambassador, language):
    client.cookies["django_language"] = language
    answers = [
        client.post("/field/sign-in/", {"username": name, "password": "wrong"})
        for name in ("sreyneang", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert errors_of(answers[0]) == errors_of(answers[1])
    assert bool(latin_letters(errors_of(answers[0])["__all__"][0])) == (language == "en")


@pytest.mark.parametrize("data", [{}, {"username": "x" * 61, "password": "y"}, {"username": "a\u0000b"}])
def test_a_khmer_sign_in_page_says_in_khmer_what_is_missing(client, data):
    response = client.post("/field/sign-in/", data)
    assert response.status_code == 200
    assert not [text for texts in errors_of(response).values() for text in texts if latin_letters(text)]


def test_signing_in_leads_to_no_other_site(client, ambassador, user):
    client.force_login(user)
    assert client.get("/field/sign-in/?next=https://elsewhere.example/").url == "/field/"
    assert client.get("/field/sign-in/?next=//elsewhere.example/").url == "/field/"


def test_signing_out_takes_a_button_and_not_a_link(phone):
    client = phone()
    assert client.get("/field/sign-out/").status_code == 405
    assert client.post("/field/sign-out/").url == "/field/sign-in/"
    assert client.get("/field/").status_code == 302


def test_somebody_who_is_no_ambassador_is_told_so(client, coordinator):
    client.force_login(coordinator)
    response = client.get("/field/")
    assert response.status_code == 403
    assert reverse("wagtailadmin_home") in response.content.decode()


def test_an_ambassador_who_is_not_active_reads_but_does_not_log(phone, typed):
    Ambassador.objects.update(status="paused")
    client = phone()
    assert client.get("/field/").status_code == 200
    assert client.get(NEW).status_code == 403
    assert errors_of(client.post(NEW, typed()))["__all__"]
    assert not TrainingSession.objects.exists()


def test_khmer_is_the_first_language_whatever_the_browser_was_sold_with(client):
    assert 'lang="km"' in client.get("/field/sign-in/", headers={"accept-language": "en"}).content.decode()


def test_the_language_is_switched_on_the_page_and_stays(client):
    response = client.get("/field/sign-in/?next=/field/sessions/&language=en")
    assert response.url == "/field/sign-in/?next=%2Ffield%2Fsessions%2F"
    assert 'lang="en"' in client.get(response.url).content.decode()
    assert 'lang="km"' in client.get("/field/sign-in/?language=km", follow=True).content.decode()
    assert client.get("/field/sign-in/?language=xx").status_code == 200


def test_a_new_phone_speaks_the_language_of_the_users_own_setting(client, user):
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    assert '<html lang="en">' in client.get("/field/").content.decode()
