"""Figures against numbers worked out by hand from the world in conftest.py."""

import datetime as dt

import pytest
from django.utils import timezone

from ambassadors.models import Attendance, ReviewEvent
from lms.models import Completion
from tests import factories as make
from tests.lms.reporting.conftest import COURSE, OTHER_COURSE
from tests.lms.reporting.tables import counts, reach, rows

PEOPLE, PARTICIPATIONS = "People reached", "Participations"


def test_a_person_reached_twice_counts_once(world):
    assert reach().people.total == 4  # sophea (three times), dara (twice), srey, kim
    (whole, *_months) = rows("reach_gender", reach())
    assert counts(whole, PEOPLE) == [2, 1, 1, 0, 0, 4]


def test_participations_are_attendances_headcounts_and_lessons(world):
    whole, *channels = rows("reach_channel", reach())
    # women: 2 attendances, 12 + 4 + 50 heads, 2 lessons of persons, 1 of a guest
    assert counts(whole, PARTICIPATIONS) == [71, 11, 1, 1, 3, 87]
    assert {row["Channel"]: counts(row, PARTICIPATIONS) for row in channels} == {
        "attendance": [2, 1, 1, 0, 0, 4],
        "headcount": [66, 9, 0, 1, 2, 78],
        "completed_lesson": [3, 1, 0, 0, 1, 5],
    }
    assert {row["Channel"]: counts(row, PEOPLE) for row in channels} == {
        "attendance": [1, 1, 1, 0, 0, 3],
        "headcount": [0, 0, 0, 0, 0, 0],
        "completed_lesson": [2, 1, 0, 0, 0, 3],
    }


def test_the_named_share_says_how_much_the_people_speak_for(world):
    assert reach().named_share == pytest.approx(7 / 87)
    assert reach("2020").named_share is None


def test_shares_leave_unknown_genders_out_and_are_empty_on_an_empty_base(world):
    whole, july, august, _september = rows("reach_gender", reach())
    assert whole["Participations: % female of known"] == pytest.approx(71 / 83, abs=1e-4)
    assert whole["Participations: female/male ratio"] == pytest.approx(71 / 11, abs=1e-4)
    assert august["People reached: female/male ratio"] is None
    assert july["People reached: % female of known"] == 0.5
    empty = rows("reach_age", reach("2020"))[0]
    assert empty["People reached: % female of known"] is None
    assert empty["People reached: total"] == 0


def test_only_verified_training_sessions_count_and_pending_stand_beside(world):
    figures = reach()
    states = {}
    for (state, _area), count in figures.delivered.items():
        states[state] = states.get(state, 0) + count
    assert states == {"verified": 3, "submitted": 1, "returned": 1, "rejected": 1, "duplicate": 1}
    assert figures.received == 7
    pending = rows("reach_channel", figures)[0]
    assert counts(pending, "Participations waiting for review") == [5, 8, 0, 0, 0, 13]
    assert world.rith.pk not in Attendance.objects.verified().during(figures.period).values_list(
        "person", flat=True
    )


def test_two_ambassadors_at_one_training_session_make_it_one(world):
    listed = rows("training_sessions", reach())
    assert [row["Training session"] for row in listed] == [
        str(world.opening.pk),
        str(world.outside.pk),
        str(world.closing.pk),
    ]
    assert counts(listed[2], PARTICIPATIONS) == [5, 0, 1, 1, 0, 7]
    assert listed[0]["People with disabilities as counted"] == 3
    assert [row["Attendances by name"] for row in listed] == [2, 0, 2]


def test_what_was_asked_about_a_training_session_stands_at_its_end_and_nothing_is_no_zero(world):
    opening, outside, _closing = rows("training_sessions", reach())
    names = [
        "From poor households",
        "From groups often left out",
        "Partner",
        "Partner in Khmer",
        "Partner type",
        "Faces: good",
        "Faces: so so",
        "Faces: not good",
    ]
    assert list(opening)[-8:] == names
    assert [opening[name] for name in names] == [6, None, "School of the city", "សាលា", "school", 11, 0, 2]
    assert [outside[name] for name in names] == [None, None, "", "", "", None, None, None]


def test_a_period_takes_its_first_day_and_not_its_end(world):
    months = rows("reach_gender", reach())[1:]
    assert [row["Period"] for row in months] == ["2026-07", "2026-08", "2026-09"]
    # 1 July and 30 September are in; 30 June and 1 October, with 101 participations each, are not.
    assert [row["Participations: total"] for row in months] == [26, 52, 9]
    assert reach("2026-06").participations.total() == 101
    assert reach("2026-10").participations.total() == 101


def test_new_and_returning_people_are_all_and_new_ones_add_up_over_periods(world):
    whole = rows("reach_gender", reach())[0]
    assert (whole["New people"], whole["Returning people"]) == (3, 1)  # sophea had come in April
    new = {
        code: rows("reach_gender", reach(code))[0]["New people"] for code in ("2026-Q2", "2026-Q3", "2026-Q4")
    }
    assert new == {"2026-Q2": 2, "2026-Q3": 3, "2026-Q4": 0}
    assert sum(new.values()) == reach("2026").people.total == 5


def test_a_guest_is_a_participation_and_no_person(world):
    lessons = rows("courses", reach())
    assert [row["Course key"] for row in lessons] == [str(COURSE), str(OTHER_COURSE)]
    assert counts(lessons[0], "Lessons completed") == [3, 0, 0, 0, 1, 4]
    assert counts(lessons[0], PEOPLE) == [2, 0, 0, 0, 0, 2]
    assert lessons[0]["Training sessions"] == 1


def test_a_lesson_done_again_on_another_phone_counts_once(world):
    assert Completion.objects.filter(learner__person=world.sophea).count() == 2
    facts = [row for row in rows("facts", reach()) if row["Channel"] == "completed_lesson"]
    assert str(world.kept.pk) in [row["Record"] for row in facts]
    assert len(facts) == 5


def test_ages_are_those_of_the_day_for_participations_and_of_the_end_for_people(world):
    friend = make.person(gender="male", birth_year=2001, nickname="b")
    session = make.training_session(
        venue=world.school, held_on=dt.date(2026, 12, 31), status="verified", cells={}
    )
    session.attendances.create(person=friend)  # 25 on the day, 26 at the end of the fiscal year
    later = make.training_session(
        venue=world.school, held_on=dt.date(2032, 1, 1), status="verified", cells={}
    )
    later.attendances.create(person=friend)  # 31 on the day
    by_age = {row["Age band"]: row for row in rows("reach_age", reach("2026-12-01..2032-02-01"))}
    assert by_age["25-30"]["Participations: total"] == 1
    assert by_age["31-45"]["Participations: total"] == 1
    assert by_age["31-45"]["People reached: total"] == 1
    assert by_age["25-30"]["People reached: total"] == 0


def test_every_age_band_of_the_quarter(world):
    found = {
        row["Age band"]: (row["People reached: total"], row["Participations: total"])
        for row in rows("reach_age", reach())
        if row["Row"] == "part"
    }
    assert found == {
        "0-9": (0, 0),
        "10-14": (0, 21),
        "15-17": (1, 1),  # srey, as stated
        "18-24": (1, 52),  # dara twice, fifty heads
        "25-30": (0, 0),
        "31-45": (1, 4),  # sophea three times, one head
        "46-59": (0, 0),
        "60+": (0, 4),
        "not_recorded": (1, 5),  # kim; two heads, two guests
    }


def test_a_person_in_two_communes_counts_once_in_each_and_once_in_their_district(world):
    found = {
        row["Area code"]: (row["Level"], row["People reached: total"], row["Participations: total"])
        for row in rows("reach_area", reach())
    }
    assert found["180207"] == ("commune", 3, 26)  # sophea, dara, srey by her home
    assert found["180208"] == ("commune", 2, 10)  # sophea, kim
    assert found["180214"] == ("commune", 0, 0)  # nothing there is a figure too
    assert found["1802"] == ("district", 4, 36)
    assert found["18"] == ("province", 4, 36)
    assert found["070101"] == ("commune", 0, 50)
    assert found[""] == ("not_recorded", 1, 1)  # dara's lesson: no poster, no commune


def test_connections_stand_in_columns_of_their_own(world):
    by_code = {row["Area code"]: row for row in rows("reach_area", reach())}
    usage = ["Connections", "Device-days", "Hours online", "Gigabytes"]
    assert [by_code["1802"][name] for name in usage] == [100, 50, 50.0, 1.0]
    assert [by_code["180207"][name] for name in usage] == [0, 0, 0, 0]
    zones = {row["Zone code"]: row for row in rows("zones", reach())}
    assert zones["ream-hall"]["Days with use"] == 2
    assert zones["silent"]["Connections"] == 0


def test_facts_explain_a_figure_down_to_its_records(world):
    facts = rows("facts", reach())
    assert sum(row["Participations"] for row in facts) == 87
    opening = [row for row in facts if row["Record"] == str(world.opening.pk)]
    assert sorted(
        (row["Channel"], row["Gender"], row["Age band"], row["Participations"]) for row in opening
    ) == [
        ("attendance", "female", "31-45", 1),
        ("attendance", "male", "18-24", 1),
        ("headcount", "female", "10-14", 12),
        ("headcount", "male", "10-14", 9),
        ("headcount", "not_recorded", "not_recorded", 2),
    ]
    assert {row["Venue code"] for row in opening} == {"school-1"}
    names = {person.nickname for person in (world.sophea, world.dara, world.srey, world.kim)}
    assert not names & {str(value) for row in facts for value in row.values()}


def test_a_report_of_an_area_counts_what_happened_there(world):
    ream = reach("2026-Q3", world.ream)
    assert ream.people.total == 2
    assert ream.participations.total() == 10
    assert [row["Area code"] for row in rows("reach_area", ream)] == ["", "180208"]
    # In Ream sophea is new: the report of an area knows nothing of other areas.
    assert rows("reach_gender", ream)[0]["New people"] == 2


def test_people_without_a_commune_within_their_district_get_a_row(world):
    in_district = make.venue(area=world.district, code="district-hall")
    session = make.training_session(
        venue=in_district, held_on=dt.date(2026, 7, 5), status="verified", cells={("male", "18-24"): 6}
    )
    session.attendances.create(person=world.kim)
    gap = [row for row in rows("reach_area", reach()) if row["Level"] == "not_recorded"]
    assert [(row["Part of"], row["Participations: total"]) for row in gap] == [("1802", 7), ("", 1)]
    assert gap[0]["People reached: total"] == 1


def test_a_decision_after_the_cut_off_does_not_count_yet(world):
    before = timezone.now()
    ambassador_user = make.user()
    session = world.opening
    ReviewEvent.objects.create(
        training_session=session,
        kind="submitted",
        revision_number=1,
        by=ambassador_user,
        at=before - dt.timedelta(1),
    )
    ReviewEvent.objects.create(
        training_session=session,
        kind="verified",
        revision_number=1,
        by=ambassador_user,
        at=before + dt.timedelta(seconds=5),
    )
    then, now = reach(as_of=before), reach(as_of=before + dt.timedelta(seconds=6))
    assert now.participations.total() == 87
    assert then.participations.total() == 87 - 25
    assert then.pending.total() == 13 + 25
    assert then.received == now.received


def test_what_is_recorded_after_the_cut_off_does_not_count(world):
    before = timezone.now()
    make.completion(learner=make.learner(person=world.rith), on=dt.date(2026, 8, 1))
    assert reach(as_of=before).people.total == 4
    assert reach().people.total == 5
