"""A phone that makes its own guest and key: how the browser's session and the phone come to agree (sync.md)."""

import json
import uuid

import pytest

from lms.actions.phones import continue_on_phone, guest_of_phone
from lms.actions.submit_keys import KeyRefused, keep_key
from lms.models import Completion, Learner, LearnerCard, Person, SubmitKey
from tests import factories as make
from tests.lms.lessons import RIGHT

pytestmark = pytest.mark.django_db

GUEST, OTHER_GUEST = uuid.UUID(int=7), uuid.UUID(int=8)
KEY, OTHER_KEY = "A" * 22, "BBBBBBBBBBBBBBBBBBBBBA"
OWN = {"Sec-Fetch-Site": "same-origin"}


def ask(phone, language="km", **sent):
    sent = {name: str(value) for name, value in sent.items()}
    return phone.post(
        f"/{language}/me/this-phone/", json.dumps(sent), content_type="application/json", headers=OWN
    )


def known(guest=GUEST, key=KEY, person=None):
    """A learner whose key the server knows already."""
    learner = make.learner(pk=guest, person=person)
    SubmitKey.objects.create(key_sha256=SubmitKey.sha256_of(key), learner=learner)
    return learner


def filled_in(joining, guest=GUEST, key=KEY):
    return joining | {"guest": str(guest), "submit_key": key}


def owner_in(phone):
    return phone.get("/km/me/progress.json").json()["owner"]


# The rule


def test_a_guest_and_a_key_that_nobody_knows_are_both_stored():
    venue = make.venue()
    learner = guest_of_phone(guest=GUEST, key=KEY, came_through=venue)
    assert (learner.pk, learner.came_through) == (GUEST, venue)
    assert SubmitKey.objects.get().learner == learner
    assert guest_of_phone(guest=GUEST, key=KEY) == learner
    assert Learner.objects.count() == SubmitKey.objects.count() == 1


def test_a_foreign_guest_is_nobodys_to_take():
    make.learner(pk=GUEST)
    assert guest_of_phone(guest=GUEST, key=KEY) is None
    known(OTHER_GUEST, OTHER_KEY)
    assert guest_of_phone(guest=GUEST, key=OTHER_KEY) is None
    assert guest_of_phone(guest=OTHER_GUEST, key=KEY) is None
    assert guest_of_phone(guest=uuid.UUID(int=9), key=OTHER_KEY) is None
    assert Learner.objects.count() == 2


def test_a_revoked_key_opens_nothing():
    learner = known()
    SubmitKey.objects.update(revoked_at=learner.made_at)
    assert guest_of_phone(guest=GUEST, key=KEY) is None
    with pytest.raises(KeyRefused):
        keep_key(owner=learner, key=KEY)


def test_a_key_is_kept_once_and_for_one_learner():
    learner = make.learner()
    keep_key(owner=learner, key=KEY)
    keep_key(owner=learner, key=KEY)
    assert SubmitKey.objects.get().learner == learner
    with pytest.raises(KeyRefused):
        keep_key(owner=make.learner(), key=KEY)


def test_a_person_goes_on_with_the_phones_guest_and_keeps_the_browsers():
    person, guest, browsers = make.person(), make.learner(), make.learner()
    assert continue_on_phone(person=person, learner=browsers, guest=guest) == guest
    assert set(person.learners.all()) == {guest, browsers}


def test_a_guest_of_another_person_is_left_alone():
    person, foreign = make.person(), make.learner(person=make.person())
    learner = continue_on_phone(person=person, learner=None, guest=foreign)
    assert learner != foreign
    assert learner.person == person


# This phone


def test_a_new_phone_begins_as_its_own_guest(phone):
    response = ask(phone, key=KEY, guest=GUEST)
    assert response.json() == {"owner": str(GUEST), "name": None, "is_guest": True}
    assert response["X-Sala"] == "1"
    assert "no-store" in response["Cache-Control"]
    assert owner_in(phone) == str(GUEST)
    assert ask(phone, key=KEY, guest=GUEST).json()["owner"] == str(GUEST)
    assert Learner.objects.count() == 1


def test_a_browser_that_already_practised_gives_its_learner_to_the_phone(phone, lesson):
    phone.practise(lesson, RIGHT)
    learner = Learner.objects.get()
    assert ask(phone, key=KEY, guest=GUEST).json()["owner"] == str(learner.pk)
    assert SubmitKey.objects.get().learner == learner
    assert Learner.objects.count() == 1


def test_a_guest_that_handed_in_already_stays_the_phones(phone, lesson):
    phone.practise(lesson, RIGHT)
    known()
    assert ask(phone, key=KEY, guest=GUEST).json()["owner"] == str(GUEST)
    assert owner_in(phone) == str(GUEST)


def test_a_phone_hears_that_whoever_it_belonged_to_was_deleted(phone, other_phone, joining):
    phone.send("/km/join/", filled_in(joining))
    ask(phone, key=KEY)
    for sent in ({"key": KEY}, {"key": KEY, "guest": GUEST}):
        assert ask(other_phone, **sent).status_code in (200, 403)
    phone.send("/km/me/data/delete/", {"pin": joining["pin"]})
    for browser in (phone, other_phone):
        for sent in ({"key": KEY}, {"key": KEY, "guest": GUEST}):
            response = ask(browser, **sent)
            assert (response.status_code, response.json()) == (410, {"is_erased": True})
            assert response["X-Sala"] == "1"
    assert owner_in(phone) is None


def test_a_phone_without_a_guest_learns_that_nobody_is_here_yet(phone):
    assert ask(phone, key=KEY).json() == {"owner": None, "name": None, "is_guest": True}
    assert not SubmitKey.objects.exists()
    assert not phone.cookies


def test_after_joining_the_phone_hears_the_name(phone, joining):
    phone.send("/km/join/", filled_in(joining))
    assert ask(phone, key=KEY).json() == {"owner": str(GUEST), "name": "សុខា", "is_guest": False}


def test_a_key_never_opens_a_persons_page(phone):
    known(person=make.person(nickname="ដារ៉ា"))
    response = ask(phone, key=KEY, guest=GUEST)
    assert (response.status_code, response.json()) == (403, {"reason": "sign_in_needed"})
    assert "ដារ៉ា" not in response.content.decode()
    assert owner_in(phone) is None


def test_the_key_of_somebody_else_is_not_taken_over(phone, joining):
    known(OTHER_GUEST, OTHER_KEY)
    phone.send("/km/join/", filled_in(joining))
    for sent in ({"key": OTHER_KEY}, {"key": OTHER_KEY, "guest": OTHER_GUEST}):
        response = ask(phone, **sent)
        assert (response.status_code, response.json()) == (409, {"reason": "key_in_use"})
    assert owner_in(phone) == str(GUEST)


def test_a_foreign_guest_id_is_refused(phone):
    make.learner(pk=GUEST)
    assert ask(phone, key=KEY, guest=GUEST).status_code == 409
    assert owner_in(phone) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "1",
        "null",
        "{}",
        '{"key": 5}',
        '{"key": "short"}',
        '{"key": "' + "*" * 22 + '"}',
        '{"key": "' + KEY + '", "guest": "x"}',
        '{"key": "' + KEY + '", "guest": 7}',
        '{"key": "' + KEY + '", "guest": []}',
        '{"key": "' + "A" * 5000 + '"}',
        "[" * 900,
        b"\xff\xfe",
    ],
)
def test_what_no_phone_of_ours_sends_is_refused(phone, body):
    response = phone.post("/km/me/this-phone/", body, content_type="application/json", headers=OWN)
    assert (response.status_code, response.json()) == (400, {"reason": "malformed"})
    assert not Learner.objects.exists()


def test_only_pages_of_this_site_may_ask(phone):
    body = json.dumps({"key": KEY, "guest": str(GUEST)})
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        response = phone.post("/km/me/this-phone/", body, content_type="application/json", headers=headers)
        assert response.status_code == 403
    assert phone.get("/km/me/this-phone/").status_code == 405
    assert not Learner.objects.exists()


# Joining and signing in


def test_joining_adopts_the_work_of_the_phones_guest(phone, joining):
    make.completion(learner=known())
    assert phone.send("/km/join/", filled_in(joining)).status_code == 303
    assert Completion.objects.get().learner.person == Person.objects.get()
    assert owner_in(phone) == str(GUEST)
    assert Learner.objects.count() == 1


def test_joining_adopts_what_the_browser_did_without_scripts_as_well(phone, lesson, joining):
    phone.practise(lesson, RIGHT)
    make.completion(learner=known())
    phone.send("/km/join/", filled_in(joining))
    assert Person.objects.get().learners.count() == 2
    assert not Learner.objects.guests()


@pytest.mark.parametrize("way", ["join", "sign-in"])
def test_what_was_sent_the_plain_way_stays_with_the_phones_guest(phone, other_phone, lesson, joining, way):
    """The phone was full, and named its guest only after the form had made another."""
    phone.practise(lesson, RIGHT)
    known()
    ask(phone, key=KEY, guest=GUEST)
    if way == "join":
        phone.send("/km/join/", filled_in(joining))
    else:
        other_phone.send("/km/join/", joining)
        phone.send("/km/sign-in/", filled_in({"code": LearnerCard.objects.get().code, "pin": "2468"}))
    assert Completion.objects.get().learner.person == Person.objects.get()
    assert not Learner.objects.guests()
    assert owner_in(phone) == str(GUEST)


def test_a_hasty_finger_with_a_phones_guest_joins_once(phone, joining):
    """The second tap left before the cookies of the first came back."""
    data = filled_in(joining)
    again = phone.post("/km/join/", data)["Location"]
    cookies = phone.cookies.copy()
    phone.post(again, data)
    phone.cookies = cookies
    assert phone.post(again, data)["Location"] == "/km/me/code/"
    assert Person.objects.count() == LearnerCard.objects.count() == Learner.objects.count() == 1


def test_a_key_alone_does_not_show_whose_guest_it_was(phone, joining):
    known(person=make.person(nickname="ដារ៉ា"))
    response = phone.send("/km/join/", filled_in(joining))
    assert response["Location"] == "/km/me/code/"
    assert phone.get("/km/me/code/")["Location"] == "/km/me/"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("guest", "key"), [("", ""), ("x", KEY), (str(GUEST), "x"), ("\x00", "\x00"), (str(GUEST), "")]
)
def test_damaged_fields_are_as_good_as_absent(phone, joining, guest, key):
    assert phone.send("/km/join/", filled_in(joining, guest, key)).status_code == 303
    assert Person.objects.count() == 1
    assert not SubmitKey.objects.exists()


def test_a_foreign_guest_is_not_adopted_by_joining(phone, joining):
    foreign = make.learner(pk=GUEST)
    phone.send("/km/join/", filled_in(joining))
    foreign.refresh_from_db()
    assert foreign.person is None
    assert Person.objects.get().learners.get() != foreign


def test_signing_in_adopts_the_work_of_the_phones_guest(phone, other_phone, joining):
    phone.send("/km/join/", joining)
    make.completion(learner=known())
    data = {"code": LearnerCard.objects.get().code, "pin": "2468", "guest": str(GUEST), "submit_key": KEY}
    assert other_phone.send("/km/sign-in/", data).status_code == 303
    assert owner_in(other_phone) == str(GUEST)
    assert Completion.objects.get().learner.person == Person.objects.get()
