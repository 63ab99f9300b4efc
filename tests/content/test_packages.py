"""Course packages are read and checked with a sentence that names file and place."""

import pytest

from content.packages import PackageError, read_course
from content.packages.markup import problem_with_markup
from content.questions import QUESTION_BLOCKS
from tests.content.a_course import both, question
from tests.content.factories import DRAWING, ident


def test_a_good_course_is_read(package):
    course = read_course(package.write())
    assert [lesson.slug for lesson in course.lessons] == ["lesson-1", "lesson-2"]
    assert course.title == both("វគ្គ", "Course")
    assert course.pictures == {"circle.svg": DRAWING}


PARTS = "text, picture, steps, notice, comparison, audio, video, download"
BAD = {
    "course.yaml: “title” is missing.": lambda p: p.files["course"].pop("title"),
    "course.yaml: “colour” is not known here.": lambda p: p.files["course"].update(colour="red"),
    "course.yaml: level: must be from 0 to 3.": lambda p: p.files["course"].update(level=9),
    "course.yaml: required_of_ambassadors: must be true or false.": (
        lambda p: p.files["course"].update(required_of_ambassadors="yes")
    ),
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
    f"01-first.yaml: screens.1.body.1.type: must be one of: {PARTS}, {', '.join(QUESTION_BLOCKS)}.": (
        lambda p: p.part[0].update(type="film")
    ),
    "01-first.yaml: screens.1.body.1.value.en: only a, b, br, li, ol, p, ul without attributes are allowed, not <i>.": (
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


@pytest.mark.parametrize(
    ("html", "is_allowed"),
    [
        ('<p><a href="tel:1280">1280</a></p>', True),
        ('<p><a href="tel:+85512345678">012</a></p>', True),
        ("<p><a>1280</a></p>", False),
        ('<p><a href="https://e.org">e</a></p>', False),
        ('<p><a href="javascript:x">e</a></p>', False),
        ('<p><a href="tel:1280" onclick="x">e</a></p>', False),
        ('<p class="x">e</p>', False),
    ],
)
def test_a_link_in_an_information_page_is_a_phone_number_to_tap(html, is_allowed):
    assert (problem_with_markup(html, {"p", "a"}) is None) == is_allowed
    assert problem_with_markup(html, {"p"})
