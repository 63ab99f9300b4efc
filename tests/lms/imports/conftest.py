"""Sheets as offices send them."""

import csv
import io

import pytest
from openpyxl import Workbook

from lms import reference
from lms.imports import people, venues
from tests import factories as make

VENUE = {
    "code": "school-ream",
    "name_km": "សាលារៀនរាម",
    "name_en": "Ream school",
    "kind": "school",
    "area": "180208",
    "setting": "rural",
}
PUPIL = {"nickname": "ដារ៉ា", "gender": "male", "birth_year": 2012, "commune": "180208", "given_by": "school"}
WOMAN = {
    "family_name_km": "សុខ",
    "given_name_km": "ភា",
    "gender": "ស្រី",
    "birth_year": 1990,
    "commune": "180208",
    "given_by": "person",
}


def xlsx(rows, *, headings=None, change=None):
    """An Excel file of {column: value} rows; `change(sheet)` spoils it."""
    book = Workbook()
    sheet = book.active
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(headings or names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    if change:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def comma_separated(rows, delimiter=",", encoding="utf-8-sig"):
    text = io.StringIO()
    writer = csv.DictWriter(
        text, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.fixture
def ream(db):
    """The commune Ream, with the lists every installation has."""
    reference.load()
    district = make.area("Prey Nob", code="1802", level=2, name_km="ព្រៃនប់")
    return make.area("Ream", code="180208", parent=district, name_km="រាម")


@pytest.fixture
def elsewhere(db):
    return make.area("Kampot commune", code="070101")


@pytest.fixture
def coordinator(ream):
    return make.user("coordinator", role="coordinator", area=ream.parent)


COLUMNS = {"venues": venues.columns, "people": people.columns}
