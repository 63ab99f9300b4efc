"""What a column of a sheet is: how it is headed in both languages, and what may stand in its cells."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lms.imports import sheets
from lms.khmer import search_key

NOTHING_TO_SEE = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
HEADING_WITHIN = 10  # rows: above the headings a sheet often has a title


def in_both(label):
    """(English, Khmer) of a lazy text, each with a capital letter."""
    said = []
    for language in ("en", "km"):
        with override(language):
            said.append(capfirst(str(label)))
    return tuple(said)


@dataclass(frozen=True)
class Column:
    """`read(text)` gives the value of a filled-in cell or raises ValidationError; an empty cell is None.

    `help` says what to write. `choices()` are the entries of the drop-down list in the template.
    """

    name: str
    label: str
    read: Callable
    help: str = ""
    is_required: bool = False
    choices: Callable | None = None

    @property
    def heading(self):
        return " · ".join(in_both(self.label))

    @property
    def known_as(self):
        return {_key(name) for name in (self.name, self.heading, *in_both(self.label))}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, or with a whole row or file where `cell` is "". `error` speaks every language."""

    cell: str
    heading: str
    error: ValidationError

    def __str__(self):
        where = " · ".join(part for part in (self.cell, self.heading) if part)
        said = " ".join(self.error.messages)
        return f"{where}: {said}" if where else said


@dataclass
class Row:
    """A row by the names of its columns. `has(name)` tells a column that is missing from one left empty."""

    number: int
    cells: dict
    values: dict = field(default_factory=dict)

    def has(self, name):
        return name in self.cells

    def is_left_empty(self, name):
        """Nothing is there; a cell that could not be read is not empty."""
        return self[name] is None and (name in self.values or not self.has(name))

    def __getitem__(self, name):
        return self.values.get(name)


@dataclass
class Rows:
    """What was read: rows, what is wrong with them, and headings nobody asked for, whose cells were not looked at."""

    columns: tuple
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    not_read: list = field(default_factory=list)

    def refuse(self, row, name, message, **params):
        column = next(column for column in self.columns if column.name == name)
        cell = row.cells.get(name) or str(row.number)
        self.problems.append(Problem(cell, column.heading, ValidationError(message, params=params)))


def read_rows(columns, content):
    """Rows of a file with these columns, in any order. Raises ValidationError where the file is no such table."""
    lines = sheets.read(content)
    heading, places = _find_headings(columns, lines)
    found = Rows(columns)
    found.not_read = [
        text
        for position, value in enumerate(heading.values)
        if position not in places and (text := sheets.as_text(value).strip())
    ]
    for line in lines:
        if line.number > heading.number:
            found.rows.append(_read_row(found, line, places))
    if not found.rows:
        raise ValidationError(_("There are no rows under the headings."))
    return found


def _read_row(found, line, places):
    row = Row(
        line.number,
        {column.name: sheets.cell_name(position, line.number) for position, column in places.items()},
    )
    for position, column in places.items():
        value = line.values[position] if position < len(line.values) else None
        try:
            row.values[column.name] = _read_cell(column, value)
        except ValidationError as problem:
            found.problems.append(Problem(row.cells[column.name], column.heading, problem))
    return row


def _read_cell(column, value):
    if isinstance(value, sheets.Unusable):
        raise ValidationError(value.message)
    text = sheets.as_text(value)
    if not text.strip(NOTHING_TO_SEE):
        if column.is_required:
            raise ValidationError(_("This cell is empty."))
        return None
    return column.read(text)


def _find_headings(columns, lines):
    """(the line of headings, {position: Column})"""
    required = {column.name for column in columns if column.is_required}
    best, lacking = None, required
    for line in lines[:HEADING_WITHIN]:
        places = {}
        for position, value in enumerate(line.values):
            column = next((column for column in columns if _key(value) in column.known_as), None)
            if column is not None and column in places.values():
                raise ValidationError(
                    _("The column “%(heading)s” is there twice."), params={"heading": column.heading}
                )
            if column is not None:
                places[position] = column
        missing = required - {column.name for column in places.values()}
        if places and not missing:
            return line, places
        if len(missing) < len(lacking) or best is None:
            best, lacking = line, missing
    names = [column.heading for column in columns if column.name in lacking]
    raise ValidationError(
        _("These columns are missing: %(names)s. Download the template and copy its headings."),
        params={"names": "; ".join(names)},
    )


def _key(value):
    return search_key(sheets.as_text(value).replace("*", "")).replace(" ", "")
