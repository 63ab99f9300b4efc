"""Two learners on one phone, one after the other: nothing of the first is visible to the second (R69)."""

import re

import pytest
from django.contrib.sessions.models import Session

from lms.middleware import LEFT_COOKIE
from lms.models import Learner, LearnerCard, Person
from tests.lms.conftest import Phone
from tests.lms.lessons import RIGHT

pytestmark = pytest.mark.django_db

OWN_PAGES = [
    "/km/me/",
    "/km/me/code/",
    "/km/me/card/",
    "/km/me/card.png",
    "/km/me/consents/",
    "/km/me/data/",
    "/km/me/data.html",
    "/km/me/data.json",
    "/km/me/data/correct/",
    "/km/me/data/delete/",
    "/km/me/progress.json",
]


def test_nothing_of_the_first_learner_is_visible_to_the_second(phone, other_phone, person, lesson, joining):
    other_phone.send("/km/join/", joining | {"nickname": "ដារ៉ា"})
    second = LearnerCard.objects.exclude(person=person).get()
    first_code = person.learner_card.code
    for leave in (True, False):  # signing out in between, or only signing in as the second
        phone.send("/km/sign-in/", {"code": first_code, "pin": "2468"})
        if leave:
            assert phone.post("/km/sign-out/")["Clear-Site-Data"] == '"cache"'
        phone.send("/km/sign-in/", {"code": second.code, "pin": "2468"})
        for path in OWN_PAGES:
            response = phone.get(path)
            seen = response.content if path.endswith(".png") else response.content.decode()
            if isinstance(seen, str):
                assert "សុខា" not in seen, path
                assert first_code not in seen, path
                assert str(lesson.translation_key) not in seen, path
            assert response.status_code == 200
        assert phone.get(f"/km/practice/{lesson.translation_key}/").context["practice"].answered == 0


@pytest.mark.parametrize("path", OWN_PAGES)
def test_no_page_of_a_person_is_kept_by_the_browser(phone, person, path):
    """So the back button asks again, and is answered as whoever is signed in then."""
    assert {"private", "no-store"} <= set(phone.get(path)["Cache-Control"].split(", "))


def test_a_second_tab_of_the_first_learner_acts_for_nobody_else(other_phone, person, joining):
    """The first learner's page for deleting is open in a tab while the second one signs in on the same phone."""
    other_phone.send("/km/join/", joining | {"nickname": "ដារ៉ា"})
    first, second = person.learner_card, LearnerCard.objects.exclude(person=person).get()
    phone = Phone(enforce_csrf_checks=True)

    def token(path):
        return re.search(r'csrfmiddlewaretoken" value="([^"]+)"', phone.get(path).content.decode())[1]

    def sign_in(card):
        data = {"code": card.code, "pin": "2468", "csrfmiddlewaretoken": token("/km/sign-in/")}
        assert phone.send("/km/sign-in/", data).status_code == 303

    sign_in(first)
    open_tab = {"csrfmiddlewaretoken": token("/km/me/data/delete/")}
    sign_in(second)
    for path in ("data/delete", "data/correct", "consents"):
        assert phone.send(f"/km/me/{path}/", open_tab).status_code == 403
    assert not Person.objects.exclude(erased_at=None)


def test_a_guest_and_nobody_are_led_to_their_own_page(phone, client, lesson):
    phone.practise(lesson, RIGHT)
    for browser in (phone, client):
        for path in OWN_PAGES[1:-1]:
            assert browser.get(path)["Location"] == "/km/me/", path


def test_who_left_without_a_network_is_nobody_from_the_first_request_on(phone, person, lesson):
    session = phone.session.session_key
    phone.cookies[LEFT_COOKIE] = "1"
    public = phone.get(lesson.url)
    assert not public.cookies
    phone.practise(lesson, RIGHT)
    assert phone.cookies[LEFT_COOKIE].value == ""
    assert not Session.objects.filter(pk=session).exists()
    assert phone.get("/km/me/").context["person"] is None
    assert [learner.completions.count() for learner in Learner.objects.order_by("person")] == [1, 1]
    assert Learner.objects.filter(person=None).count() == 1


def test_the_session_of_who_left_ends_with_a_page_that_makes_no_other(phone, person):
    phone.cookies[LEFT_COOKIE] = "1"
    answer = phone.get("/km/me/")
    assert answer.context["person"] is None
    assert "Clear-Site-Data" not in answer  # the service worker of Chrome 70 would never get the answer
    assert {name: cookie["max-age"] for name, cookie in answer.cookies.items()} == {
        LEFT_COOKIE: 0,
        "sessionid": 0,
    }
    assert phone.get("/km/me/").context["person"] is None


def test_who_signs_in_on_a_phone_that_was_left_stays_signed_in(phone, person):
    phone.cookies[LEFT_COOKIE] = "1"
    assert phone.send("/km/sign-in/", {"code": person.code, "pin": "2468"}).status_code == 303
    assert phone.get("/km/me/").context["person"] == person
