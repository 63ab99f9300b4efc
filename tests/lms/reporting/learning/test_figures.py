"""Progress, hard questions and gain against figures worked out by hand."""

from fractions import Fraction

import pytest
from django.utils import translation

from content.models import CoursePage
from lms.models import Certificate
from lms.reporting.learning import difficulty, gain_tables, progress_tables
from lms.reporting.learning.difficulty import Difficulty
from lms.reporting.learning.gain import Gain
from lms.reporting.learning.outline import outlines
from lms.reporting.learning.progress import Progress
from lms.reporting.learning.tables import HIDDEN
from lms.reporting.masking import ALL
from tests import factories as make
from tests.lms.lessons import ONE, SEVERAL, TRUE_FALSE
from tests.lms.reporting.learning.conftest import attempt, complete, moment, taken


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def values(table):
    return [row.values for row in table.rows]


def test_progress_says_who_took_part_and_who_completed_what(world, asked):
    courses, lessons, competences = progress_tables.tables(Progress(asked(), outlines()))
    # sophea, dara and the guest; of them sophea completed the course. Lessons: two of sophea, one of the guest.
    assert values(courses) == [("Lesson", 3, 1, 2, None, None, 3, 1, 0)]
    left_off = lessons.rows[0].values[8]  # dara, at the only screen
    assert left_off == "screen 1, “Lesson”: 1"
    assert values(lessons) == [
        ("Lesson", 3, 1.0, 2, 1, 1, 1, None, left_off),
        ("មេរៀនទីពីរ", 1, 1 / 3, 1, 1, 0, 0, None, ""),
    ]
    assert values(competences) == [
        ("DigComp", "1.1", "Lesson", 3, 1),
        ("UNESCO DLGF", "0.2", "Lesson", 3, 1),
        ("UNESCO DLGF", "1.1", "Lesson", 3, 1),
    ]


def test_progress_keeps_to_period_and_area(world, asked):
    def learners(**what):
        return Progress(asked(**what), outlines()).counts[world.course.translation_key, "learners"]

    assert learners() == 3
    assert learners(period="2026-Q2") == 1  # rith
    assert learners(period="2026-07") == 1  # sophea
    assert learners(area=world.ream) == 2  # dara, and the guest by the poster
    assert learners(area=world.elsewhere) == 1


def test_what_was_completed_after_the_period_was_under_way_in_it(world, asked):
    key = world.second.translation_key
    attempt(world.guest, world.second, moment(9, 30), {})
    complete(world.guest, world.second, moment(10, 2))
    counts = Progress(asked(), outlines()).counts
    assert (counts[key, "completed"], counts[key, "under way"]) == (1, 1)
    counts = Progress(asked(period="2026"), outlines()).counts
    assert (counts[key, "completed"], counts[key, "under way"]) == (2, 0)


@pytest.mark.parametrize("language", ["km", "en"])
def test_figures_are_the_same_in_every_language(world, asked, language):
    with translation.override(language):
        found = Progress(asked(), outlines())
        assert found.outlines[0].lesson_keys == [world.first.translation_key, world.second.translation_key]
        assert found.counts[world.course.translation_key, "completed"] == 1


@pytest.mark.parametrize(
    ("rule", "completed"),
    [("Completed", 2), ("Passed", 1), ("CompletedAndPassed", 1), ("CompletedOrPassed", 2)],
)
def test_a_course_is_completed_by_its_own_rule(world, asked, rule, completed):
    complete(world.guest, world.second, moment(8, 9))  # both lessons, but no final test
    CoursePage.objects.update(move_on=rule)
    counts = Progress(asked(), outlines()).counts
    assert counts[world.course.translation_key, "completed"] == completed


def test_certificates_in_force_of_the_area_count(world, asked):
    for person, month in ((world.sophea, 8), (world.dara, 6), (world.far, 8)):
        Certificate.objects.create(
            code=make_code(),
            person=person,
            course_key=world.course.translation_key,
            course_title_km="វគ្គ",
            name_km=person.nickname,
            issued_at=moment(month, 6),
        )
    assert Progress(asked(), outlines()).certificates == {world.course.translation_key: 1}


def make_code():
    return "".join("ACDEFGHJKM"[int(digit)] for digit in f"{next(make.number):012}")


def test_a_question_is_as_hard_as_the_first_tries_at_it(world, asked, the_course):
    found = Difficulty(asked(), the_course)
    one = (world.first.translation_key, ONE)
    # First tries: sophea wrong, dara wrong, the guest right; rith's was in June. Later ones: sophea 1, dara 2.
    assert found.line(one) == (3, 1, {"km": (2, 0), "en": (1, 1)})
    assert found.tries[one] == 6
    assert found.line((world.first.translation_key, TRUE_FALSE))[:2] == (1, 1)
    assert sum(found.wrong_choices[one].values()) == 4
    assert Difficulty(asked(period="2026-Q2"), the_course).line(one)[:2] == (1, 1)
    assert Difficulty(asked(period="2026-07"), the_course).line(one)[:2] == (1, 0)


def test_hard_questions_come_first_and_those_nobody_answered_last(world, asked, the_course):
    for number in range(17):  # with the three of the world: 20 people, of whom 14 right
        learner = make.learner(came_through=world.hall)
        is_right = number < 13
        attempt(learner, world.first, moment(9, 1), {ONE: ([], is_right), TRUE_FALSE: ([], False)})
    rows = values(difficulty.table(Difficulty(asked(), the_course)))
    assert [(row[3], row[4], row[5]) for row in rows[:3]] == [(20, 14, 0.7), (1, 0, None), (18, 1, None)]
    assert rows[0][9] == "Lesson 1 (4 times)"
    assert {row[9] for row in rows[3:]} == {"Nobody answered it."}
    assert len(rows) == 6 + 4  # two lessons of three questions, two checks of two


def test_a_later_right_answer_does_not_make_a_question_easier(world, asked, the_course):
    before = Difficulty(asked(), the_course).line((world.first.translation_key, ONE))
    attempt(world.of_dara, world.first, moment(9, 29), {ONE: ([], True)})
    assert Difficulty(asked(), the_course).line((world.first.translation_key, ONE)) == before
    assert before[2]["km"] == (2, 0)
    assert Difficulty(asked(), the_course).line((world.first.translation_key, SEVERAL))[:2] == (1, 0)


def test_gain_is_from_the_first_check_before_to_the_last_after(world, asked, the_course):
    taken(world.phone, world.check, "before", moment(7, 30), 4)  # a second one before counts no more
    taken(world.phone, world.check, "after", moment(8, 20), 4)  # a later one after does
    taken(world.of_dara, world.check, "before", moment(7, 1), 2)
    taken(world.of_dara, world.check, "after", moment(9, 21), 3)
    taken(world.guest, world.check, "after", moment(9, 21), 4)  # without one before
    taken(world.of_rith, world.check, "before", moment(6, 1), 0)  # without one after
    gain = Gain(asked(), outlines())
    groups = gain.groups[the_course.key]
    whole = groups[ALL, ALL, ALL]
    # sophea 25 % to 100 %, dara 50 % to 75 %: means 37.5 % and 87.5 %.
    assert (whole.people, whole.before, whole.after, whole.points) == (2, 37.5, 87.5, 50)
    assert whole.normalised == Fraction(4, 5)  # 50 of the 62.5 points that were missing
    sophea = groups["female", "31-45", world.district.pk]
    assert (sophea.people, sophea.before, sophea.after) == (1, 25, 100)
    assert groups["male", ALL, ALL].points == 25
    assert groups[ALL, "18-24", ALL].people == 1
    shown = gain_tables.tables(gain, outlines(), the_course)
    assert [len(table.rows) for table in shown] == [1, 3, 3, 2, 2]


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("a", "b", True),
        ("b", "a", True),
        ("b", "", True),
        ("", "b", True),
        ("a", "a", False),
        ("b", "b", False),
        ("", "a", False),
        ("a", "", False),
        ("", "", False),
    ],
)
def test_who_answered_the_same_form_twice_is_left_out_of_the_gain(
    world, asked, the_course, before, after, counts
):
    taken(world.of_dara, world.check, "before", moment(7, 1), 1, form=before)
    taken(world.of_dara, world.check, "after", moment(9, 21), 4, form=after)
    groups = Gain(asked(), outlines()).groups[the_course.key]
    assert groups[ALL, ALL, ALL].people == (2 if counts else 1)
    assert (("male", ALL, ALL) in groups) is counts


def test_gain_where_nothing_could_be_gained_has_no_normalised_gain(world, asked, the_course):
    taken(world.of_dara, world.check, "before", moment(7, 1), 4)
    taken(world.of_dara, world.check, "after", moment(9, 21), 4)
    group = Gain(asked(), outlines()).groups[the_course.key]["male", ALL, ALL]
    assert (group.points, group.normalised) == (0, None)


def test_small_groups_are_hidden_from_who_may_not_see_them(world, asked, the_course):
    masked = asked(is_masked=True)
    courses, *_rest = progress_tables.tables(Progress(masked, outlines()))
    assert set(values(courses)[0][1:4]) == {HIDDEN}
    assert Gain(masked, outlines()).groups[the_course.key][ALL, ALL, ALL].people is None
    tables = gain_tables.tables(Gain(masked, outlines()), outlines(), the_course)
    assert all(set(row.values) >= {HIDDEN, None} for table in tables for row in table.rows)


@pytest.mark.parametrize("report", ["progress", "questions", "gain"])
def test_queries_do_not_grow_with_learners(world, asked, the_course, report, django_assert_max_num_queries):
    make_report = {
        "progress": lambda: progress_tables.tables(Progress(asked(), outlines())),
        "questions": lambda: difficulty.table(Difficulty(asked(), the_course)),
        "gain": lambda: gain_tables.tables(Gain(asked(), outlines()), outlines(), the_course),
    }[report]
    for number in range(5):
        learner = make.learner(person=make.person(commune=world.ream, birth_year=1950 + number))
        attempt(learner, world.first, moment(9, 1), {ONE: ([], True)})
        complete(learner, world.first, moment(9, 2))
        taken(learner, world.check, "before", moment(7, 1), 1)
        taken(learner, world.check, "after", moment(9, 21), 3)
    with django_assert_max_num_queries({"progress": 13, "questions": 5, "gain": 14}[report]):
        make_report()
