"""Courses leave as a package and come back the same, ids included; a bad package changes nothing."""

import io
import stat
import zipfile

import pytest
import yaml
from django.core.management import CommandError, call_command
from PIL import Image

from content.models import Audience, CheckPage, CoursePage, LessonPage, LoadedPage, Narration, Picture
from content.narrating import keep_narration
from content.narration import FINISH, INTRODUCTION, listening
from content.packages import PackageError, load_course, unpacked
from tests.content import every_part
from tests.content.a_course import both
from tests.content.factories import ident, opus


@pytest.fixture
def full(package):
    """A course with every kind of part, a check of each kind, a photograph, files and an audience of its own."""
    return every_part.fill(package)


def exported(tmp_path, name="out.zip"):
    call_command("export_course", "a-course", str(tmp_path / name))
    return tmp_path / name


def forget_course():
    for page in CoursePage.objects.all():
        page.delete()
    for model in (Narration, Audience, Picture, LoadedPage):
        model.objects.all().delete()


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_course_comes_back_the_same(full, homes, tmp_path):
    load_course(full.write())
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    keep_narration(page=lesson, block_id="remember", content=opus(), by=None)
    check = CheckPage.objects.get(slug="check-2", locale__language_code="km")
    keep_narration(page=check, block_id=INTRODUCTION, content=opus(), by=None)
    first = contents(exported(tmp_path))
    forget_course()
    call_command("import_course", str(tmp_path / "out.zip"))
    second = contents(exported(tmp_path, "again.zip"))
    assert second == first
    assert CoursePage.objects.count() == 2
    assert LessonPage.objects.filter(live=True).count() == 4
    assert CheckPage.objects.filter(live=True).count() == 4
    assert list(listening(LessonPage.objects.get(slug="lesson-1", locale__language_code="km"))) == [FINISH]
    check = CheckPage.objects.get(slug="check-2", locale__language_code="km")
    assert list(listening(check)) == [INTRODUCTION]
    course = CoursePage.objects.get(locale__language_code="km")
    assert [audience.name_km for audience in course.audiences.all()] == ["អ្នកនេសាទ"]
    assert (course.status, course.licence, course.move_on) == ("closed", "CC-BY-4.0", "CompletedAndPassed")


def test_a_course_for_a_task_comes_back_as_one(package, homes, tmp_path):
    del package.files["course"]["level"]
    package.files["course"]["required_of_ambassadors"] = True
    load_course(package.write())
    path = exported(tmp_path)
    forget_course()
    call_command("import_course", str(path))
    facts = CoursePage.objects.values_list("level", "is_required_of_ambassadors")
    assert list(facts) == [(None, True), (None, True)]


def test_what_was_loaded_from_a_folder_leaves_with_the_same_ids(full, homes, tmp_path):
    load_course(full.write())
    files = contents(exported(tmp_path))
    lesson = yaml.safe_load(files["01-lesson-1.yaml"])
    assert lesson["screens"] == every_part.with_names_from_bytes(full.files["01-first"]["screens"], files)
    assert yaml.safe_load(files["course.yaml"])["id"] == ident(1)


def test_a_link_to_another_page_leads_to_the_page_of_the_other_installation(full, homes, tmp_path):
    load_course(full.write())
    later = LessonPage.objects.get(slug="lesson-2", locale__language_code="km")
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    assert f'<a linktype="page" id="{later.pk}">' in str(lesson.screens.get_prep_value())
    path = exported(tmp_path)
    forget_course()
    call_command("import_course", str(path))
    later = LessonPage.objects.get(slug="lesson-2", locale__language_code="km")
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    assert f'<a linktype="page" id="{later.pk}">' in str(lesson.screens.get_prep_value())


def test_the_editors_own_marks_do_not_leave(full, homes, tmp_path):
    load_course(full.write())
    for lesson in LessonPage.objects.filter(slug="lesson-2"):
        screens = lesson.screens.get_prep_value()
        text = screens[0]["value"]["body"][0]
        text["value"] = (
            text["value"]
            .replace("<p>", '<p data-block-key="abc12">')
            .replace("</p>", " &quot;x&quot;<br/></p>")
        )
        lesson.screens = lesson.screens.stream_block.to_python(screens)
        lesson.save_revision().publish()
    text = yaml.safe_load(contents(exported(tmp_path))["02-lesson-2.yaml"])["screens"][0]["body"][0]["value"]
    assert text["km"] == '<p>អក្សរ "x"<br/></p>'


def test_a_course_that_lacks_english_is_not_exported(full, homes, tmp_path):
    load_course(full.write())
    LessonPage.objects.get(slug="lesson-2", locale__language_code="en").unpublish()
    with pytest.raises(CommandError, match="“មេរៀនទី2” is not public in “en”"):
        exported(tmp_path)
    assert not (tmp_path / "out.zip").exists()


def test_a_course_that_is_not_there_is_not_exported(homes, tmp_path):
    with pytest.raises(CommandError, match="There is no public course “a-course”"):
        exported(tmp_path)


@pytest.fixture
def zipped(tmp_path):
    """zipped({name: bytes}) → path of a zip file with these entries."""

    def write(entries, change=lambda entry: None):
        path = tmp_path / "in.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries:
                entry = zipfile.ZipInfo(name)
                change(entry)
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return path

    return write


def link(entry):
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("entries", "change", "sentence"),
    [
        ([("../course.yaml", b"x")], None, "“../course.yaml”, which does not belong"),
        ([("/etc/passwd", b"x")], None, "“/etc/passwd”, which does not belong"),
        ([("pictures/../../x.svg", b"x")], None, "which does not belong"),
        ([("scripts/x.py", b"x")], None, "which does not belong"),
        ([("course.yaml", b"/etc/passwd")], link, "“course.yaml”, which does not belong"),
        ([("course.yaml", b"x"), ("COURSE.yaml", b"x")], None, "“COURSE.yaml” twice"),
        ([("course.yaml", b"a" * 2_100_000)], None, "too large at “course.yaml”"),
        ([("files/bomb.mp4", b"\0" * 32_000_000)], None, "too large at “files/bomb.mp4”"),
        ([(f"pictures/{n}.svg", b"") for n in range(5001)], None, "holds 5001 files; 5000 are allowed"),
        ([("course.yaml", b"id: [")], None, "course.yaml, line 1: is not YAML"),
        ([("course.yaml", b"[" * 5000)], None, "course.yaml: is nested too deeply"),
        ([("notes.txt", b"x")], None, "course.yaml: this file is missing"),
    ],
)
def test_a_package_that_is_not_to_be_trusted_is_refused(homes, zipped, entries, change, sentence):
    path = zipped(entries, change or (lambda entry: None))
    with pytest.raises(CommandError, match=sentence):
        call_command("import_course", str(path))
    assert not CoursePage.objects.exists()


def test_a_file_that_is_no_zip_is_refused(homes, tmp_path):
    (tmp_path / "in.zip").write_bytes(b"not a zip")
    with pytest.raises(CommandError, match="is no zip file that can be read"):
        call_command("import_course", str(tmp_path / "in.zip"))
    with pytest.raises(CommandError, match=r"none\.zip: this file is missing"):
        call_command("import_course", str(tmp_path / "none.zip"))


def test_a_damaged_zip_is_refused(full, homes, tmp_path):
    load_course(full.write())
    path = exported(tmp_path)
    damaged = bytearray(path.read_bytes())
    damaged[200:260] = b"\xff" * 60
    path.write_bytes(damaged)
    with pytest.raises(PackageError), unpacked(path):
        pass


def test_a_package_refused_late_leaves_neither_pages_nor_files(full, homes, settings):
    full.files["02-second"]["title"]["km"] = "Latin letters"
    before = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    with pytest.raises(PackageError, match="There is no Khmer in: title"):
        load_course(full.write())
    assert {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()} == before
    assert not CoursePage.objects.exists()
    assert not Picture.objects.exists()


def test_an_audience_nobody_has_named_is_refused(package, homes):
    package.files["course"]["audience"] = ["astronauts"]
    with pytest.raises(PackageError, match="nobody has named “astronauts”"):
        load_course(package.write())
    assert not CoursePage.objects.exists()


def test_shipped_audiences_need_no_names_in_the_package(package, homes):
    load_course(package.write())
    assert Audience.objects.get().name_en == "Everyone"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.png", b"no picture", "the picture is not PNG"),
        ("photo.bmp", b"BM", "pictures of this kind are not allowed"),
        ("photo.svg", b"<svg>" + b" " * 26_000 + b"</svg>", "larger than 25 KB"),
    ],
)
def test_a_picture_that_is_none_is_refused(package, name, content, sentence):
    (package.folder / "pictures" / name).write_bytes(content)
    package.files["course"]["picture"] = {"file": name, "alt": both()}
    with pytest.raises(PackageError, match=sentence):
        load_course(package.write())


def test_a_photograph_larger_than_any_phone_is_refused(package):
    wide = io.BytesIO()
    Image.new("1", (6001, 1)).save(wide, "PNG")
    (package.folder / "pictures" / "photo.png").write_bytes(wide.getvalue())
    package.files["course"]["picture"] = {"file": "photo.png", "alt": both()}
    with pytest.raises(PackageError, match="larger than 6000 pixels"):
        load_course(package.write())
