"""Every rule of a training session: what is refused says so in both languages, at its field, and stores nothing."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from ambassadors.models import TrainingSession
from ambassadors.sync import OLDEST
from lms.khmer import latin_letters
from lms.models import Partner, User
from lms.sync import Status
from tests import factories as make
from tests.content import factories as pages

pytestmark = pytest.mark.django_db


def cells(*counts):
    bands = ["0-9", "10-14", "15-17", "18-24", "25-30"]
    return [
        {"gender": "female", "age_band": band, "count": count}
        for band, count in zip(bands, counts, strict=False)
    ]


KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def last_year():
    return timezone.localdate().year - 1


def in_days(days):
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def refused():
    """{case: (changes, field, words)}, by the day on which it is asked: midnight may come while tests run."""
    return {
        "too few placed": ({"headcount_total": 15}, "headcount", "3 people are missing"),
        "one too few": ({"headcount_total": 13}, "headcount", "1 person is missing"),
        "too many placed": ({"headcount_total": 10}, "headcount", "2 people too many"),
        "nobody placed": ({"headcount": []}, "headcount", "12 people are missing"),
        "nobody came": ({"headcount_total": 0, "headcount": []}, "headcount_total", "from 1 to 2000"),
        "total missing": ({"headcount_total": None}, "headcount_total", "how many people"),
        "negative total": ({"headcount_total": -12}, "headcount_total", "from 1 to 2000"),
        "absurd total": ({"headcount_total": 10**15}, "headcount_total", "from 1 to 2000"),
        "total above the limit": ({"headcount_total": 2001}, "headcount_total", "from 1 to 2000"),
        "total no number": ({"headcount_total": "twelve"}, "headcount_total", "whole number"),
        "negative count": ({"headcount": cells(-1, 13)}, "headcount", "from 0 to 2000"),
        "absurd count": ({"headcount": cells(99999)}, "headcount", "from 0 to 2000"),
        "half a person": ({"headcount": cells(11.5, 0.5)}, "headcount", "whole number"),
        "tomorrow": ({"held_on": in_days(1)}, "held_on", "in the future"),
        "too old": ({"held_on": in_days(-OLDEST.days - 1)}, "held_on", "two years ago"),
        "no date": ({"held_on": None}, "held_on", "on which day"),
        "not a date": ({"held_on": "31/02/2026"}, "held_on", "not a date"),
        "words as date": ({"held_on": "yesterday"}, "held_on", "not a date"),
        "not a time": ({"starts_at": "25:00"}, "starts_at", "not a time"),
        "no duration": ({"duration_minutes": None}, "duration_minutes", "how long"),
        "no minutes": ({"duration_minutes": 0}, "duration_minutes", "from 1 to 720"),
        "more than a day's work": ({"duration_minutes": 721}, "duration_minutes", "from 1 to 720"),
        "no venue": ({"venue": None}, "venue", "Choose the place"),
        "unknown venue": ({"venue": "nowhere"}, "venue", "not in your list"),
        "no subject": ({"topic": None}, "course", "what it was about"),
        "unknown topic": ({"topic": "magic"}, "topic", "not in the list"),
        "unknown course": ({"topic": None, "course": str(uuid.uuid4())}, "course", "not on offer"),
        "unknown partner": ({"partner": 987654}, "partner", "not in the list"),
        "more disabilities than people": (
            {"people_with_disabilities": 13},
            "people_with_disabilities",
            "(12)",
        ),
        "negative disabilities": ({"people_with_disabilities": -1}, "people_with_disabilities", "from 0"),
        "long note": ({"note": "ក" * 1001}, "note", "1001 characters"),
    }


@pytest.mark.parametrize("case", refused())
def test_what_breaks_a_rule_is_refused_at_its_field_in_both_languages(send, payload, case):
    changes, field, words = refused()[case]
    receipt = send(payload(**changes))
    errors = receipt.as_json()["errors"]
    assert receipt.status == Status.REFUSED
    assert list(errors) == [field]
    assert words in errors[field]["en"][0]
    assert errors[field]["km"][0] != errors[field]["en"][0]
    assert not latin_letters(errors[field]["km"][0])
    assert not TrainingSession.objects.exists()


def test_the_message_names_both_numbers_and_the_difference(send, payload):
    errors = send(payload(headcount_total=15)).as_json()["errors"]["headcount"]
    for language in ("km", "en"):
        assert all(number in errors[language][0] for number in ("15", "12", "3"))


def test_all_that_is_wrong_is_said_at_once(send, payload):
    receipt = send(payload(held_on=in_days(1), venue=None, duration_minutes=0, headcount_total=15))
    assert set(receipt.as_json()["errors"]) == {"held_on", "venue", "duration_minutes", "headcount"}


def test_a_venue_outside_the_ambassadors_area_is_refused(send, payload, elsewhere):
    assert list(send(payload(venue=elsewhere.code)).as_json()["errors"]) == ["venue"]


def test_a_venue_is_judged_on_the_day_of_the_session(send, payload, school):
    school.closed_on = timezone.localdate() - dt.timedelta(days=3)
    school.save()
    assert list(send(payload()).as_json()["errors"]) == ["venue"]
    assert send(payload(held_on=in_days(-4))).status == Status.STORED
    assert list(send(payload(held_on=in_days(-3))).as_json()["errors"]) == ["venue"]


def allowed():
    """{case: changes}, by the day on which it is asked."""
    return {
        "the oldest day": {"held_on": in_days(-OLDEST.days)},
        "Khmer digits": {"duration_minutes": "៩០", "headcount_total": "១២", "people_with_disabilities": "០"},
        "a date in Khmer digits, day first": {"held_on": f"០១/០២/{last_year()}".translate(KHMER_DIGITS)},
        "spaces of no width": {
            "headcount_total": "១២\u200b",
            "held_on": f"\ufeff01/02/{last_year()}",
            "starts_at": "8:30\u200b",
        },
        "the shortest": {"duration_minutes": 1},
        "the longest": {"duration_minutes": 720},
        "the biggest": {"headcount_total": 2000, "headcount": cells(2000)},
        "one person": {"headcount_total": 1, "headcount": cells(1), "people_with_disabilities": 1},
        "empty cells": {"headcount": cells(12, 0, "", None)},
        "a time with seconds": {"starts_at": "14:05:00"},
        "the longest note": {"note": "ក" * 1000},
    }


@pytest.mark.parametrize("case", allowed())
def test_what_keeps_the_rules_is_stored(send, payload, case):
    receipt = send(payload(**allowed()[case]))
    assert receipt.status == Status.STORED, receipt.as_json()


def test_the_day_is_that_of_the_city(send, payload, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"  # the first place on earth where a day begins
    today = payload()
    assert send(today).status == Status.STORED
    settings.TIME_ZONE = "Pacific/Pago_Pago"  # and the last, where it is still yesterday
    assert list(send(today).as_json()["errors"]) == ["held_on"]


def test_a_partner_and_the_khmer_of_a_note_are_kept_in_one_spelling(send, payload):
    partner = Partner.objects.create(name_km="ដៃគូ", name_en="Partner", kind="ngo")
    receipt = send(payload(partner=str(partner.pk), note="េរៀន\u200bហេា"))
    session = TrainingSession.objects.get(pk=receipt.id)
    assert session.partner == partner
    assert "ហោ" in session.note


def test_a_course_on_offer_is_a_subject(send, payload, tmp_path):
    course = pages.course(parent=pages.homes(tmp_path)["km"])
    receipt = send(payload(topic=None, course=str(course.translation_key)))
    session = TrainingSession.objects.get(pk=receipt.id)
    assert (session.course_key, session.topic) == (course.translation_key, None)
    assert session.subject == course.title
    course.unpublish()
    assert session.subject != course.title


def test_what_a_session_says_already_may_be_said_again_when_it_is_mended(
    send, payload, ambassador, district, school, tmp_path
):
    colleague = make.ambassador(area=district)
    course = pages.course(parent=pages.homes(tmp_path)["km"])
    said = payload(co_ambassadors=[colleague.pk], topic=None, course=str(course.translation_key))
    unlisted = payload(venue="not-listed", venue_text="ផ្ទះមេភូមិ")
    first, second = send(said), send(unlisted)
    place = TrainingSession.objects.get(pk=second.id).venue
    for moving in (ambassador, colleague):
        moving.area = make.area("Elsewhere", level=2)
        moving.save()
    user = ambassador.person.user
    user.roles.update(area=ambassador.area)
    school.closed_on = school.opened_on
    school.save()
    course.unpublish()
    user = User.objects.get(pk=user.pk)
    assert send(said | {"note": "ម៉ោង 9"}, id=first.id, base=1, by=user).status == Status.STORED
    assert send(unlisted | {"note": "ម៉ោង 9"}, id=second.id, base=1, by=user).status == Status.STORED
    assert TrainingSession.objects.get(pk=second.id).venue == place
    refused = send(said, by=user)
    assert set(refused.problem.error_dict) == {"co_ambassadors", "venue", "course"}


def test_another_topic_replaces_the_first(send, payload):
    other = make.topic(code="safe-online", name_en="Safe online", name_km="សុវត្ថិភាព")
    first = send(payload())
    send(payload(topic=other.code), id=first.id, base=1)
    assert TrainingSession.objects.get().topic == other
