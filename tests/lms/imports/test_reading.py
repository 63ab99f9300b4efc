"""What a file may look like, and the cell that is named where something is wrong."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from openpyxl import load_workbook

from lms.actions.importing import plan_import
from lms.imports import sheets
from lms.imports.template import write_template
from tests.lms.imports.conftest import COLUMNS, PUPIL, VENUE, WOMAN, comma_separated, xlsx

pytestmark = pytest.mark.django_db


def plan(content, kind="people", **options):
    return plan_import(kind=kind, content=content, **options)


def said(content, kind="people"):
    """What is wrong with a file, in English, by row."""
    with override("en"):
        return [str(problem) for problem in plan(content, kind).problems_by_row]


def refusal(content, kind="people"):
    with pytest.raises(ValidationError) as problem, override("en"):
        plan(content, kind)
    with override("en"):
        return " ".join(problem.value.messages)


def test_excel_and_csv_say_the_same(ream):
    rows = [PUPIL, WOMAN]
    files = [
        xlsx(rows),
        comma_separated(rows),
        comma_separated(rows, delimiter=";"),
        comma_separated(rows, delimiter="\t", encoding="utf-16"),
        comma_separated(rows, encoding="utf-8"),
    ]
    titles = [[step.title for step in plan(file).steps] for file in files]
    assert all(found == ["ដារ៉ា", "សុខ ភា"] for found in titles)
    assert not any(plan(file).problems for file in files)


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("part", ["whole", "english", "khmer", "code", "required"])
def test_headings_are_known_in_either_language(ream, kind, part):
    rows = [{"people": PUPIL | {"nickname": "ដា"}, "venues": VENUE}[kind]]
    columns = {column.name: column for column in COLUMNS[kind]()}
    headings = {
        "whole": lambda column: column.heading,
        "english": lambda column: column.heading.split(" · ")[0].upper(),
        "khmer": lambda column: column.heading.split(" · ")[1],
        "code": lambda column: column.name,
        "required": lambda column: f"{column.heading} *",
    }[part]
    file = xlsx(rows, headings=[headings(columns[name]) for name in rows[0]])
    made = plan(file, kind)
    assert (made.problems, len(made.writes)) == ([], 1)


def test_a_title_above_the_headings_and_empty_rows_are_passed_over(ream):
    def with_title(sheet):
        sheet.insert_rows(1, amount=2)
        sheet["A1"] = "Class 7A"
        sheet.merge_cells("A1:E1")
        sheet.insert_rows(5, amount=3)

    made = plan(xlsx([PUPIL, WOMAN], change=with_title))
    assert [(step.number, step.outcome) for step in made.steps] == [(4, "new"), (8, "new")]


def test_columns_nobody_asked_for_are_named_and_not_read(ream):
    made = plan(xlsx([PUPIL | {"ID number": "0123", "Religion": "=1+1"}]))
    assert made.not_read == ["ID number", "Religion"]
    assert made.is_possible


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("A3", "=1+1", "Here stands a formula"),
        ("A3", "#N/A", "Here stands an error"),
        ("A3", "!!!", "is not a name"),
        ("A3", "ក" * 41, "At most 40 characters"),
        ("B3", "mle", "“mle” is none of: Woman or girl"),
        ("C3", dt.date(2012, 5, 3), "Write the year only"),
        ("C3", "3/5/2012", "Write the year only"),
        ("C3", "12", "in four digits"),
        ("C3", 1850, "This year cannot be right"),
        ("C3", 2012.5, "in four digits"),
        ("D3", "180299", "No commune has the code 180299"),
        ("D3", "1802", "No commune has the code 1802"),
        ("E3", None, "This cell is empty"),
        ("E3", "person", "Under 18 a parent, guardian or the school has to agree"),
        ("A3", None, "Under 18 only a nickname is kept. Write one here"),
    ],
)
def test_a_problem_names_its_cell(ream, cell, value, sentence):
    (problem,) = said(xlsx([PUPIL, PUPIL], change=lambda sheet: sheet.__setitem__(cell, value)))
    assert problem.startswith(f"{cell} · ")
    assert sentence in problem


def test_text_that_looks_like_a_formula_is_no_name(ream):
    assert "A2 · Nickname · " in said(comma_separated([PUPIL | {"nickname": "=1+1"}]))[0]
    assert "@SUM" in said(comma_separated([PUPIL | {"nickname": "@SUM(A1)"}]))[0]


def test_all_problems_of_a_file_are_said_at_once(ream):
    wrong = PUPIL | {"gender": "?", "commune": "x"}
    found = said(xlsx([wrong, PUPIL, wrong]))
    assert [problem.split(" ")[0] for problem in found] == ["B2", "D2", "B4", "D4"]


def test_problems_speak_khmer_too(ream):
    made = plan(xlsx([PUPIL | {"gender": "?"}]))
    with override("km"):
        assert str(made.problems[0]).startswith("B2 · ")


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        ("nickname", "  ដា\u200bរ៉ា \x07 ", "ដា\u200bរ៉ា"),
        ("nickname", 12, "12"),
        ("birth_year", "២០១២", 2012),
        ("birth_year", 2012.0, 2012),
        ("birth_year", "\u200b2012 ", 2012),
        ("commune", 180208, "180208"),
        ("commune", "១៨០២០៨", "180208"),
        ("commune", 70101, "070101"),
        ("gender", "M", "male"),
        ("gender", "ប្រុស", "male"),
        ("gender", "Man or boy", "male"),
        ("phone", 12345678, "+85512345678"),
        ("phone", "012 345 678", "+85512345678"),
        ("phone", "០១២ ៣៤៥-៦៧៨", "+85512345678"),
        ("phone", "+855 12 345 678", "+85512345678"),
        ("phone", "85512345678", "+85512345678"),
        ("phone", "0084 912 345 678", "+84912345678"),
    ],
)
def test_what_is_typed_is_understood(ream, elsewhere, column, typed, stored):
    values = PUPIL | {column: typed}
    files = [] if "\x07" in str(typed) else [xlsx([values])]
    files += [] if isinstance(typed, float) else [comma_separated([values])]
    for file in files:
        made = plan(file)
        assert not made.problems, [str(problem) for problem in made.problems]
        found = getattr(made.writes[0][0].person, column)
        assert (found.code if column == "commune" else found) == stored


@pytest.mark.parametrize("typed", ["12", "0123", "+85500", "abc", "012345678901234567"])
def test_what_is_no_phone_number_is_refused(ream, typed):
    (problem,) = said(xlsx([PUPIL | {"phone": typed}]))
    assert "is not a phone number" in problem


@pytest.mark.parametrize("limon", ["suxa", "esovPa", "´suxü"])
def test_khmer_written_in_an_old_font_is_refused(ream, limon):
    (problem,) = said(xlsx([WOMAN | {"given_name_km": limon}]))
    assert problem.startswith("B2 · Given name in Khmer")
    assert "Limon" in problem
    (problem,) = said(xlsx([VENUE | {"name_km": limon}]), "venues")
    assert problem.startswith("B2 · ")
    assert "Limon" in problem


def test_khmer_letters_do_not_stand_in_a_latin_name(ream):
    (problem,) = said(xlsx([WOMAN | {"given_name_latin": "ភា"}]))
    assert "Latin letters" in problem


def test_merged_cells_are_refused_where_values_stand(ream):
    def merged(sheet):
        sheet["E3"] = None
        sheet.merge_cells("E2:E3")

    found = said(xlsx([PUPIL, PUPIL], change=merged))
    assert [problem.split(" ")[0] for problem in found] == ["E2", "E3"]
    assert all("merged" in problem for problem in found)


def test_cells_merged_across_a_row_are_refused_and_an_empty_row_of_them_is_passed_over(ream):
    def merged(sheet):
        sheet.merge_cells("A2:B2")
        sheet.merge_cells("A4:E4")

    found = said(xlsx([WOMAN, PUPIL], change=merged))
    assert [problem.split(" ")[0] for problem in found] == ["A2", "B2"]


def test_a_row_of_nothing_but_a_zero_width_space_is_passed_over(ream):
    made = plan(xlsx([PUPIL], change=lambda sheet: sheet.cell(3, 1, "\u200b")))
    assert made.is_possible


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel file"),
        (b"PK\x03\x04 broken", "no Excel file"),
        (b"\x89PNG\r\n\x1a\n\x00", "neither an Excel file"),
        ("nickname\nដារ៉ា".encode("utf-16-le"), "neither an Excel file"),
        (b"nickname,gender\n\xff\xfe", "neither an Excel file"),
        (b"hello\nworld", "These columns are missing: Gender · "),
        (b'nickname,gender,given_by\n"a', "cannot be read"),
        (b"nickname,gender,given_by\n", "There are no rows"),
        (b"nickname,gender,Gender,given_by\nx,f,f,school", "is there twice"),
    ],
)
def test_a_file_that_is_no_such_table_gets_a_sentence(ream, content, sentence):
    assert sentence in refusal(content)


def test_other_zip_files_get_a_sentence(ream):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "no Excel file" in refusal(file.getvalue())


def test_a_file_that_grows_out_of_bounds_is_not_unpacked(ream, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1000)
    assert "no Excel file" in refusal(xlsx([PUPIL]))


def test_too_many_rows_and_too_large_a_file_are_refused(ream, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert plan(xlsx([PUPIL] * 3)).count("new") == 3
    assert "more than 3 rows" in refusal(xlsx([PUPIL] * 4))
    monkeypatch.setattr(sheets, "LARGEST_FILE", 100)
    assert "larger than" in refusal(xlsx([PUPIL]))


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_template_filled_in_is_understood(ream, kind):
    file = io.BytesIO()
    columns = COLUMNS[kind]()
    write_template(columns, file)
    book = load_workbook(io.BytesIO(file.getvalue()))
    assert book.sheetnames == ["rows", "lists", "help"]
    sheet = book["rows"]
    values = VENUE if kind == "venues" else PUPIL
    for position, column in enumerate(columns, start=1):
        offered = [cell.value for cell in book["lists"][sheet.cell(1, position).column_letter] if cell.value]
        sheet.cell(2, position).value = (
            offered[0] if offered and column.is_required else values.get(column.name)
        )
    filled = io.BytesIO()
    book.save(filled)
    made = plan(filled.getvalue(), kind)
    # The first who may agree is the person, and this is a child: nothing else is wrong.
    assert [problem.cell for problem in made.problems] == ([] if kind == "venues" else ["K2"])
