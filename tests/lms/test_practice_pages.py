"""A lesson on a phone without scripts: answering, feedback, completing; and forms from elsewhere."""

import uuid

import pytest
from django.contrib.sessions.models import Session
from wagtail.models import Revision

from content.models import LessonPage
from lms.models import Answer, Attempt, Completion, Learner, LessonProgress
from lms.revisions import pinned
from lms.views.origin import is_from_own_page
from tests import factories as make
from tests.lms.lessons import (
    ONE,
    QUESTIONS,
    RIGHT,
    SCREEN,
    SEVERAL,
    TRUE_FALSE,
    WRONG,
    another,
    form,
    publish,
)

pytestmark = pytest.mark.django_db


def address(lesson, language="km"):
    return f"/{language}/practice/{lesson.translation_key}/"


def test_the_lesson_page_is_the_same_for_everybody(phone, lesson):
    phone.practise(lesson, RIGHT)
    known, unknown = phone.get(lesson.url), type(phone)().get(lesson.url)
    assert known.content == unknown.content
    for response in (known, unknown):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "csrf" not in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("km", "មេរៀន"), ("en", "Lesson")])
def test_an_answer_is_kept_and_its_feedback_shown(phone, lessons, language, words):
    lesson = lessons[language]
    response = phone.practise(lesson, {ONE: RIGHT[ONE]}, language=language, check=ONE)
    assert response.status_code == 303
    assert response["Location"] == f"{address(lesson, language)}#s-{SCREEN}"
    page = phone.get(response["Location"])
    html = page.content.decode()
    assert f"{words} feedback 0" in html
    assert f"{words} feedback 1" not in html
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    assert page.context["practice"].results[ONE].is_correct
    assert page.context["practice"].is_guest


def test_the_first_answer_makes_one_guest_who_came_through_the_poster(phone, lesson):
    venue = make.venue()
    session = phone.session
    session["venue_id"] = venue.pk
    session.save()
    phone.practise(lesson, {ONE: RIGHT[ONE]})
    phone.practise(lesson, {SEVERAL: RIGHT[SEVERAL]})
    assert Learner.objects.get().came_through == venue


def test_a_lesson_is_completed_on_the_page(phone, lesson):
    response = phone.practise(lesson, WRONG)
    assert response["Location"].endswith("/#finish")
    page = phone.get(response["Location"])
    assert page.context["practice"].is_complete
    assert "រៀនចប់មេរៀននេះ" in page.content.decode()
    assert Completion.objects.count() == 1


def test_sending_a_form_twice_keeps_one(phone, lesson):
    for _ in range(2):
        phone.practise(lesson, RIGHT)
    assert (Learner.objects.count(), Attempt.objects.count(), Completion.objects.count()) == (1, 1, 1)


def test_a_hasty_finger_makes_one_learner(phone, lesson):
    """Both sendings leave before any answer came back; the browser follows the second."""
    path, data = address(lesson), {"check": "all"} | {f"q-{key}": list(RIGHT[key]) for key in QUESTIONS}
    own = {"Sec-Fetch-Site": "same-origin"}
    first = phone.post(path, data, headers=own)
    phone.cookies.clear()
    second = phone.post(path, data, headers=own)
    assert (first.status_code, second.status_code) == (307, 307)
    assert phone.post(second["Location"], data, headers=own).status_code == 303
    assert Learner.objects.count() == Completion.objects.count() == 1


def test_a_browser_without_cookies_gets_feedback_and_leaves_no_trace(phone, lesson):
    data = {"check": "all"} | {f"q-{key}": list(RIGHT[key]) for key in QUESTIONS}
    own = {"Sec-Fetch-Site": "same-origin"}
    again = phone.post(address(lesson), data, headers=own)["Location"]
    phone.cookies.clear()
    response = phone.post(again, data, headers=own)
    assert response.status_code == 200
    assert "feedback 0" in response.content.decode()
    assert "កម្មវិធីរុករកនេះមិនរក្សាទុកចម្លើយទេ" in response.content.decode()
    assert not Learner.objects.exists()


def test_questions_left_open_are_pointed_at(phone, lesson):
    response = phone.practise(lesson, {ONE: RIGHT[ONE]})
    assert response["Location"] == f"{address(lesson)}?check=all#s-{SCREEN}"
    page = phone.get(response["Location"])
    assert page.context["practice"].unanswered == {SEVERAL, TRUE_FALSE}
    assert page.content.decode().count("សូមជ្រើសរើសចម្លើយជាមុនសិន។") == 2


def test_pressing_a_button_with_nothing_chosen_stores_nothing(phone, lesson):
    response = phone.practise(lesson, {}, check=SEVERAL)
    assert response["Location"] == f"{address(lesson)}?check={SEVERAL}#s-{SCREEN}"
    assert phone.get(response["Location"]).context["practice"].unanswered == {SEVERAL}
    assert not Learner.objects.exists()
    assert not Session.objects.exists()


def test_what_the_lesson_does_not_have_is_said(phone, lesson):
    response = phone.practise(lesson, {ONE: RIGHT[ONE], str(uuid.uuid4()): ["x"], "\x00": ["="]}, check=ONE)
    assert "changed=1" in response["Location"]
    html = phone.get(response["Location"]).content.decode()
    assert "មេរៀននេះត្រូវបានកែ" in html
    assert Answer.objects.count() == 1


def test_the_other_language_stays_on_the_lesson_with_its_answers(phone, lesson, lessons):
    phone.practise(lesson, RIGHT)
    html = phone.get(address(lesson)).content.decode()
    assert f'href="{address(lesson, "en")}"' in html
    page = phone.get(address(lesson, "en"))
    assert page.context["page"] == lessons["en"]
    assert page.context["practice"].is_complete


def test_looking_writes_nothing(phone, lesson, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as queries:
        assert phone.get(address(lesson)).status_code == 200
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not phone.cookies


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_or_unpublished_lesson_is_not_found(phone, lesson, method):
    own = {"Sec-Fetch-Site": "same-origin"}
    assert getattr(phone, method)(f"/km/practice/{uuid.uuid4()}/", headers=own).status_code == 404
    assert getattr(phone, method)("/km/practice/not-a-key/", headers=own).status_code == 404
    lesson.unpublish()
    assert getattr(phone, method)(address(lesson), headers=own).status_code == 404


def test_an_unpublished_translation_is_not_found(phone, lesson, lessons):
    lessons["en"].unpublish()
    assert phone.get(address(lesson, "en")).status_code == 404
    page = phone.get(address(lesson))
    assert address(lesson, "en") not in page.content.decode(), "the switch leads to the start page instead"


def test_a_learner_who_is_gone_begins_anew(phone, lesson):
    phone.practise(lesson, RIGHT)
    Completion.objects.all().delete()
    Answer.objects.all().delete()
    Attempt.objects.all().delete()
    LessonProgress.objects.all().delete()
    Learner.objects.all().delete()
    assert phone.get(address(lesson)).context["practice"].answered == 0
    phone.practise(lesson, {ONE: RIGHT[ONE]})
    assert Learner.objects.count() == 1


def test_a_lesson_without_questions_is_completed_by_finishing_not_by_opening(phone, lesson):
    lesson = publish(lesson, words="មេរៀន", questions=[])
    assert phone.get(address(lesson)).status_code == 200
    assert not Completion.objects.exists()
    phone.practise(lesson, {})
    assert Completion.objects.count() == 1


def test_the_next_lesson_follows_a_completed_one(phone, lesson):
    second = another(lesson)
    phone.practise(lesson, RIGHT)
    assert second.url in phone.get(address(lesson)).content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Origin": "https://sala.example"},
        {"Referer": "http://testserver/km/some-lesson/"},
    ],
)
def test_a_form_from_an_own_page_is_taken(rf, settings, headers):
    settings.SITE_URL = "https://sala.example"
    assert is_from_own_page(rf.post("/", headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.example"},
        {"Origin": "null"},
        {"Origin": "http://[bad"},
        {"Origin": "http://elsewhere.example", "Referer": "http://testserver/km/"},
        {"Referer": "http://elsewhere.example/http://testserver/"},
    ],
)
def test_a_form_from_elsewhere_is_known(rf, headers):
    assert not is_from_own_page(rf.post("/", headers=headers))


@pytest.mark.parametrize(("language", "words"), [("km", "គ្មានអ្វីផ្លាស់ប្តូរទេ"), ("en", "Nothing was changed")])
def test_a_form_from_elsewhere_is_refused(client, lesson, language, words):
    elsewhere = {"Origin": "http://elsewhere.example"}
    response = client.post(address(lesson, language), {f"q-{ONE}": list(RIGHT[ONE])}, headers=elsewhere)
    assert response.status_code == 403
    assert words in response.content.decode()
    assert not response.cookies
    assert not Learner.objects.exists()


def test_other_methods_are_refused(client, lesson):
    assert client.put(address(lesson), headers={"Sec-Fetch-Site": "same-origin"}).status_code == 405


def test_a_revision_that_was_asked_for_too_early_is_found_once_it_is_there(phone, lesson):
    coming = Revision.objects.latest("pk").pk + 1
    phone.send(address(lesson), form(RIGHT) | {"revision": coming})
    published = publish(lesson, words="ថ្មី")
    assert published.live_revision_id == coming
    assert phone.practise(published, RIGHT).status_code == 303
    assert pinned(LessonPage, lesson.translation_key, coming) == (published, coming)
