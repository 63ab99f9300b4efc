"""A table of a report on learning, as the page shows it and a file takes it."""

from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import number_format

# Percentages of fewer say little and may give somebody away (counting.md).
SMALLEST_BASE = 20
HIDDEN = "•"  # a count that is not shown; a note under the table says so


@dataclass(frozen=True)
class Column:
    """`kind`: text, count, percent (of 0 to 1), points (of a hundred, with a sign), number, or bar (0 to 1, page only).

    None is an empty cell: there is no such figure, or too little to say it.
    """

    label: str
    kind: str = "text"

    @property
    def is_number(self):
        return self.kind in ("count", "percent", "points", "number")

    def shown(self, value):
        if value is None or value == HIDDEN or self.kind == "text":
            return "" if value is None else value
        match self.kind:
            case "count":
                return intcomma(value)
            case "percent":
                return f"{value * 100:.0f} %"
            case "points":
                return ("+" if value > 0 else "") + number_format(value, 1)
            case "number":
                return number_format(value, 2)
        return f"{value * 100:.1f}"  # the width of a bar


@dataclass(frozen=True)
class Row:
    values: tuple
    depth: int = 0
    is_whole: bool = False
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`name` is stable and names the sheet or file; `note` says what the figures mean."""

    name: str
    title: str
    columns: list
    rows: list = field(default_factory=list)
    note: str = ""

    @property
    def lines(self):
        """[(row, [(column, value as shown)])]"""
        return [
            (
                row,
                [
                    (column, column.shown(value))
                    for column, value in zip(self.columns, row.values, strict=True)
                ],
            )
            for row in self.rows
        ]

    @property
    def has_hidden(self):
        return any(HIDDEN in row.values for row in self.rows)

    @property
    def file_columns(self):
        return [(place, column) for place, column in enumerate(self.columns) if column.kind != "bar"]


def share(part, whole, *, least=SMALLEST_BASE):
    """part / whole as 0 to 1; None on a base smaller than `least`, or where a count is hidden."""
    if HIDDEN in (part, whole) or not whole or whole < least:
        return None
    return part / whole
