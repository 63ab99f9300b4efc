"""An ambassador makes a code, a learner takes the final test with it."""

import re

import pytest

from ambassadors.models import Ambassador
from lms.khmer import latin_letters
from lms.models import Attempt, ProctorCode, Sitting
from tests import factories as make
from tests.ambassadors.pages import errors_of, words_of
from tests.lms import check_pages, lessons
from tests.lms.conftest import Phone

pytestmark = pytest.mark.django_db

PAGE = "/field/test-code/"


@pytest.fixture
def final(db):
    courses = {language: lesson.course for language, lesson in lessons.in_both_languages().items()}
    return check_pages.in_both_languages(courses, "final", forms="a")


@pytest.fixture
def chosen(final, school):
    return {"test": str(final["km"].translation_key), "venue": school.code}


def test_the_learner_types_the_code_and_the_result_says_where(phone, final, chosen, school, user):
    opened = phone()
    response = opened.post(PAGE, chosen)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    code = re.search(r'big-code" lang="en">([^<]+)<', opened.get(PAGE).content.decode())[1]
    learner = Phone()
    response = learner.begin(final["km"], code=code)
    assert school.name_km in learner.get(response["Location"]).content.decode()
    learner.send(response["Location"], check_pages.form_data(check_pages.A.right))
    sitting = Attempt.objects.get().sitting
    assert (sitting.venue, sitting.proctored_by) == (school, user)
    assert "1" in words_of(opened.get(PAGE))


def test_sent_twice_it_makes_one_code(phone, chosen):
    opened = phone()
    for _ in range(2):
        opened.post(PAGE, chosen)
    assert ProctorCode.objects.count() == 1


def test_a_test_or_place_of_nowhere_is_refused_beside_its_field(phone, chosen, elsewhere):
    response = phone("en").post(PAGE, {"test": "x", "venue": elsewhere.code})
    assert errors_of(response) == {"test": ["Please choose one."], "venue": ["Please choose one."]}
    assert not ProctorCode.objects.exists()


def test_only_an_active_ambassador_makes_codes(client, phone, chosen, ambassador):
    assert client.post(PAGE, chosen)["Location"].startswith("/field/sign-in/")
    Ambassador.objects.update(status=Ambassador.Status.PAUSED)
    assert phone().post(PAGE, chosen).status_code == 403
    client.force_login(make.user())
    assert client.post(PAGE, chosen).status_code == 403
    assert not ProctorCode.objects.exists()


def test_codes_of_others_are_not_shown(phone, chosen, school):
    make_code = {"page_key": chosen["test"], "venue": school, "made_by": make.user()}
    other = ProctorCode.objects.create(**make_code)
    assert other.spaced_code not in phone().get(PAGE).content.decode()


def test_without_a_final_test_there_is_nothing_to_choose(phone):
    page = phone("en").get(PAGE)
    assert "No course has a final test yet." in page.content.decode()
    assert not Sitting.objects.exists()


def test_it_speaks_khmer(phone, chosen):
    opened = phone()
    opened.post(PAGE, chosen)
    assert set(latin_letters(words_of(opened.get(PAGE)))) <= {"Sala", "English"}
