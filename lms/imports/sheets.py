"""Reading a file into lines of cells that know their names, such as B7. Knows nothing of what the cells mean."""

import csv
import datetime as dt
import io
import re
import zipfile
from contextlib import closing
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from lms.khmer import normalise

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


@dataclass(frozen=True)
class Unusable:
    """What stands in a cell that holds no value of its own."""

    message: str


FORMULA = Unusable(_("Here stands a formula. Copy the column and paste it back as values only."))
ERROR = Unusable(_("Here stands an error of the spreadsheet instead of a value."))
MERGED_CELL = Unusable(_("This cell is merged with others. Take them apart and fill in each of them."))


@dataclass(frozen=True)
class Line:
    """One row as it stands in the file: its number, and its values by column from 0; None where empty."""

    number: int
    values: tuple

    @property
    def is_empty(self):
        return all(
            value is None or (isinstance(value, str) and not normalise(value)) for value in self.values
        )


def cell_name(position, number):
    return f"{get_column_letter(position + 1)}{number}"


def read(content):
    """The rows of the first sheet of an .xlsx file, or of CSV text, that are not empty, as a list of Line.

    What a file is is told by its content, not its name. Raises ValidationError with a sentence about what to do.
    """
    if len(content) > LARGEST_FILE:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Split it into several files."),
            params={"limit": LARGEST_FILE // 1024**2},
        )
    if not content.strip():
        raise ValidationError(_("The file is empty."))
    if content.startswith(OLD_OFFICE):
        raise ValidationError(
            _(
                "This is an old Excel file (.xls), or one with a password. Open it in Excel, save it as “Excel "
                "Workbook (.xlsx)” without a password, and try again."
            )
        )
    lines = []
    for line in _workbook_lines(content) if content.startswith(ZIP) else _text_lines(content):
        if line.is_empty:
            continue
        if len(lines) > MOST_ROWS:
            raise ValidationError(
                _("The file has more than %(limit)s rows. Split it into several files."),
                params={"limit": f"{MOST_ROWS:,}"},
            )
        lines.append(line)
    return lines


def _workbook_lines(content):
    unreadable = ValidationError(
        _("This is no Excel file that can be read. Save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise unreadable
        with closing(load_workbook(io.BytesIO(content), read_only=True)) as book:
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # other programs write them wrongly
            merged = _merged_cells(book, sheet)
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
                values = tuple(_value(cell) for cell in row)
                if any(value is not None for value in values):
                    values = tuple(
                        MERGED_CELL if (number, position) in merged else value
                        for position, value in enumerate(values)
                    )
                yield Line(number, values)
    except ValidationError:
        raise
    except Exception as problem:  # a damaged file makes openpyxl raise anything
        raise unreadable from problem


def _value(cell):
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return ERROR
    return cell.value


def _merged_cells(book, sheet):
    """{(row, position)} of merged cells; openpyxl does not say it of a sheet that is read as a stream."""
    found = set()
    for reference in MERGED.findall(book._archive.read(sheet._worksheet_path)):
        left, top, right, bottom = range_boundaries(reference.decode())
        for number in range(top, min(bottom, MOST_ROWS) + 1):
            found |= {(number, position - 1) for position in range(left, min(right, MOST_COLUMNS) + 1)}
    return found


def _text_lines(content):
    text = _decoded(content)
    delimiter = max(",;\t", key=text[:2000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            yield Line(number, tuple(row[:MOST_COLUMNS]))
    except csv.Error as problem:
        raise ValidationError(
            _("Line %(line)s of the file cannot be read. Save it as “CSV UTF-8” and try again."),
            params={"line": reader.line_num},
        ) from problem


def _decoded(content):
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise ValidationError(
            _(
                "This is neither an Excel file (.xlsx) nor text in UTF-8. Save it as “CSV UTF-8” and try again."
            )
        )
    return text


def as_text(value):
    """A value as it is shown in its cell: whole numbers without a point, days as year-month-day, yes and no."""
    if value is None or isinstance(value, Unusable):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
