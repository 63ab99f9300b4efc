"""Enter in a field of a lesson without scripts: the browser presses a button, and says not which question it was in."""

import json

import pytest

from content.models import LessonPage
from lms.models import Answer, Completion, LessonProgress
from tests.lms.check_pages import A
from tests.lms.lessons import ident

pytestmark = pytest.mark.django_db

SCREENS = [ident(7001 + n) for n in range(len(A.questions))]


@pytest.fixture
def long_lesson(lesson):
    """Each kind of question on a screen of its own."""
    lesson.screens = json.dumps(
        [
            {"id": screen, "type": "screen", "value": {"heading": "ក", "body": [part]}}
            for screen, part in zip(SCREENS, A.stream("សំណួរ"), strict=True)
        ]
    )
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def press_enter(phone, long_lesson):
    """press_enter({question id: what is typed or chosen}) → the page that comes after, and the screen it shows."""

    def press(given):
        # Places in an order are always there; nobody chose them.
        order = {f"q-{A.order}:{item}": str(place) for place, item in enumerate(sorted(A.items), start=1)}
        path = f"/km/practice/{long_lesson.translation_key}/"
        fields = {f"q-{key}": value for key, value in ({A.number: "", A.text: ""} | given).items()}
        answer = phone.send(path, {"check": "enter", **order, **fields})
        address, screen = answer["Location"].split("#s-")
        return phone.get(address), screen

    return press


def screen_of(key):
    return SCREENS[A.questions.index(key)]


def test_what_was_typed_is_graded_and_nothing_else_is_scolded(press_enter):
    page, screen = press_enter({A.number: A.right[A.number]})
    assert screen == screen_of(A.number)
    assert page.context["practice"].results[A.number].is_correct
    assert page.context["practice"].unanswered == frozenset()
    passed = LessonProgress.objects.get().screens
    assert passed == SCREENS[: SCREENS.index(screen) + 1]
    assert not Completion.objects.exists()


def test_of_two_fields_the_one_typed_into_last_is_meant(press_enter):
    press_enter({A.number: "1"})
    _, screen = press_enter({A.number: "1", A.text: "word"})
    assert screen == screen_of(A.text)
    _, screen = press_enter({A.number: A.right[A.number], A.text: "word"})
    assert screen == screen_of(A.number)
    assert Answer.objects.filter(question_id=A.number).count() == 2


def test_a_choice_taken_by_keyboard_is_meant_where_nothing_was_typed(press_enter):
    _, screen = press_enter({A.several: A.right[A.several]})
    assert screen == screen_of(A.several)


def test_with_nothing_typed_one_field_is_asked_for_and_nothing_is_stored(press_enter):
    page, screen = press_enter({})
    assert screen == screen_of(A.text)
    assert page.context["practice"].unanswered == {A.text}
    assert not Completion.objects.exists()


def test_the_first_button_of_a_lesson_is_for_enter_and_for_nobody_to_see(phone, long_lesson):
    html = phone.get(long_lesson.url).content.decode()
    form = html[html.index("<form") :]
    first = form[form.index("<button") :].split(">")[0]
    assert 'name="check" value="enter"' in first
    assert 'tabindex="-1" aria-hidden="true"' in first
