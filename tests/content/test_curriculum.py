"""The curriculum that ships: complete in both languages, and held to the rules of its editors."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from content.management.commands.load_curriculum import CURRICULUM, course_folders
from content.models import CheckPage, CoursePage, HomePage, LessonPage
from content.packages import read_course
from content.packages.nodes import read_yaml
from content.packages.reading import read_start_check
from content.questions import QUESTION_BLOCKS
from content.required import required_course_key

LATIN = re.compile("[A-Za-z]+")
KHMER = re.compile("[\u1780-\u17b3]")
# What a learner types or reads letter by letter may stand in a Khmer text: addresses, and nothing else.
ADDRESS = re.compile(r"https?(://\S+)?|[a-z0-9-]+(\.[a-z0-9-]+)*\.example(/[a-z0-9/-]*)?")
TAG = re.compile(r"</?(p|ul|ol|li|b|h2)>|<a href=\"tel:\+?\d+\">|</a>")
COURSES = {folder.name: read_course(folder) for folder in course_folders()}
ONLINE, AMBASSADORS = COURSES["getting-online"], COURSES["for-ambassadors"]
START_CHECK, _PICTURES = read_start_check(CURRICULUM / "start-check.yaml")
TYPED = {"number_question", "text_question"}


def texts(value):
    """Every text in a piece of the course; a file, too, may be another one in each language."""
    if isinstance(value, dict):
        if set(value) == {"km", "en"}:
            yield value
        else:
            for name, below in value.items():
                if name != "file":
                    yield from texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below)


def of_type(lesson, kind):
    return [part["value"] for screen in lesson.screens for part in screen["body"] if part["type"] == kind]


def kinds_in(lesson):
    return {part["type"] for screen in lesson.screens for part in screen["body"]} & QUESTION_BLOCKS.keys()


def all_texts():
    for course in COURSES.values():
        yield from texts([course.title, course.summary, course.picture])
        for lesson in course.lessons:
            yield from texts([lesson.title, lesson.aim, lesson.remember, lesson.screens])
    for check in (check for course in COURSES.values() for check in course.checks):
        yield from texts([check.title, check.introduction, check.forms])
    yield from texts([START_CHECK.title, START_CHECK.introduction, START_CHECK.forms])
    yield from texts(read_yaml(CURRICULUM / "site.yaml", name="site.yaml").value)


courses = pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
lessons = pytest.mark.parametrize(
    "lesson",
    [lesson for course in COURSES.values() for lesson in course.lessons],
    ids=lambda lesson: lesson.slug,
)


def test_every_course_that_ships_has_its_place_in_the_order():
    assert sorted(COURSES) == sorted(path.parent.name for path in CURRICULUM.glob("*/course.yaml"))
    assert [course.slug for course in COURSES.values()] == list(COURSES)


@courses
def test_a_course_takes_as_long_as_its_lessons(course):
    assert sum(lesson.minutes for lesson in course.lessons) <= course.minutes


def test_getting_online_is_a_first_step_of_six_lessons():
    assert len(ONLINE.lessons) == 6
    assert (ONLINE.level, ONLINE.competences) == (0, {"dlgf": ["0.2", "1.1"], "digcomp": ["1.1"]})


def test_one_course_is_required_of_ambassadors_and_it_is_no_step_on_a_learners_way():
    assert [course.slug for course in COURSES.values() if course.is_required_of_ambassadors] == [
        "for-ambassadors"
    ]
    assert (AMBASSADORS.level, AMBASSADORS.audience) == (None, ["ambassadors"])
    assert len(AMBASSADORS.lessons) == 5


def test_no_id_is_used_in_two_courses():
    ids = [
        set(re.findall(r"\bid: ([0-9a-f-]{36})$", "".join(map(Path.read_text, folder.glob("*.yaml"))), re.M))
        for folder in course_folders()
    ]
    assert not set.intersection(*ids)


@lessons
def test_a_lesson_is_one_sitting_of_small_screens(lesson):
    assert 5 <= lesson.minutes <= 15
    assert 4 <= len(lesson.screens) <= 10
    assert len(of_type(lesson, "picture")) <= 3


def test_every_lesson_for_learners_shows_something():
    for course in COURSES.values():
        if course.level is not None:
            assert all(of_type(lesson, "picture") for lesson in course.lessons)


@lessons
def test_a_lesson_asks_at_least_three_questions_and_every_choice_teaches(lesson):
    questions = of_type(lesson, "question")
    assert len(questions) >= 3
    for question in questions:
        assert 2 <= len(question["choices"]) <= 4
        feedback = [choice["feedback"]["km"] for choice in question["choices"]]
        assert len(set(feedback)) == len(feedback)
        assert min(map(len, feedback)) > 20


@lessons
def test_the_right_choice_is_not_always_in_the_same_place(lesson):
    places = {
        tuple(choice["is_correct"] for choice in question["choices"])
        for question in of_type(lesson, "question")
    }
    assert len(places) > 1


@lessons
def test_true_or_false_offers_just_these_two(lesson):
    for question in of_type(lesson, "question"):
        if question["kind"] == "true_false":
            assert [choice["text"] for choice in question["choices"]] == [
                {"km": "ត្រូវ", "en": "True"},
                {"km": "ខុស", "en": "False"},
            ]


def test_getting_online_uses_every_kind_of_question():
    assert set.union(*map(kinds_in, ONLINE.lessons)) == QUESTION_BLOCKS.keys()


def test_only_the_lesson_about_searching_asks_learners_to_type():
    assert [lesson.slug for lesson in ONLINE.lessons if kinds_in(lesson) & TYPED] == ["searching-in-khmer"]


def test_the_check_before_and_after_has_two_forms_of_the_same_questions():
    shapes = [
        [(question["type"], len(options_of(question))) for question in ONLINE.checks[0].forms[form]]
        for form in "ab"
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) == 5


@courses
def test_the_final_test_has_ten_questions_of_many_kinds_and_none_is_typed(course):
    final = course.checks[-1]
    kinds = [question["type"] for question in final.forms["a"]]
    assert (final.kind, len(kinds), final.mastery_score) == ("final", 10, 80)
    assert course.move_on == "CompletedAndPassed"
    assert len(set(kinds)) >= 3
    assert not set(kinds) & TYPED


def test_the_final_test_of_getting_online_asks_in_every_way_but_typing():
    assert {question["type"] for question in ONLINE.checks[-1].forms["a"]} == QUESTION_BLOCKS.keys() - TYPED


def test_the_start_check_lets_everyone_say_that_they_do_not_know():
    for question in START_CHECK.forms["a"]:
        assert question["value"]["choices"][-1]["text"]["en"] == "I do not know yet"
    assert (len(START_CHECK.forms["a"]), START_CHECK.forms["b"]) == (5, [])


def options_of(question):
    value = question["value"]
    return value.get("choices") or value.get("targets") or value.get("items") or value["lefts"]


def test_the_editor_would_accept_every_lesson_and_check_as_it_is(db):
    """The blocks that check what an editor writes check what is shipped; the first course stays the first."""
    call_command("load_curriculum", stdout=io.StringIO())
    assert str(required_course_key()) == AMBASSADORS.id
    for home in HomePage.objects.all():
        assert [course.slug for course in home.courses] == list(COURSES)
    for course in CoursePage.objects.all():
        course.full_clean()
    for lesson in LessonPage.objects.all():
        lesson.full_clean()
        assert not lesson.overweight(), lesson
        lesson.screens.stream_block.clean(lesson.screens)
    for check in CheckPage.objects.all():
        check.full_clean()
        for questions in (check.questions_a, check.questions_b):
            questions.stream_block.clean(questions)


def test_khmer_texts_are_in_khmer_and_english_ones_are_not():
    for text in all_texts():
        if not text["km"]:
            continue
        assert KHMER.search(text["km"]), text
        assert not KHMER.search(text["en"]), text
        assert not LATIN.search(ADDRESS.sub("", TAG.sub("", text["km"]))), text["km"]


def test_both_languages_have_the_same_paragraphs_and_lists():
    for text in all_texts():
        km, en = (re.findall(r"</?(?:p|ul|ol|li|h2)>", text[language]) for language in ("km", "en"))
        assert km == en, text


def test_khmer_is_typed_without_invisible_characters():
    for text in all_texts():
        assert not re.search("[\u200b-\u200d\ufeff\u00a0]", text["km"]), text["km"]
