"""Listening to a check and to what one agrees to: a recording where there is one, else the phone's own voice."""

import pytest

from content.narrating import keep_narration
from content.narration import passages_of
from tests.content.factories import opus
from tests.lms.check_pages import A
from tests.lms.test_check_pages import told

pytestmark = pytest.mark.django_db

BUTTON = 'class="button second listen"'


def record(page, *groups):
    for group in groups:
        for passage in passages_of(page)[group]:
            keep_narration(page=page, block_id=passage.block_id, content=opus(), by=None)


def test_the_questions_of_a_check_are_listened_to_and_give_nothing_away(phone, final):
    check = final["km"]
    record(check, *A.questions)
    html = phone.get(phone.begin(check)["Location"]).content
    assert html.decode().count(BUTTON) == html.decode().count("data-audio") == len(A.questions)
    assert html.decode().count("<audio controls") == sum(len(passages_of(check)[key]) for key in A.questions)
    assert told(html) == []


def test_what_is_not_recorded_is_left_to_a_voice_of_the_phone(phone, final):
    html = phone.get(phone.begin(final["km"])["Location"]).content.decode()
    assert html.count(BUTTON) == len(A.questions)
    assert "<audio" not in html
    assert "data-audio" not in html


def test_each_language_of_a_check_has_its_own_recordings(phone, other_phone, final):
    record(final["km"], A.text)
    assert "data-audio" in phone.get(phone.begin(final["km"])["Location"]).content.decode()
    address = other_phone.begin(final["en"], language="en")["Location"]
    assert "data-audio" not in other_phone.get(address).content.decode()


def test_the_introduction_of_a_check_is_listened_to(phone, final, django_capture_on_commit_callbacks):
    assert phone.get(final["km"].url).content.decode().count(BUTTON) == 1
    with django_capture_on_commit_callbacks(execute=True):
        record(final["km"], "introduction")
    assert phone.get(final["km"].url).content.decode().count("<audio controls") == 1


def test_what_one_agrees_to_can_be_heard_before_and_after(phone, joining):
    assert phone.get("/km/join/").content.decode().count(BUTTON) == 1
    assert phone.get("/km/offline/").content.decode().count(BUTTON) == 1
    phone.send("/km/join/", joining)
    page = phone.get("/km/me/consents/")
    assert page.content.decode().count(BUTTON) == len(page.context["agreements"])
