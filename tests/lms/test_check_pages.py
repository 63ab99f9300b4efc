"""Checks on a phone without scripts; and that no byte sent to it holds the answers."""

import json
import re
import uuid

import pytest
from django.contrib.sessions.models import Session

from lms.models import Attempt, Learner, Sitting
from lms.pagecache import store
from tests import factories as make
from tests.lms.check_pages import ACCEPTED, FEEDBACK, LEAST, MOST, WORDS, A, B, form_data
from tests.lms.sync.sender import Sender, made

pytestmark = pytest.mark.django_db

KEYS = [FEEDBACK, "is_correct", ACCEPTED, LEAST, MOST]


def told(answers):
    """What gives an answer away in a page: words and marks of the key, ids in the right order or beside their pair."""
    text = answers.decode()
    ids = re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", text)
    found = [key for key in KEYS if key in text]
    for form in (A, B):
        shown = list(dict.fromkeys(part for part in ids if part in form.items))
        if shown == form.items:
            found.append("items in the right order")
        for left, right in zip(form.lefts, form.rights, strict=True):
            if f'{left}": "{right}' in text or f'{left}":"{right}' in text:
                found.append("pairs")
        rights = list(dict.fromkeys(part for part in ids if part in form.rights))
        if rights == form.rights:
            found.append("right sides in the order of the left ones")
    return found


class Wire:
    """Keeps every byte that answers a phone, headers included."""

    def __init__(self, phone):
        self.phone, self.sent = phone, []

    def keep(self, response):
        head = "\n".join(f"{name}: {value}" for name, value in response.items())
        body = b"".join(response) if response.streaming else response.content
        self.sent.append(head.encode() + b"\n" + body)
        return response

    def get(self, path):
        return self.keep(self.phone.get(path))

    def post(self, path, data):
        return self.keep(self.phone.send(path, data))


@pytest.mark.parametrize("language", ["km", "en"])
def test_no_byte_sent_to_the_phone_holds_an_answer(
    phone, final, before_after, start_check, lessons, courses, language
):
    wire = Wire(phone)
    for check in (final[language], before_after[language], start_check[language]):
        home, course = courses[language].get_parent(), courses[language]
        for path in (
            home.get_url(),
            course.url,
            check.url,
            f"/{language}/courses/",
            f"/{language}/search/?q=part",
        ):
            assert wire.get(path).status_code == 200
        key = check.translation_key
        address = wire.post(f"/{language}/check/{key}/begin/", {})["Location"]
        assert wire.get(address).status_code == 200
        form = {"a": A, "": A, "b": B}[Sitting.objects.get(page_key=key).form]
        wire.post(address, form_data(form.wrong(form.text)))
        wire.post(address, form_data({form.one: form.choices[form.one][1:2]}) | {"asked": "1"})
        assert wire.get(address).status_code == 200
        assert wire.get(f"/{language}/practice/{key}/feedback.json").status_code == 404
        assert wire.get(f"/{language}/practice/{key}/").status_code == 404
    for path in (
        f"/{language}/courses/{courses[language].translation_key}/offline.json",
        f"/{language}/me/",
        f"/{language}/me/progress.json",
        "/service-worker.js",
    ):
        wire.get(path)
    assert len(wire.sent) > 25
    assert [finding for answer in wire.sent for finding in told(answer)] == []


def test_the_search_for_answers_finds_them(final):
    key = final["km"].questions_of_form["a"]
    page = json.dumps([key[A.text]["accepted"][0], A.items, {A.lefts[0]: A.rights[0]}, *A.rights]).encode()
    assert set(told(page)) == {
        ACCEPTED,
        "items in the right order",
        "pairs",
        "right sides in the order of the left ones",
    }


def test_the_manifest_of_a_course_names_no_questions_of_a_check(phone, final, courses):
    manifest = phone.get(f"/km/courses/{courses['km'].translation_key}/offline.json").content.decode()
    assert "/check/" not in manifest
    assert f"/practice/{final['km'].translation_key}" not in manifest


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_introduction_is_the_same_for_everybody_and_asks_nothing(phone, final, language):
    phone.begin(final[language], language=language)
    known, unknown = phone.get(final[language].url), type(phone)().get(final[language].url)
    assert known.content == unknown.content
    page = unknown.content.decode()
    assert f"{WORDS[language]} one" not in page
    assert A.one not in page
    assert "public" in unknown["Cache-Control"]
    assert not unknown.cookies
    assert "csrf" not in page
    assert f'action="/{language}/check/{final[language].translation_key}/begin/"' in page


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_check_from_the_start_to_its_result(phone, final, language):
    response = phone.begin(final[language], language=language)
    assert response.status_code == 303
    page = phone.get(response["Location"])
    for kind in (
        "one",
        "several",
        "true_false",
        "order_question",
        "match_question",
        "number_question",
        "text_question",
    ):
        assert f"{WORDS[language]} {kind}" in page.content.decode()
    assert 'name="check"' not in page.content.decode()
    handed_in = phone.send(response["Location"], form_data(A.right))
    assert (handed_in.status_code, handed_in["Location"]) == (303, response["Location"])
    result = phone.get(response["Location"])
    assert result.context["result"].attempt.is_passed
    assert Attempt.objects.get().language == language
    for answer in (response, page, handed_in, result):
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
    assert result["X-Robots-Tag"] == "noindex"
    assert not [key for key in store.entries if "/check/" in key[3]]


def test_open_questions_are_asked_about_once(phone, final):
    address = phone.begin(final["km"])["Location"]
    page = phone.send(address, form_data(A.wrong(A.one, A.order)))
    assert page.status_code == 200
    assert [key for key, _question, is_open in page.context["asked_for"] if is_open] == [A.one, A.order]
    assert not Attempt.objects.exists()
    html = page.content.decode()
    assert f'value="{A.right[A.true_false][0]}" checked' in html, "what was answered is still there"
    assert f'value="{A.right[A.number]}"' in html
    assert phone.send(address, form_data(A.wrong(A.one, A.order)) | {"asked": "1"}).status_code == 303
    assert Attempt.objects.get().score == 5


def test_handing_in_again_leads_to_the_same_result(phone, final):
    address = phone.begin(final["km"])["Location"]
    phone.send(address, form_data(A.wrong(A.one)) | {"asked": "1"})
    assert phone.send(address, form_data(A.right)).status_code == 303
    assert phone.get(address).context["result"].attempt.score == 6


def test_two_taps_on_start_make_one_sitting_and_one_learner(phone, final):
    assert phone.begin(final["km"])["Location"] == phone.begin(final["km"])["Location"]
    assert (Sitting.objects.count(), Learner.objects.count()) == (1, 1)


def test_a_sitting_is_its_own_learners_alone(phone, other_phone, final):
    address = phone.begin(final["km"])["Location"]
    assert other_phone.get(address).status_code == 404
    other_phone.begin(final["km"])
    assert other_phone.get(address).status_code == 404
    assert other_phone.send(address, form_data(A.right)).status_code == 404
    assert phone.get(f"/km/check/sitting/{uuid.uuid4()}/").status_code == 404
    assert not Attempt.objects.exists()


def test_a_browser_without_cookies_is_told_and_nothing_is_kept(client, final):
    path = f"/km/check/{final['km'].translation_key}/begin/?again"
    page = client.post(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 200
    assert page.context["is_unkept"]
    assert not Learner.objects.exists()
    assert not Session.objects.exists()


def test_a_form_from_elsewhere_begins_and_hands_in_nothing(phone, final):
    begin = f"/km/check/{final['km'].translation_key}/begin/"
    assert phone.post(begin, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    address = phone.begin(final["km"])["Location"]
    assert (
        phone.post(address, form_data(A.right), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    assert not Attempt.objects.exists()


def test_there_is_nothing_to_begin_where_there_is_no_check(phone, final, lesson):
    for key in (uuid.uuid4(), lesson.translation_key):
        assert phone.send(f"/km/check/{key}/begin/", {}).status_code == 404
    assert phone.get(f"/km/check/{final['km'].translation_key}/begin/")["Location"] == final["km"].get_url()
    final["km"].unpublish()
    assert phone.begin(final["km"]).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("km", "លេខកូដ"), ("en", "This code does not fit.")])
def test_a_code_that_does_not_fit_is_said_and_the_test_not_begun(phone, final, language, words):
    page = phone.begin(final[language], language=language, code="ACDEFG")
    assert page.status_code == 200
    assert 'value="ACDEFG"' in page.content.decode()
    assert page.context["problem"]
    assert "no-store" in page["Cache-Control"]
    assert not Sitting.objects.exists()
    for _ in range(5):
        page = phone.begin(final[language], language=language, code="ACDEFG")
    assert re.search(r"\d\d:\d\d|[០-៩]{2}:[០-៩]{2}", str(page.context["problem"]))


def test_questions_stay_in_the_language_they_were_begun_in(phone, final):
    address = phone.begin(final["km"])["Location"]
    page = phone.get(address.replace("/km/", "/en/")).content.decode()
    assert '<div lang="km">' in page
    assert "សំណួរ one" in page
    assert "Hand in" in page


def test_a_result_tells_the_gain_and_what_to_look_at_again_but_no_answer(phone, before_after, lesson):
    learner_form = {"a": A, "b": B}
    address = phone.begin(before_after["en"], language="en")["Location"]
    form = learner_form[Sitting.objects.get().form]
    phone.send(address, form_data({form.one: form.right[form.one]}) | {"asked": "1"})
    make.completion(
        learner=Learner.objects.get(),
        lesson_key=lesson.translation_key,
        course_key=lesson.course.translation_key,
    )
    form = B if form is A else A
    page = phone.take(before_after["en"], form.wrong(form.number), language="en").content.decode()
    assert "Before the course: 1 of 7 right" in page
    assert "After the course: 6 of 7 right" in page
    assert "question number_question" in page
    assert "question one" not in page
    assert FEEDBACK not in page


def test_a_start_check_leads_to_the_courses_of_its_level(phone, start_check):
    page = phone.take(start_check["en"], {}, language="en").content.decode()
    assert 'href="/en/courses/level-0/"' in page


def test_the_course_and_start_pages_lead_to_the_checks(phone, final, before_after, start_check, courses):
    course = phone.get(courses["km"].url).content.decode()
    assert course.count(before_after["km"].url) == 2
    assert final["km"].url in course
    assert start_check["km"].url in phone.get("/km/").content.decode()


def begun_on_phone(phone, final):
    """(sender, payload without answers) of a phone whose learner began the final test."""
    sitting_id = phone.begin(final["km"])["Location"].split("/")[-2]
    sender = Sender(phone, owner=Learner.objects.get().pk)
    own = {"content_type": "application/json", "headers": {"Sec-Fetch-Site": "same-origin"}}
    phone.post("/km/me/this-phone/", json.dumps({"key": sender.key}), **own)
    return sender, {"page": str(final["km"].translation_key), "sitting": sitting_id}


def test_a_phone_hands_in_a_check_that_was_begun_online(phone, other_phone, final):
    sender, payload = begun_on_phone(phone, final)
    item = made("quiz-attempt", payload | {"answers": A.right})
    foreign = Sender(other_phone)
    assert foreign.statuses(item)[0] not in ("stored", "already_stored")
    assert not Attempt.objects.exists()
    assert sender.statuses(item | {"id": str(uuid.uuid4())}) == ["stored"]
    assert Attempt.objects.get().is_passed
    assert sender.statuses(made("quiz-attempt", payload | {"answers": {A.one: A.choices[A.one][1:2]}}))
    assert Attempt.objects.get().score == 7


def test_a_phone_may_hand_in_a_check_with_every_question_open(phone, final):
    sender, payload = begun_on_phone(phone, final)
    assert sender.statuses(made("quiz-attempt", payload | {"answers": {}})) == ["stored"]
    assert Attempt.objects.get().score == 0
