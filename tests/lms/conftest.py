import pytest
from django.test import Client
from django.utils import translation

from lms import reference
from lms.models import ConsentPurpose, ConsentText, Person
from tests.lms import check_pages
from tests.lms import lessons as lesson_pages


class Phone(Client):
    """A phone's browser: says where its forms come from, gives back its cookies and follows where it is sent."""

    def send(self, path, data):
        response = self.post(path, data, headers={"Sec-Fetch-Site": "same-origin"})
        if response.status_code == 307:
            response = self.post(response["Location"], data, headers={"Sec-Fetch-Site": "same-origin"})
        return response

    def begin(self, check, *, language="km", **data):
        """Presses the start button of a check; returns the response, which leads to its questions."""
        return self.send(f"/{language}/check/{check.translation_key}/begin/", data)

    def take(self, check, answers, *, language="km", **data):
        """Begins a check and hands it in; returns the page of the result."""
        address = self.begin(check, language=language, **data)["Location"]
        self.send(address, check_pages.form_data(answers) | {"asked": "1"})
        return self.get(address)

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
def courses(lessons):
    """{"km": CoursePage, "en": CoursePage} of the lessons."""
    return {language: lesson.course for language, lesson in lessons.items()}


@pytest.fixture
def final(courses):
    """A final test with one form, in both languages."""
    return check_pages.in_both_languages(courses, "final", forms="a")


@pytest.fixture
def before_after(courses):
    """A check before and after the course with two forms, in both languages."""
    return check_pages.in_both_languages(courses, "before_after")


@pytest.fixture
def start_check(courses):
    """A start check under the start pages, in both languages."""
    homes = {language: course.get_parent().specific for language, course in courses.items()}
    return check_pages.in_both_languages(homes, "start_check", forms="a")


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


@pytest.fixture
def person(phone, joining, lesson):
    """Somebody who has joined on `phone` with a lesson completed."""
    phone.practise(lesson, lesson_pages.RIGHT)
    phone.send("/km/join/", joining)
    return Person.objects.get()
