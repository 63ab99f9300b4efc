"""Six questions on what is hard for somebody: voluntary, for those grown up; only what they come to is kept."""

import json
import re

import pytest
from django.core.serializers import serialize
from django.utils import timezone

from lms.actions.people import note_disability
from lms.forms import SixQuestionsForm
from lms.khmer import latin_letters
from lms.models import Disability, Person
from tests.lms.lessons import RIGHT
from tests.lms.reporting.tables import reach, rows
from tests.lms.test_learner_pages import words_of

pytestmark = pytest.mark.django_db
PAGE = "/km/me/six-questions/"


def answers(**changed):
    return dict.fromkeys(SixQuestionsForm.base_fields, "not") | changed


def kept(person):
    person.refresh_from_db()
    return person.disability


@pytest.mark.parametrize(
    ("changed", "disability"),
    [
        ({}, Disability.NO),
        (dict.fromkeys(SixQuestionsForm.base_fields, "a-little"), Disability.NO),
        *(({domain: "very"}, Disability.YES) for domain in SixQuestionsForm.base_fields),
        ({"walking": "impossible"}, Disability.YES),
        ({"seeing": "very", "hearing": "impossible"}, Disability.YES),
    ],
)
def test_one_very_hard_thing_is_enough_and_many_little_ones_are_not(phone, person, changed, disability):
    phone.send(PAGE, answers(**changed))
    assert kept(person) == disability


def test_there_are_six_and_each_can_be_listened_to(phone, person):
    page = phone.get(PAGE).content.decode()
    assert len(SixQuestionsForm.base_fields) == page.count("<fieldset") == 6
    assert page.count("data-spoken") == page.count('class="button second listen"') == 6


@pytest.mark.parametrize("wrong", [{"talking": ""}, {"talking": "somewhat"}])
def test_without_all_six_nothing_is_kept_and_the_open_one_is_named(phone, person, wrong):
    page = phone.send(PAGE, answers(seeing="very", **wrong))
    assert kept(person) == Disability.NOT_ASKED
    assert list(page.context["form"].errors) == ["talking"]
    assert re.search(r'value="very"[^>]*checked', page.content.decode())


def test_the_six_answers_are_kept_nowhere(phone, person):
    phone.send(PAGE, answers(remembering="impossible"))
    everything = serialize("json", Person.objects.all()) + json.dumps(phone.session.items(), default=str)
    assert "impossible" not in everything
    assert "remembering" not in everything


def test_what_is_kept_is_told_in_plain_words_and_taken_back(phone, person):
    assert "ពិបាកខ្លាំង" not in words_of(phone.get("/km/me/data/"))
    phone.send(PAGE, answers(seeing="very"))
    assert "មានអ្វីមួយពិបាកខ្លាំងសម្រាប់ខ្ញុំបាទ/ចាស" in words_of(phone.get("/km/me/data/"))
    assert phone.get("/km/me/data.json").json()["person"]["disability"] == "yes"
    phone.send(f"{PAGE}take-back/", {})
    assert kept(person) == Disability.NOT_ASKED
    assert "ពិបាកខ្លាំង" not in words_of(phone.get("/km/me/data/"))


def test_it_is_offered_after_joining_and_on_my_page_until_it_is_answered(phone, person):
    assert PAGE in phone.get("/km/me/code/").content.decode()
    assert PAGE in phone.get("/km/me/").content.decode()
    phone.send(PAGE, answers())
    assert PAGE not in phone.get("/km/me/code/").content.decode()
    assert PAGE in phone.get("/km/me/").content.decode()


@pytest.mark.parametrize(
    "age", [{"birth_year": timezone.localdate().year - 15}, {"age_band": "not_recorded"}]
)
def test_nobody_under_18_is_asked_nor_for_whom_somebody_else_agrees(phone, person, age):
    note_disability(person=person, disability=Disability.YES)
    changed = {"nickname": "សុខា", "gender": "female", "given_by": "guardian"}
    phone.send("/km/me/data/correct/", changed | age)
    assert kept(person) == Disability.NOT_ASKED
    assert PAGE not in phone.get("/km/me/").content.decode()
    assert phone.get(PAGE).status_code == 303
    phone.send(PAGE, answers(seeing="very"))
    assert kept(person) == Disability.NOT_ASKED
    note_disability(person=person, disability=Disability.YES)
    assert kept(person) == Disability.NOT_ASKED


def test_who_tells_no_age_and_agrees_alone_is_asked(phone, person):
    changed = {"nickname": "សុខា", "gender": "female", "given_by": "person", "age_band": "not_recorded"}
    phone.send("/km/me/data/correct/", changed)
    phone.send(PAGE, answers(seeing="very"))
    assert kept(person) == Disability.YES


def test_guests_and_visitors_are_led_to_their_page(phone, lesson):
    assert phone.get(PAGE).status_code == 303
    phone.practise(lesson, RIGHT)
    assert phone.get(PAGE).status_code == 303


def test_the_page_is_khmer_its_refusal_too(phone, person):
    phone.send(PAGE, answers())
    for page in (phone.get(PAGE), phone.send(PAGE, {})):
        assert latin_letters(words_of(page)) == []


def test_the_facts_of_the_report_say_what_was_answered(phone, person):
    phone.send(PAGE, answers(hearing="very"))
    this_year = reach(str(timezone.localdate().year))
    assert [fact["Disability"] for fact in rows("facts", this_year)] == ["yes"]
