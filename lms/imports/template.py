"""An empty sheet to fill in: headings in both languages, lists to choose from, and what each column is for."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lms.imports.columns import in_both
from lms.imports.sheets import MOST_ROWS
from lms.reporting.workbook import BODY, FONT, LAGOON

HEAD = Font(name=FONT, size=10, bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDTH, TEXT_FORMAT = 24, "@"


def write_template(columns, target):
    """Writes the .xlsx to a file object. Cells are text, so that Excel keeps the zero a code or phone begins with."""
    book = Workbook()
    sheet, lists, notes = book.active, book.create_sheet("lists"), book.create_sheet("help")
    sheet.title = "rows"
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 60
    for position, column in enumerate(columns, start=1):
        letter = get_column_letter(position)
        width = sheet.column_dimensions[letter]
        width.width, width.number_format, width.font = WIDTH, TEXT_FORMAT, BODY
        _head(sheet.cell(1, position), column.heading + (" *" if column.is_required else ""))
        if column.choices is not None:
            _offer(sheet, lists, position, column.choices())
    _explain(notes, columns)
    lists.sheet_state = "hidden"
    book.save(target)


def _head(cell, text):
    cell.value, cell.font, cell.fill, cell.alignment = text, HEAD, LAGOON, WRAPPED


def _offer(sheet, lists, position, choices):
    """A drop-down list for one column, kept in the column of the same letter of the hidden sheet."""
    if not choices:
        return
    letter = get_column_letter(position)
    for number, choice in enumerate(choices, start=1):
        cell = lists.cell(number, position)
        cell.value, cell.data_type = choice, "s"
    offered = DataValidation(
        type="list", formula1=f"lists!${letter}$1:${letter}${len(choices)}", allow_blank=True
    )
    offered.showErrorMessage = False  # another spelling is read as well
    offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(offered)


def _explain(notes, columns):
    for position, (width, text) in enumerate(
        [(40, "Column · ជួរឈរ"), (14, "Required · ត្រូវបំពេញ"), (60, "What to write"), (60, "អ្វីដែលត្រូវសរសេរ")],
        start=1,
    ):
        notes.column_dimensions[get_column_letter(position)].width = width
        _head(notes.cell(1, position), text)
    for number, column in enumerate(columns, start=2):
        said = in_both(column.help) if column.help else ("", "")
        texts = [column.heading, "yes · បាទ/ចាស" if column.is_required else "", *said]
        for position, text in enumerate(texts, start=1):
            cell = notes.cell(number, position)
            cell.value, cell.font, cell.alignment = text, BODY, WRAPPED
