"""Checks in course packages: read, loaded, and refused with a sentence that names file and place."""

import pytest
import yaml
from django.core.exceptions import ValidationError

from content.models import CheckPage, CoursePage
from content.packages import PackageError, load_course, load_start_check, read_course
from content.packages.loading import CREATED, KEPT, UNCHANGED
from tests.content.a_course import both, question
from tests.content.factories import ident


def questions(start, number=2):
    return [
        {"id": ident(start + 100 * n), "type": "question", "value": question(start=start + 100 * n + 1)}
        for n in range(number)
    ]


def check_data(kind, start, **changes):
    return {
        "id": ident(start),
        "slug": kind.replace("_", "-"),
        "kind": kind,
        "minutes": 5,
        "title": both("តេស្ត", "Check"),
        "introduction": both(),
        "questions_a": questions(start + 10),
    } | changes


@pytest.fixture
def with_checks(package):
    package.files["course"] |= {
        "checks": ["check-before", "check-final.yaml"],
        "move_on": "CompletedAndPassed",
    }
    package.files["check-before"] = check_data("before_after", 10_000, questions_b=questions(15_000))
    package.files["check-final"] = check_data("final", 20_000, mastery_score=70)
    return package


def test_checks_are_loaded_in_both_languages_with_shared_ids(with_checks, homes):
    load_course(with_checks.write())
    course = CoursePage.objects.get(locale__language_code="km")
    assert course.move_on == CoursePage.MoveOn.COMPLETED_AND_PASSED
    assert set(course.checks) == {"before_after", "final"}
    final, english = CheckPage.objects.filter(kind="final").order_by("-locale__language_code")
    assert (final.live, final.mastery_score, final.course, final.title) == (True, 70, course, "តេស្ត")
    assert english.title == "Check"
    assert final.translation_key == english.translation_key
    assert list(final.questions_of_form["a"]) == list(english.questions_of_form["a"])
    assert set(CheckPage.objects.filter(kind="before_after").first().questions_of_form) == {"a", "b"}
    assert {outcome.what for outcome in load_course(with_checks.folder)} == {UNCHANGED}


def test_a_check_that_an_editor_changed_is_kept(with_checks, homes):
    load_course(with_checks.write())
    page = CheckPage.objects.get(kind="final", locale__language_code="km")
    page.title = "តេស្តថ្មី"
    page.save_revision().publish()
    with_checks.files["check-final"]["minutes"] = 9
    kept = [outcome for outcome in load_course(with_checks.write()) if outcome.what == KEPT]
    assert [outcome.page.title for outcome in kept] == ["តេស្តថ្មី"]


def test_a_course_without_checks_is_completed_by_its_lessons(package):
    course = read_course(package.write())
    assert (course.checks, course.move_on) == ([], "Completed")


def test_a_start_check_is_loaded_under_the_start_pages(tmp_path, homes):
    path = tmp_path / "start-check.yaml"
    path.write_text(yaml.safe_dump(check_data("start_check", 30_000), allow_unicode=True))
    assert [outcome.what for outcome in load_start_check(path)] == [CREATED] * 2
    assert {outcome.what for outcome in load_start_check(path)} == {UNCHANGED}
    start_check = homes["km"].start_check
    assert start_check.kind == "start_check"
    assert start_check.course is None


BAD = {
    "check-final.yaml: kind: must be one of: before_after, final.": (
        lambda files: files["check-final"].update(kind="start_check")
    ),
    "check-final.yaml: mastery_score: must be from 1 to 100.": (
        lambda files: files["check-final"].update(mastery_score=101)
    ),
    "check-final.yaml: “questions_a” is missing.": lambda files: files["check-final"].pop("questions_a"),
    "check-before.yaml: questions_b: must have as many questions as questions_a: 2.": (
        lambda files: files["check-before"].update(questions_b=questions(15_000, 1))
    ),
    "check-final.yaml: questions_a.1.type: must be one of": (
        lambda files: files["check-final"]["questions_a"][0].update(type="text")
    ),
    f"the id {ident(1000)} is already used in 01-first.yaml": (
        lambda files: files["check-final"].update(id=ident(1000))
    ),
    "course.yaml: checks.1: the slug “lesson-1” is already that of 01-first.": (
        lambda files: files["check-before"].update(slug="lesson-1")
    ),
    "course.yaml: move_on: must be one of": lambda files: files["course"].update(move_on="Sometimes"),
    "course.yaml: move_on: asks for a final test": lambda files: files["course"].update(
        checks=["check-before"]
    ),
    "check-other.yaml: this file is missing.": lambda files: files["course"].update(checks=["check-other"]),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_check_that_is_wrong_is_refused(with_checks, sentence):
    BAD[sentence](with_checks.files)
    with pytest.raises(PackageError) as refused:
        read_course(with_checks.write())
    assert sentence in str(refused.value)


def test_a_check_stands_where_its_kind_belongs_or_is_not_published(with_checks, homes, tmp_path):
    load_course(with_checks.write())
    check = CheckPage.objects.get(kind="final", locale__language_code="km")
    check.kind = "start_check"
    with pytest.raises(ValidationError, match="A start check stands below the start page"):
        check.save_revision().publish()
    check.kind = "before_after"
    check.save_revision().publish()
    homes["km"].refresh_from_db()
    lost = CheckPage(
        title="តេស្ត", slug="lost", introduction="តេស្ត", locale=check.locale, questions_a=check.questions_a
    )
    homes["km"].add_child(instance=lost)
    assert not CheckPage.objects.get(slug="lost").live


def test_a_check_without_questions_is_not_published(with_checks, homes):
    load_course(with_checks.write())
    check = CheckPage.objects.get(kind="final", locale__language_code="km")
    check.questions_a = []
    with pytest.raises(ValidationError, match="There is no question in form A yet"):
        check.save_revision().publish()
