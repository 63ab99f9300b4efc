"""A small world whose figures are worked out by hand, in the comments and in test_figures.py."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from hotspots.models import UsageDay
from lms.models import Gender, Partner
from tests import factories as make

COURSE, OTHER_COURSE = uuid.UUID(int=1), uuid.UUID(int=2)


def attend(session, *people):
    for person in people:
        session.attendances.create(person=person)


@pytest.fixture
def world(db):
    """Third quarter of 2026 in two communes of one district, and one commune of another province.

    sophea (woman, 1990, lives in Prey Nob): a session in April; one on 1 July in Prey Nob, one on 30 September in
        Ream; a lesson in August by the poster in Ream.
    dara (man, 2008, no commune): the session of 1 July; a lesson without a poster, so in no recorded area.
    srey (woman, stated 15-17, lives in Prey Nob): a lesson without a poster, so in Prey Nob.
    kim (another, no age): the session of 30 September, held by two ambassadors.
    rith (man, 1960): only sessions that do not count: pending, rejected, returned, duplicate, 30 June, 1 October.
    A guest (woman by the one-tap question) and a guest who was not asked: one lesson each, through Ream.
    Sophea's second phone: the same lesson again, already counted.
    """
    province = make.area("Preah Sihanouk", code="18", level=1, name_km="ព្រះសីហនុ")
    district = make.area("Prey Nob", code="1802", level=2, parent=province, name_km="ព្រៃនប់")
    prey_nob = make.area("Prey Nob commune", code="180207", parent=district, name_km="ព្រៃនប់")
    ream = make.area("Ream", code="180208", parent=district, name_km="រាម")
    empty = make.area("Veal Renh", code="180214", parent=district, name_km="វាលរេញ")
    elsewhere = make.area("Kampot commune", code="070101")
    school = make.venue(
        area=prey_nob, code="school-1", setting="rural", name_km="សាលា\u200bរៀន", name_en="=1+1"
    )
    hall = make.venue(area=ream, code="hall-1", setting="urban", kind="hall")
    far = make.venue(area=elsewhere, code="far-1")

    sophea = make.person(nickname="សុភា", gender="female", birth_year=1990, commune=prey_nob)
    dara = make.person(nickname="ដារ៉ា", gender="male", birth_year=2008)
    srey = make.person(nickname="ស្រី", gender="female", birth_year=None, age_band="15-17", commune=prey_nob)
    kim = make.person(nickname="គឹម", gender="another", birth_year=None)
    rith = make.person(nickname="រិទ្ធ", gender="male", birth_year=1960, commune=ream)

    first, second = make.ambassador(area=district), make.ambassador(area=district)

    def session(on, venue, status="verified", cells=None, **fields):
        return make.training_session(
            ambassador=first, venue=venue, held_on=on, status=status, cells=cells or {}, **fields
        )

    before = session(dt.date(2026, 4, 10), school)
    attend(before, sophea)
    opening = session(
        dt.date(2026, 7, 1),
        school,
        cells={("female", "10-14"): 12, ("male", "10-14"): 9, ("not_recorded", "not_recorded"): 2},
        people_with_disabilities=3,
        priority_counts={"poor": 6},
        feedback_counts={"3": 11, "1": 2},
        partner=Partner.objects.create(name_km="សាលា", name_en="School of the city", kind="school"),
        duration_minutes=90,
    )
    attend(opening, sophea, dara)
    closing = session(
        dt.date(2026, 9, 30),
        hall,
        cells={("female", "60+"): 4, ("undisclosed", "31-45"): 1},
        course_key=COURSE,
    )
    closing.co_ambassadors.add(second)
    attend(closing, sophea, kim)
    outside = session(dt.date(2026, 8, 8), far, cells={("female", "18-24"): 50})
    for status in ("submitted", "rejected", "returned", "duplicate"):
        attend(
            session(dt.date(2026, 8, 1), hall, status, cells={("male", "46-59"): 7, ("female", "18-24"): 5}),
            rith,
        )
    for day in (dt.date(2026, 6, 30), dt.date(2026, 10, 1)):
        attend(session(day, school, cells={("male", "0-9"): 100}), rith)

    lesson = uuid.UUID(int=10)
    phone = make.learner(person=sophea, came_through=hall)
    kept = make.completion(learner=phone, on=dt.date(2026, 8, 31), lesson_key=lesson, course_key=COURSE)
    second_phone = make.learner(person=sophea)
    make.completion(
        learner=second_phone, on=dt.date(2026, 9, 1), lesson_key=lesson, course_key=COURSE, duplicate_of=kept
    )
    make.completion(learner=make.learner(person=dara), on=dt.date(2026, 7, 31), course_key=OTHER_COURSE)
    make.completion(learner=make.learner(person=srey), on=dt.date(2026, 8, 1), course_key=COURSE)
    for gender in (Gender.FEMALE, Gender.NOT_RECORDED):
        guest = make.learner(came_through=hall, gender=gender)
        make.completion(learner=guest, on=dt.date(2026, 9, 15), course_key=COURSE)

    zone = make.zone(venue=hall, code="ream-hall")
    make.zone(venue=school, code="silent")
    source = make.usage_source(zone=zone)
    for day, connections in (
        (dt.date(2026, 6, 30), 1000),
        (dt.date(2026, 7, 1), 40),
        (dt.date(2026, 9, 30), 60),
    ):
        UsageDay.objects.create(
            zone=zone,
            source=source,
            day=day,
            connections=connections,
            devices=connections // 2,
            randomised_devices=0,
            visits=connections,
            seconds=connections * 1800,
            bytes_up=connections * 1_000_000,
            bytes_down=connections * 9_000_000,
            estimated=0,
        )
    return SimpleNamespace(
        **{name: value for name, value in locals().items() if not callable(value)}, now=timezone.now()
    )
