"""The one question to a guest, woman or man: asked once, after the first completed lesson, and what becomes of it."""

import pytest
from django.test import Client
from django.utils import timezone

from lms.actions.learning import adopt
from lms.forms import GENDERS
from lms.models import Gender, Learner, Person, SetAsideItem
from lms.reporting.report import Report
from tests import factories as make
from tests.lms.lessons import ONE, RIGHT, another
from tests.lms.reporting.tables import counts, reach, rows
from tests.lms.sync.conftest import attempt_at, progress_in
from tests.lms.sync.sender import Sender, body, made

pytestmark = pytest.mark.django_db

QUESTION = 'name="gender"'
THANKS = "ចម្លើយរបស់អ្នកគ្មានឈ្មោះទេ"
CODES = [code for code, _label in GENDERS]


@pytest.fixture
def sender():
    return Sender(Client())


def practice_page(phone, lesson):
    return phone.get(f"/km/practice/{lesson.translation_key}/").content.decode()


def answer(phone, lesson, gender):
    return phone.send(f"/km/practice/{lesson.translation_key}/gender/", {"gender": gender})


def said(gender, **fields):
    return made("guest-gender", {"gender": gender}, **fields)


def lessons_counted():
    """[female, male, another, undisclosed, not recorded, total] of the lessons completed this year, all reconciled."""
    figures = reach(str(timezone.localdate().year))
    Report(figures)
    channels = {row["Channel"]: row for row in rows("reach_channel", figures)[1:]}
    return counts(channels["completed_lesson"], "Participations")


def test_a_guest_is_asked_when_the_first_lesson_is_completed_and_not_before(phone, lesson):
    assert QUESTION not in phone.get(lesson.url).content.decode()
    phone.practise(lesson, {ONE: RIGHT[ONE]})
    assert QUESTION not in practice_page(phone, lesson)
    phone.practise(lesson, RIGHT)
    html = practice_page(phone, lesson)
    assert [f'value="{code}"' in html for code in [*CODES, ""]] == [True] * 5


@pytest.mark.parametrize("code", CODES)
def test_one_tap_answers_and_the_question_is_gone(phone, lesson, code):
    phone.practise(lesson, RIGHT)
    response = answer(phone, lesson, code)
    assert response.status_code == 303
    html = phone.get(response["Location"]).content.decode()
    assert THANKS in html
    assert QUESTION not in html
    assert Learner.objects.get().gender == code
    answer(phone, lesson, "male")  # from another tab, where it still stands
    assert Learner.objects.get().gender == code


def test_put_away_it_does_not_come_again(phone, lesson):
    phone.practise(lesson, RIGHT)
    response = answer(phone, lesson, "")
    html = phone.get(response["Location"]).content.decode()
    assert QUESTION not in html
    assert response["Location"].endswith("/#finish")
    assert Learner.objects.get().gender == Gender.NOT_RECORDED


def test_who_went_on_without_a_word_is_not_asked_at_the_second_lesson(phone, lesson):
    second = another(lesson)
    phone.practise(lesson, RIGHT)
    phone.send(f"/km/practice/{second.translation_key}/", {"check": "all"})
    make.completion(learner=Learner.objects.get(), lesson_key=second.translation_key)
    assert QUESTION not in practice_page(phone, second)


@pytest.mark.parametrize("gender", ["not_recorded", "woman", "\x00", "female "])
def test_what_was_not_asked_is_not_kept(phone, lesson, gender):
    phone.practise(lesson, RIGHT)
    assert answer(phone, lesson, gender).status_code == 303
    assert Learner.objects.get().gender == Gender.NOT_RECORDED
    assert QUESTION in practice_page(phone, lesson)


def test_an_answer_of_nobody_makes_nobody(phone, lesson):
    for gender in ("female", ""):
        assert answer(phone, lesson, gender).status_code == 303
    assert not Learner.objects.exists()
    assert not phone.cookies


def test_an_answer_from_elsewhere_is_refused(phone, lesson):
    phone.practise(lesson, RIGHT)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    for path in (f"/km/practice/{lesson.translation_key}/gender/", "/km/me/gender/"):
        assert phone.post(path, {"gender": "female"}, headers=elsewhere).status_code == 403
    assert Learner.objects.get().gender == Gender.NOT_RECORDED


def test_a_guest_who_answers_is_one_more_woman_in_the_report(phone, other_phone, lesson):
    for guest in (phone, other_phone):
        guest.practise(lesson, RIGHT)
    assert lessons_counted() == [0, 0, 0, 0, 2, 2]
    answer(phone, lesson, "female")
    assert lessons_counted() == [1, 0, 0, 0, 1, 2]
    answer(other_phone, lesson, "undisclosed")
    assert lessons_counted() == [1, 0, 0, 1, 0, 2]


def test_an_answer_given_without_network_counts_all_the_same(sender, lesson):
    item = said("female")
    assert sender.statuses(progress_in(lesson), attempt_at(lesson), item) == ["stored"] * 3
    assert lessons_counted() == [1, 0, 0, 0, 0, 1]
    assert sender.statuses(item) == ["already_stored"]
    assert sender.statuses(said("male")) == ["stored"], "an item of another tab; the first answer stays"
    assert lessons_counted() == [1, 0, 0, 0, 0, 1]


def test_an_answer_is_its_owners_alone(sender, lesson):
    other = Sender(Client())
    for phone in (sender, other):
        phone.send(progress_in(lesson), attempt_at(lesson))
    sender.send(said("female"))
    assert Learner.objects.get(pk=other.owner).gender == Gender.NOT_RECORDED
    thief = Sender(Client(), owner=other.owner, key=sender.key)
    assert thief.post(body(other.owner, [said("male")])).status_code == 401
    assert Learner.objects.get(pk=other.owner).gender == Gender.NOT_RECORDED


@pytest.mark.parametrize("payload", [{}, {"gender": ""}, {"gender": "not_recorded"}, {"gender": ["female"]}])
def test_an_item_that_says_no_gender_is_set_aside(sender, payload):
    assert sender.statuses(made("guest-gender", payload)) == ["quarantined"]
    assert SetAsideItem.objects.count() == 1


def test_the_gender_of_a_person_stays_as_they_said_it(phone, joining, lesson):
    phone.practise(lesson, RIGHT)
    answer(phone, lesson, "male")
    phone.send("/km/join/", joining | {"gender": "female"})
    person = Person.objects.get()
    assert person.gender == Gender.FEMALE
    assert Learner.objects.get().gender == Gender.NOT_RECORDED, "no longer needed"
    assert lessons_counted() == [1, 0, 0, 0, 0, 1]
    assert QUESTION not in practice_page(phone, lesson)
    answer(phone, lesson, "male")
    phone.send("/km/me/gender/", {"gender": "male"})
    person.refresh_from_db()
    assert (person.gender, Learner.objects.get().gender) == (Gender.FEMALE, Gender.NOT_RECORDED)


def test_an_answer_that_arrives_after_its_guest_has_joined_changes_nothing(sender, lesson):
    sender.send(progress_in(lesson), attempt_at(lesson))
    adopt(learner=Learner.objects.get(), person=make.person(gender="female"))
    assert sender.statuses(said("male")) == ["stored"]
    assert Learner.objects.get().gender == Gender.NOT_RECORDED
    assert lessons_counted() == [1, 0, 0, 0, 0, 1]


def test_a_guest_sees_the_answer_and_corrects_it(phone, lesson):
    phone.practise(lesson, RIGHT)
    assert "/km/me/gender/" in phone.get("/km/me/").content.decode()
    assert " checked" not in phone.get("/km/me/gender/").content.decode()
    answer(phone, lesson, "male")
    assert "បុរស ឬក្មេងប្រុស" in phone.get("/km/me/").content.decode()
    page = phone.send("/km/me/gender/", {"gender": "not_recorded"})
    assert page.status_code == 200
    assert Learner.objects.get().gender == Gender.MALE
    assert phone.send("/km/me/gender/", {"gender": "female"})["Location"] == "/km/me/"
    assert Learner.objects.get().gender == Gender.FEMALE


def test_nobody_yet_and_who_has_joined_have_nothing_to_correct_there(phone, other_phone, joining):
    assert phone.get("/km/me/gender/")["Location"] == "/km/me/"
    other_phone.send("/km/join/", joining)
    assert other_phone.get("/km/me/gender/")["Location"] == "/km/me/"
