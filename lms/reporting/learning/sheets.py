"""Tables of a report on learning as a file: an Excel workbook with a sheet each, or CSV one below the other."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from lms.reporting.plain import BOM, inert
from lms.reporting.workbook import BODY, HEAD, HEAD_ALIGNMENT, LAGOON, TITLE, WRAPPED

NUMBER_FORMATS = {"count": "#,##0", "percent": "0.0%", "points": "+0.0;-0.0;0.0", "number": "0.00"}
SHEET_NAME_LENGTH = 31


def xlsx(tables, about):
    """The bytes of a workbook; `about` is [line] on what it is and covers."""
    book = Workbook(write_only=True)
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(f"{number} {table.name}"[:SHEET_NAME_LENGTH])
        sheet.freeze_panes = f"A{len(about) + 4}"
        for place, (_at, column) in enumerate(table.file_columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = 14 if column.is_number else 34
        sheet.append([_cell(sheet, table.title, font=TITLE)])
        for line in about:
            sheet.append([_cell(sheet, line)])
        sheet.append([])
        heads = [column.label for _at, column in table.file_columns]
        sheet.append([_cell(sheet, head, font=HEAD, fill=LAGOON, alignment=HEAD_ALIGNMENT) for head in heads])
        for row in table.rows:
            sheet.append(
                [
                    _cell(
                        sheet,
                        row.values[place],
                        number_format=NUMBER_FORMATS.get(column.kind, "General"),
                        **({} if column.is_number else {"alignment": WRAPPED}),
                    )
                    for place, column in table.file_columns
                ]
            )
        sheet.append([_cell(sheet, table.note)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet, value, *, font=BODY, **style):
    cell = WriteOnlyCell(sheet, inert(value))
    cell.font = font
    for name, part in style.items():
        setattr(cell, name, part)
    return cell


def as_csv(tables, about):
    """The bytes of a CSV: each table under its title, an empty line between two."""
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerows([inert(line)] for line in about)
    for table in tables:
        lines.writerows([[], [inert(table.title)], [column.label for _place, column in table.file_columns]])
        lines.writerows(
            [inert(row.values[place]) for place, _column in table.file_columns] for row in table.rows
        )
    return (BOM + file.getvalue()).encode()


# {format: (content type, writer)}
FORMATS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "csv": ("text/csv; charset=utf-8", as_csv),
}
