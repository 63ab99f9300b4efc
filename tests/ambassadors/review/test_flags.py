"""What is flagged, and what is not: one table over pure functions, and the facts as the database has them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from ambassadors.models import Flag, ReviewRule, SchoolEnrolment, TrainingSession, school_year_of
from ambassadors.review.facts import Facts, Picture
from ambassadors.review.flags import distance, findings, grade_of, sentence
from ambassadors.review.queue import entries_of, explain
from lms.models import SyncItem
from tests import factories as make

DAY = dt.date(2026, 11, 20)
AT = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)  # 18:00 in Phnom Penh
MIX = frozenset({("female", "18-24", 7), ("male", "18-24", 5)})
ME, ANOTHER = 1, 2


def facts(ambassador=ME, **fields):
    usual = {
        "id": uuid.uuid4(),
        "held_on": DAY,
        "venue": 10,
        "starts_at": dt.time(9),
        "latitude": 10.6,
        "longitude": 103.5,
        "accuracy": 50,
        "made_at": AT,
        "received_at": AT,
        "cells": MIX,
    }
    return Facts(ambassador=ambassador, **usual | fields)


def flags_of(session, others=(), rules=None, **picture):
    rules = ReviewRule.in_force() if rules is None else rules
    found = findings(session, Picture(asked=[session], others=list(others), **picture), rules)
    for finding in found:
        assert sentence(finding, "the other")
    return {finding.code for finding in found}


SCHOOL = {"kind": "school", "venue": 10}
PUPILS = {"enrolled": {(10, 2026, 7): 40, (10, 2026, 8): 8}}
ELSEWHERE = {"venue": 11, "cells": frozenset()}
ELSEWHERE_LATER = {**ELSEWHERE, "starts_at": dt.time(10)}
SOME_TIME = {"cells": frozenset(), "starts_at": None}
ROSTER = frozenset({7, 8})
NAMED = {"cells": frozenset(), "named": 2, "roster": ROSTER}
AWAY_ON_THE_DAY = [("paused", DAY - dt.timedelta(1)), ("resumed", DAY + dt.timedelta(1))]
AFTERWARDS = AT + dt.timedelta(days=40)
# (what it is called, the session, those beside it, the rest of the picture, the flags)
TABLE = [
    ("usual", {}, [], {}, set()),
    ("another day", {}, [facts(held_on=DAY - dt.timedelta(1), cells=frozenset())], {}, set()),
    ("same again", {}, [facts(starts_at=dt.time(14), cells=frozenset())], {}, {Flag.SAME_AGAIN}),
    (
        "other unlisted place",
        {"venue_text": "A"},
        [facts(venue_text="B", starts_at=None)],
        {},
        {Flag.UNLISTED},
    ),
    ("overlap", {}, [facts(**ELSEWHERE, starts_at=dt.time(9, 45))], {}, {Flag.OVERLAP}),
    ("watches differ", {}, [facts(**ELSEWHERE, starts_at=dt.time(9, 50))], {}, set()),
    ("start unknown", {}, [facts(**ELSEWHERE, starts_at=None)], {}, set()),
    ("two people at once", {}, [facts(ANOTHER, **ELSEWHERE)], {}, set()),
    ("as a colleague", {}, [facts(ANOTHER, **ELSEWHERE, teachers=frozenset({ME}))], {}, {Flag.OVERLAP}),
    ("sent by both", {}, [facts(ANOTHER)], {}, {Flag.SAME_CONTENT}),
    ("other numbers", {}, [facts(ANOTHER, cells=frozenset({("male", "60+", 12)}))], {}, set()),
    ("few people", {"cells": frozenset({("male", "60+", 2)})}, [facts(ANOTHER)], {}, set()),
    ("grade is full", {**SCHOOL, "grade": "8 ក"}, [], PUPILS, {Flag.TOO_MANY}),
    ("grade in Khmer digits", {**SCHOOL, "grade": "ថ្នាក់ទី៨"}, [], PUPILS, {Flag.TOO_MANY}),
    ("room in the grade", {**SCHOOL, "grade": "7A"}, [], PUPILS, set()),
    ("grade not known", {**SCHOOL, "grade": "9"}, [], PUPILS, set()),
    ("nobody said how many", SCHOOL, [], {}, set()),
    ("no school class", {"grade": "8"}, [], PUPILS, set()),
    ("no location", {"latitude": None, "longitude": None}, [], {}, {Flag.NO_LOCATION}),
    ("at the venue", {"venue_latitude": 10.601, "venue_longitude": 103.5}, [], {}, set()),
    ("far", {"venue_latitude": 10.63, "venue_longitude": 103.5}, [], {}, {Flag.FAR_AWAY}),
    ("far, not sure", {"venue_latitude": 10.63, "venue_longitude": 103.5, "accuracy": 2000}, [], {}, set()),
    ("far from usual", {}, [], {"places": {10: (10.7, 103.5)}}, {Flag.FAR_AWAY}),
    ("before dawn", {"starts_at": dt.time(5, 59)}, [], {}, {Flag.EARLY}),
    ("into the night", {"starts_at": dt.time(19, 30)}, [], {}, {Flag.LATE}),
    ("past midnight", {"starts_at": dt.time(23, 30)}, [], {}, {Flag.LATE}),
    ("short", {"minutes": 19}, [], {}, {Flag.SHORT}),
    ("written before", {"held_on": DAY + dt.timedelta(1)}, [], {}, {Flag.FUTURE}),
    (
        "after midnight in Cambodia",
        {"made_at": AT - dt.timedelta(hours=18, minutes=1)},
        [],
        {},
        {Flag.FUTURE},
    ),
    ("long ago", {"received_at": AFTERWARDS}, [], {}, {Flag.LONG_AGO}),
    ("place not listed", {"venue_text": "ផ្ទះមេភូមិ"}, [], {}, {Flag.UNLISTED}),
    ("while paused", {}, [], {"steps": {ME: AWAY_ON_THE_DAY}}, {Flag.NOT_ACTIVE}),
    (
        "on the day of the pause",
        {"held_on": DAY - dt.timedelta(1)},
        [],
        {"steps": {ME: AWAY_ON_THE_DAY}},
        set(),
    ),
    ("before the pause", {"held_on": DAY - dt.timedelta(2)}, [], {"steps": {ME: AWAY_ON_THE_DAY}}, set()),
    (
        "before the training",
        {},
        [],
        {"steps": {ME: [("activated", DAY + dt.timedelta(1))]}},
        {Flag.NOT_ACTIVE},
    ),
    ("active in time", {}, [], {"steps": {ME: [("course_done", DAY), ("activated", DAY)]}}, set()),
    ("cards", {"named": 3, "cardless": 1}, [], {}, {Flag.CARDLESS}),
    ("same people", NAMED, [facts(ANOTHER, **ELSEWHERE, roster=ROSTER)], {}, {Flag.SAME_PEOPLE}),
    (
        "same people, one after the other",
        NAMED,
        [facts(ANOTHER, **ELSEWHERE_LATER, roster=ROSTER)],
        {},
        set(),
    ),
    (
        "same people, who knows when",
        NAMED,
        [facts(ANOTHER, **SOME_TIME, roster=ROSTER)],
        {},
        {Flag.SAME_PEOPLE},
    ),
    ("others at the same time", NAMED, [facts(ANOTHER, **ELSEWHERE, roster=frozenset({9}))], {}, set()),
]


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
@pytest.mark.django_db
def test_what_is_flagged(row):
    _name, changes, others, picture, expected = row
    assert flags_of(facts(**changes), others, **picture) == expected


@pytest.mark.django_db
def test_flags_that_depend_on_the_session_itself_and_its_past():
    session = facts()
    assert flags_of(session, previous={session.id: facts(cells=MIX)}) == {Flag.SAME_NUMBERS}
    assert flags_of(session, previous={session.id: facts(cells=frozenset())}) == set()
    assert flags_of(session, conflicts=frozenset({session.id})) == {Flag.TWO_VERSIONS}
    assert flags_of(session, clocks={session.id: (True, None)}) == {Flag.CLOCK}
    assert flags_of(session, clocks={session.id: (False, -61 * 60)}) == {Flag.CLOCK}
    assert flags_of(session, clocks={session.id: (False, 59 * 60)}) == set()


def test_grades_and_distances():
    assert [grade_of(text) for text in ("7A", "ថ្នាក់ទី១២", "", "មត្តេយ្យ")] == [7, 12, 0, 0]
    assert distance(10.6, 103.5, 10.7, 103.5) == pytest.approx(11_119, abs=2)


@pytest.mark.django_db
def test_weights_and_thresholds_are_data(held):
    held(1, duration_minutes=25)
    assert entries_of(TrainingSession.objects.all())[0].risk == 0
    rule = ReviewRule.objects.create(code=Flag.SHORT, weight=80, threshold=30)
    entry = entries_of(TrainingSession.objects.all())[0]
    assert (entry.risk, entry.is_clean) == (80, False)
    rule.is_on = False
    rule.save()
    assert entries_of(TrainingSession.objects.all())[0].is_clean


@pytest.mark.django_db
def test_the_facts_are_read_as_they_are(held, school, elsewhere, district, ambassador, coordinator):
    """Everything that a flag looks at comes out of the database, and a sentence names the other record."""
    record, year = make.school(venue=school), school_year_of(timezone.localdate() - dt.timedelta(1))
    SchoolEnrolment.objects.create(school=record, school_year=year, grade=7, gender="female", count=5)
    before = held(2, status="verified", venue=make.venue(area=school.area))
    colleague = make.ambassador(area=district)
    far = make.training_session(
        ambassador=colleague,
        venue=elsewhere,
        held_on=before.held_on + dt.timedelta(1),
        starts_at=dt.time(9, 30),
    )
    far.co_ambassadors.add(ambassador)
    rejected = held(1, status="rejected")
    for n in range(3):
        held(20 + n, status="verified", latitude="10.900", longitude="103.500", accuracy_metres=20, cells={})
    session = held(1, kind="school", grade="7", latitude="10.600", longitude="103.500", accuracy_metres=20)
    session.attendances.create(person=make.person())
    session.attendances.create(person=make.person(nickname="", erased_at=timezone.now()))
    pupil = make.person()
    for each in (
        session,
        make.training_session(venue=elsewhere, held_on=session.held_on, starts_at=dt.time(9)),
    ):
        each.attendances.create(person=pupil)
    SyncItem.objects.create(id=session.pk, kind="training-session", made_at=timezone.now(), is_clamped=True)

    [entry] = explain(entries_of(TrainingSession.objects.filter(pk=session.pk)), coordinator)
    expected = [Flag.SAME_PEOPLE, Flag.OVERLAP, Flag.TOO_MANY, Flag.FAR_AWAY, Flag.SAME_NUMBERS, Flag.CLOCK]
    expected += [Flag.CARDLESS]
    assert [finding.code for finding in entry.findings] == expected
    assert entry.facts.people == 14
    texts = {finding.code: str(text) for finding, text in entry.lines}
    assert str(before.pk) in texts[Flag.SAME_NUMBERS]
    assert "14 people took part, but the school has 5 pupils in grade 7." in texts[Flag.TOO_MANY]
    assert texts[Flag.CARDLESS].startswith("2 of 3 ")
    # What lies outside the reader's area is not named (R7).
    assert texts[Flag.OVERLAP].endswith("one outside your area")
    assert str(rejected.pk) not in "".join(texts.values())
