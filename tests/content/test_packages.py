"""Course packages: read, checked with a sentence that names file and place, loaded, and loaded again."""

import shutil

import pytest
import yaml
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision, Site

from content.management.commands import load_curriculum
from content.models import CoursePage, HomePage, InfoPage, LessonPage, LoadedPage, Picture
from content.packages import PackageError, load_course, read_course
from content.packages.loading import CREATED, KEPT, UNCHANGED, UPDATED
from tests.content.factories import DRAWING, ident


def both(km="អក្សរ", en="words"):
    return {"km": km, "en": en}


def question(kind="one", marks=(True, False), start=100):
    return {
        "kind": kind,
        "prompt": both("សំណួរ", "question"),
        "hint": both("", ""),
        "choices": [
            {"id": ident(start + n), "is_correct": mark, "text": both(), "feedback": both()}
            for n, mark in enumerate(marks)
        ],
    }


def course_data():
    return {
        "id": ident(1),
        "slug": "a-course",
        "level": 0,
        "initiative": "both",
        "minutes": 20,
        "competences": {"dlgf": ["0.2"]},
        "audience": ["everyone"],
        "owner": "Curriculum group",
        "review_by": "2027-11-20",
        "licence": "CC-BY-4.0",
        "title": both("វគ្គ", "Course"),
        "summary": both(),
        "picture": {"file": "circle.svg", "alt": both()},
        "lessons": ["01-first", "02-second"],
    }


def lesson_data(n):
    base = n * 1000
    return {
        "id": ident(base),
        "slug": f"lesson-{n}",
        "minutes": 8,
        "title": both(f"មេរៀនទី{n}", f"Lesson {n}"),
        "aim": both(),
        "remember": both(),
        "screens": [
            {
                "id": ident(base + 1),
                "heading": both(),
                "body": [
                    {
                        "id": ident(base + 2),
                        "type": "text",
                        "value": both("<p>អក្សរ</p>", "<p><b>words</b></p>"),
                    },
                    {
                        "id": ident(base + 3),
                        "type": "picture",
                        "value": {"file": "circle.svg", "alt": both()},
                    },
                    {
                        "id": ident(base + 4),
                        "type": "steps",
                        "value": [
                            {"id": ident(base + 5), "text": both()},
                            {"id": ident(base + 6), "text": both()},
                        ],
                    },
                    {"id": ident(base + 7), "type": "notice", "value": {"tone": "tip", "text": both()}},
                    {"id": ident(base + 8), "type": "question", "value": question(start=base + 100)},
                ],
            }
        ],
    }


class Package:
    """A course folder that a test may change before it is read."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {"course": course_data(), "01-first": lesson_data(1), "02-second": lesson_data(2)}
        (folder / "pictures").mkdir(parents=True)
        (folder / "pictures" / "circle.svg").write_bytes(DRAWING)

    def write(self):
        for name, data in self.files.items():
            text = yaml.safe_dump(data, allow_unicode=True).replace("'2027-11-20'", "2027-11-20")
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return self.folder

    @property
    def part(self):
        """The parts of the only screen of the first lesson."""
        return self.files["01-first"]["screens"][0]["body"]

    @property
    def question(self):
        return self.part[4]["value"]


@pytest.fixture
def package(tmp_path):
    return Package(tmp_path / "a-course")


def test_a_good_course_is_read(package):
    course = read_course(package.write())
    assert [lesson.slug for lesson in course.lessons] == ["lesson-1", "lesson-2"]
    assert course.title == both("វគ្គ", "Course")
    assert course.pictures == {"circle.svg": DRAWING}


BAD = {
    "course.yaml: “title” is missing.": lambda p: p.files["course"].pop("title"),
    "course.yaml: “colour” is not known here.": lambda p: p.files["course"].update(colour="red"),
    "course.yaml: level: must be from 0 to 3.": lambda p: p.files["course"].update(level=9),
    "course.yaml: minutes: must be a whole number.": lambda p: p.files["course"].update(minutes="many"),
    "course.yaml: initiative: must be one of: 3.1, 3.2, both.": (
        lambda p: p.files["course"].update(initiative="4")
    ),
    "course.yaml: review_by: must be a day such as 2027-11-20.": (
        lambda p: p.files["course"].update(review_by="soon")
    ),
    "course.yaml: slug: must be small Latin letters, digits and single hyphens.": (
        lambda p: p.files["course"].update(slug="A course")
    ),
    "course.yaml: id: must be a UUID.": lambda p: p.files["course"].update(id="one"),
    "course.yaml: title: “en” is missing.": lambda p: p.files["course"].update(title={"km": "វគ្គ"}),
    "course.yaml: lessons: must be a list.": lambda p: p.files["course"].update(lessons="01-first"),
    "03-third.yaml: this file is missing.": lambda p: p.files["course"]["lessons"].append("03-third"),
    "01-first.yaml: aim.km: is empty.": lambda p: p.files["01-first"].update(aim=both("")),
    "01-first.yaml: title.en: has 256 characters; 255 are allowed.": (
        lambda p: p.files["01-first"].update(title=both(en="x" * 256))
    ),
    "02-second.yaml: id: the id 00000000-0000-0000-0000-0000000003e8 is already used in 01-first.yaml, id.": (
        lambda p: p.files["02-second"].update(id=ident(1000))
    ),
    "course.yaml: lessons.2: the slug “lesson-1” is already that of 01-first.": (
        lambda p: p.files["02-second"].update(slug="lesson-1")
    ),
    "01-first.yaml: screens.1.body.1.type: must be one of: text, picture, steps, notice, question.": (
        lambda p: p.part[0].update(type="film")
    ),
    "01-first.yaml: screens.1.body.1.value.en: only b, li, ol, p, ul without attributes are allowed, not <i>.": (
        lambda p: p.part[0].update(value=both("<p>អក្សរ</p>", "<p><i>words</i></p>"))
    ),
    "01-first.yaml: screens.1.body.1.value.km: <p> is not closed.": (
        lambda p: p.part[0].update(value=both("<p>អក្សរ", "<p>words</p>"))
    ),
    "01-first.yaml: screens.1.body.1.value.km: text must stand inside <p> or a list.": (
        lambda p: p.part[0].update(value=both("អក្សរ", "<p>words</p>"))
    ),
    "01-first.yaml: screens.1.body.2.value.file: there is no picture pictures/other.svg.": (
        lambda p: p.part[1]["value"].update(file="other.svg")
    ),
    "01-first.yaml: screens.1.body.2.value.file: there is no picture pictures/../course.yaml.": (
        lambda p: p.part[1]["value"].update(file="../course.yaml")
    ),
    "01-first.yaml: screens.1.body.2.value: “alt” is missing.": lambda p: p.part[1]["value"].pop("alt"),
    "01-first.yaml: screens.1.body.3.value: must have 2 to 1000 items, and has 1.": (
        lambda p: p.part[2]["value"].pop()
    ),
    "01-first.yaml: screens.1.body.4.value.tone: must be one of: tip, warning.": (
        lambda p: p.part[3]["value"].update(tone="loud")
    ),
    "01-first.yaml: screens.1.body.5.value.choices: Mark exactly one choice as correct.": (
        lambda p: p.question["choices"][1].update(is_correct=True)
    ),
    "01-first.yaml: screens.1.body.5.value.choices: must have 2 to 6 items, and has 1.": (
        lambda p: p.question["choices"].pop()
    ),
    "01-first.yaml: screens.1.body.5.value.choices: Mark at least two choices as correct and leave at least one "
    "wrong.": lambda p: p.question.update(kind="several"),
    "01-first.yaml: screens.1.body.5.value.choices: A true-or-false question has exactly two choices.": (
        lambda p: p.part[4].update(value=question("true_false", (True, False, False), start=1100))
    ),
    "01-first.yaml: screens.1.body.5.value.hint: is written in one language only.": (
        lambda p: p.question.update(hint=both("អក្សរ", ""))
    ),
    "01-first.yaml: screens.1.body.5.value.choices.1: “feedback” is missing.": (
        lambda p: p.question["choices"][0].pop("feedback")
    ),
    "01-first.yaml: screens.1.body.5.value.choices.1.is_correct: must be true or false.": (
        lambda p: p.question["choices"][0].update(is_correct="perhaps")
    ),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_wrong_course_is_refused_with_file_and_place(package, sentence):
    BAD[sentence](package)
    with pytest.raises(PackageError) as refused:
        read_course(package.write())
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("drawing", "complaint"),
    [
        (b"<svg><script/></svg>", "holds <script>"),
        (b'<svg onload="x()"/>', "holds the attribute onload"),
        (b'<svg xmlns:x="http://www.w3.org/1999/xlink"><a x:href="http://e.org"/></svg>', "attribute href"),
        (b"<svg>", "is not valid SVG"),
        (b"<svg>" + b" " * 26_000 + b"</svg>", "larger than 25 KB"),
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(package, drawing, complaint):
    (package.folder / "pictures" / "circle.svg").write_bytes(drawing)
    with pytest.raises(PackageError, match=complaint):
        read_course(package.write())


def test_a_file_that_is_not_yaml_is_named_with_its_line(package):
    package.write().joinpath("01-first.yaml").write_text("id: [\nslug: x")
    with pytest.raises(PackageError, match=r"^01-first\.yaml, line 2: is not YAML"):
        read_course(package.folder)


def test_a_file_in_another_encoding_is_named(package):
    package.write().joinpath("01-first.yaml").write_bytes(b"title: \xff\xfe")
    with pytest.raises(PackageError, match=r"^01-first\.yaml: cannot be read as UTF-8"):
        read_course(package.folder)


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
    assert set(InfoPage.objects.live().values_list("slug", flat=True)) == {"help", "privacy"}
    assert LessonPage.objects.live().count() == 12
    revisions = Revision.objects.count()
    call_command("load_curriculum")
    assert Revision.objects.count() == revisions
    assert LoadedPage.objects.count() == 20
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
