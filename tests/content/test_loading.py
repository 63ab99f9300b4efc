"""Course packages are loaded, and loaded again."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision, Site

from content.management.commands import load_curriculum
from content.models import CheckPage, CoursePage, HomePage, InfoPage, LessonPage, LoadedPage, Picture
from content.packages import PackageError, load_course
from content.packages.loading import CREATED, KEPT, UNCHANGED, UPDATED
from tests.content.factories import ident


def test_a_course_is_loaded_in_both_languages_with_shared_ids(package, homes):
    outcomes = load_course(package.write())
    assert [outcome.what for outcome in outcomes] == [CREATED] * 6
    khmer, english = CoursePage.objects.order_by("-locale__language_code")
    assert khmer.translation_key == english.translation_key
    assert (khmer.title, english.title) == ("វគ្គ", "Course")
    assert (khmer.live, english.live, khmer.picture_alt) == (True, True, "អក្សរ")
    assert [lesson.title for lesson in khmer.lessons] == ["មេរៀនទី1", "មេរៀនទី2"]
    for km_lesson, en_lesson in zip(khmer.lessons, english.lessons, strict=True):
        assert km_lesson.translation_key == en_lesson.translation_key
        assert list(km_lesson.questions) == list(en_lesson.questions)
        (km_question,), (en_question,) = km_lesson.questions.values(), en_lesson.questions.values()
        assert km_question.choice_ids == en_question.choice_ids
        assert km_question.correct_ids == en_question.correct_ids
        steps = km_lesson.screens[0].value["body"][2].value.bound_blocks
        assert len({step.id for step in steps} & {ident(1005), ident(1006), ident(2005), ident(2006)}) == 2
    assert Picture.objects.get().licence == "CC-BY-4.0"


def test_loading_again_changes_nothing(package, homes):
    load_course(package.write())
    before = Revision.objects.count()
    assert {outcome.what for outcome in load_course(package.folder)} == {UNCHANGED}
    assert Revision.objects.count() == before
    assert Picture.objects.count() == 1


def test_a_changed_file_makes_one_new_revision(package, homes):
    load_course(package.write())
    before = Revision.objects.count()
    package.files["02-second"]["title"]["km"] = "មេរៀនថ្មី"
    outcomes = load_course(package.write())
    assert [outcome.title for outcome in outcomes if outcome.what == UPDATED] == ["មេរៀនថ្មី"]
    assert Revision.objects.count() == before + 1
    assert LessonPage.objects.get(slug="lesson-2", locale__language_code="km").title == "មេរៀនថ្មី"


def test_a_page_changed_by_an_editor_is_kept_unless_forced(package, homes):
    load_course(package.write())
    page = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    page.title = "កែដោយអ្នកនិពន្ធ"
    page.save_revision().publish()
    package.files["01-first"]["title"]["km"] = "ពីឯកសារ"
    outcomes = load_course(package.write())
    assert [outcome.title for outcome in outcomes if outcome.what == KEPT] == ["ពីឯកសារ"]
    assert LessonPage.objects.get(pk=page.pk).title == "កែដោយអ្នកនិពន្ធ"
    load_course(package.folder, force=True)
    assert LessonPage.objects.get(pk=page.pk).title == "ពីឯកសារ"


def test_a_deleted_page_stays_deleted_unless_forced(package, homes):
    load_course(package.write())
    LessonPage.objects.get(slug="lesson-1", locale__language_code="km").delete()
    LessonPage.objects.get(slug="lesson-1", locale__language_code="en").delete()
    load_course(package.folder)
    assert not LessonPage.objects.filter(slug="lesson-1").exists()
    load_course(package.folder, force=True)
    assert LessonPage.objects.filter(slug="lesson-1", live=True).count() == 2


def test_lessons_follow_the_order_of_the_file(package, homes):
    load_course(package.write())
    package.files["course"]["lessons"].reverse()
    package.files["course"]["minutes"] = 25
    load_course(package.write())
    for course in CoursePage.objects.all():
        assert [lesson.slug for lesson in course.lessons] == ["lesson-2", "lesson-1"]


def test_an_address_that_is_taken_is_refused_with_nothing_half_done(package, homes):
    package.files["course"]["slug"] = "help"
    with pytest.raises(PackageError, match="another page under “សាលា” has the address “help”"):
        load_course(package.write())
    assert not CoursePage.objects.exists()


def test_a_course_without_khmer_is_not_loaded(package, homes):
    package.files["01-first"]["title"]["km"] = "Latin letters"
    with pytest.raises(PackageError, match="There is no Khmer in: title"):
        load_course(package.write())
    assert not CoursePage.objects.exists()


def test_the_command_loads_the_shipped_curriculum_once(db, capsys):
    call_command("load_curriculum")
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="km")
    assert not Page.objects.filter(depth=2, slug="home").exists()
    assert HomePage.objects.live().count() == 2
    assert set(InfoPage.objects.live().values_list("slug", flat=True)) == {"help", "safe", "privacy"}
    assert LessonPage.objects.live().count() == 22
    revisions = Revision.objects.count()
    call_command("load_curriculum")
    assert Revision.objects.count() == revisions
    assert CheckPage.objects.live().count() == 8
    assert LoadedPage.objects.count() == 44
    assert "unchanged" in capsys.readouterr().out


def test_the_command_refuses_a_wrong_package_and_loads_nothing(db, tmp_path, monkeypatch):
    folder = tmp_path / "curriculum"
    shutil.copytree(load_curriculum.CURRICULUM, folder)
    (folder / "getting-online" / "course.yaml").write_text("id: x")
    monkeypatch.setattr(load_curriculum, "CURRICULUM", folder)
    with pytest.raises(CommandError, match=r"^course\.yaml: “slug” is missing\.$"):
        call_command("load_curriculum")
    assert not HomePage.objects.exists()


def test_a_welcome_page_somebody_changed_is_kept(db):
    welcome = Site.objects.get().root_page
    welcome.title = "Ours"
    welcome.save_revision().publish()
    call_command("load_curriculum")
    assert Page.objects.filter(pk=welcome.pk).exists()
