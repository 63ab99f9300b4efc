import pytest
from django.test import Client
from django.utils import translation

from lms import reference
from lms.models import ConsentPurpose, ConsentText
from tests.lms import lessons as lesson_pages


class Phone(Client):
    """A phone's browser: says where its forms come from, gives back its cookies and follows where it is sent."""

    def send(self, path, data):
        response = self.post(path, data, headers={"Sec-Fetch-Site": "same-origin"})
        if response.status_code == 307:
            response = self.post(response["Location"], data, headers={"Sec-Fetch-Site": "same-origin"})
        return response

    def practise(self, lesson, choices, *, language="km", check="all"):
        path = f"/{language}/practice/{lesson.translation_key}/"
        return self.send(path, lesson_pages.form(choices, check))


@pytest.fixture
def lessons(db):
    """{"km": LessonPage, "en": LessonPage}, translations of each other."""
    return lesson_pages.in_both_languages()


@pytest.fixture
def lesson(lessons):
    with translation.override("km"):
        yield lessons["km"]


@pytest.fixture
def phone():
    return Phone()


@pytest.fixture
def other_phone():
    return Phone()


@pytest.fixture
def consent_text(db):
    reference.load()
    return ConsentText.objects.in_force(ConsentPurpose.PROGRESS)


@pytest.fixture
def joining(consent_text):
    """A filled-in form of an adult, as the browser sends it."""
    return {
        "nickname": "សុខា",
        "gender": "female",
        "birth_year": "1990",
        "age_band": "",
        "given_by": "person",
        "pin": "2468",
        "pin_again": "2468",
        "consent_version": str(consent_text.version),
        "consent": "yes",
    }
