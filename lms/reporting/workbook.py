"""The reach workbook: one .xlsx in which every table is an Excel table with its fixed name (R40, R47).

Text is text and can start no formula; numbers are numbers and days are days. Written row by row.
"""

import re
import zipfile
from contextlib import suppress
from itertools import islice

from lxml.etree import LxmlError, fromstring, iterparse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from lms.reporting.charts import add_charts
from lms.reporting.report import SHARE
from lms.reporting.tables import TABLES

# Installed on office machines in Cambodia; where it is missing, Excel and LibreOffice take another Khmer font.
FONT = "Khmer OS Battambang"
BODY = Font(name=FONT, size=10)
HEAD = Font(name=FONT, size=10, bold=True, color="FFFFFF")
TITLE = Font(name=FONT, size=16, bold=True, color="0B6E75")
LABEL = Font(name=FONT, size=10, bold=True, color="16323A")
LAGOON = PatternFill("solid", fgColor="0B6E75")
WRAPPED = Alignment(wrap_text=True, vertical="top")
HEAD_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
NUMBER_FORMATS = {
    "count": "#,##0",
    "number": "#,##0.00",
    "share": "0.0%",
    "ratio": "0.00",
    "date": "yyyy-mm-dd",
}
WIDTHS = {"text": 18, "date": 12, "count": 16, "number": 16, "share": 16, "ratio": 16}
HEAD_HEIGHT = 120  # Khmer words are long and have no spaces to break at
WIDE = {"Definition": 70, "Definition in Khmer": 70, "Training session": 38, "Record": 38, "Course key": 38}

# Excel's own limit is 1,048,576 rows; a longer table goes on in a sheet of its own, and nothing is cut off.
ROWS_PER_SHEET = 1_000_000

# What XML cannot hold. Tab and line breaks stay.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(report, path):
    """Writes the workbook of a Report to a path. Raises OSError; then leaves no temporary file behind."""
    book = Workbook(write_only=True)
    book._fonts = IndexedList([BODY])  # the font of every cell without a style of its own
    first = _sheet(book, "report")
    try:
        charts = _sheet(book, "charts")
        for table in TABLES:
            _write_table(book, table, report.stream(table))
        add_charts(charts, report.rows)
        _write_first(first, report)
        book.save(path)
    except LxmlError as problem:
        # What lxml says when the file below it cannot be written.
        _forget(book)
        raise OSError(str(problem)) from problem
    except BaseException:
        _forget(book)
        raise


def read(path):
    """Yields (table, rows) of a written workbook, from the file alone; rows are tuples in the table's columns.

    Read from the XML itself: openpyxl would go through every sheet twice. Days come as Excel's numbers.
    """
    with zipfile.ZipFile(path) as archive:
        sheets = fromstring(archive.read("xl/workbook.xml")).iter(f"{{{SHEET_MAIN_NS}}}sheet")
        names = [sheet.get("name") for sheet in sheets]
        for table in TABLES:
            numbers = [
                number
                for number, name in enumerate(names, start=1)
                if re.fullmatch(rf"{table.name}(_\d+)?", name)
            ]
            yield table, _read_rows(archive, numbers, len(table.columns))


def _read_rows(archive, numbers, width):
    positions = {get_column_letter(index + 1): index for index in range(width)}
    for number in numbers:
        with archive.open(f"xl/worksheets/sheet{number}.xml") as sheet:
            for _event, line in islice(iterparse(sheet, tag=f"{{{SHEET_MAIN_NS}}}row"), 1, None):
                row = [None] * width
                for cell in line:
                    row[positions[cell.get("r").rstrip("0123456789")]] = _value(cell)
                line.clear()
                while line.getprevious() is not None:
                    del line.getparent()[0]
                if any(value is not None for value in row):
                    yield tuple(row)


def _value(cell):
    """The text (of `<is><t>`) or number (of `<v>`) of a cell; None where it is empty."""
    if not len(cell):
        return None
    return cell[0][0].text if cell.get("t") == "inlineStr" else float(cell[0].text)


def text_cell(sheet, value, font=None):
    """A cell that shows `value` as it is: never a formula, never an error code, no characters that XML forbids."""
    value = ILLEGAL.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.font = font or BODY
    if value.startswith(STARTS_FORMULA):
        cell.quotePrefix = True
    return cell


def _write_table(book, table, rows):
    """One sheet, or several where the table is longer than a sheet holds."""
    number = 0
    while number == 0 or (row := next(rows, None)) is not None:
        number += 1
        name = table.name if number == 1 else f"{table.name}_{number}"
        sheet = _new_sheet(book, table, name)
        count = 0
        if number > 1:
            sheet.append(_cells(sheet, table, row))
            count = 1
        for row in islice(rows, ROWS_PER_SHEET - count):
            sheet.append(_cells(sheet, table, row))
            count += 1
        if count == 0:
            sheet.append([""])  # an Excel table has at least one row
        _make_table(sheet, table, name, max(count, 1))


def _sheet(book, name):
    """A sheet that prints on landscape A4, as wide as the paper."""
    sheet = book.create_sheet(name)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    return sheet


def _new_sheet(book, table, name):
    sheet = _sheet(book, name)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for index, column in enumerate(table.columns, start=1):
        width = WIDE.get(column.name, WIDTHS[column.kind])
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.row_dimensions[1].height = HEAD_HEIGHT
    heads = [text_cell(sheet, column.heading, HEAD) for column in table.columns]
    for head in heads:
        head.fill, head.alignment = LAGOON, HEAD_ALIGNMENT
    sheet.append(heads)
    return sheet


def _make_table(sheet, table, name, count):
    reference = f"A1:{get_column_letter(len(table.columns))}{count + 1}"
    made = ExcelTable(displayName=name, name=name, ref=reference)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    # A sheet written as a stream cannot be asked for its headings, so the table is told them.
    made._initialise_columns()
    for column, excel_column in zip(table.columns, made.tableColumns, strict=True):
        excel_column.name = column.heading
    sheet.tables.add(made)


def _cells(sheet, table, row):
    """The cells of a row. Plain values where they need no style: this is what the speed of `facts` hangs on."""
    if not table.is_styled:
        return [_plain(sheet, value) for value in row]
    return [_styled(sheet, column, value) for column, value in zip(table.columns, row, strict=True)]


def _plain(sheet, value):
    if isinstance(value, str) and (
        value.startswith(STARTS_FORMULA) or value in ERROR_CODES or ILLEGAL.search(value)
    ):
        return text_cell(sheet, value)
    return value


def _styled(sheet, column, value):
    if value is None:
        return None
    if isinstance(value, str):
        cell = text_cell(sheet, value)
        if column.name in WIDE:
            cell.alignment = WRAPPED
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.font = BODY
    cell.number_format = NUMBER_FORMATS[column.kind]
    return cell


def _write_first(sheet, report):
    """Title, particulars, key figures, and what each sheet holds. Written last: it shows the hash of the rest."""
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 80
    sheet.append([text_cell(sheet, "Sala: reach report · សាលា៖ របាយការណ៍អំពីមនុស្សដែលបានទទួល", TITLE)])
    for heading, lines in (
        ("About this report · អំពីរបាយការណ៍នេះ", report.particulars),
        ("Four measures, never added together · រង្វាស់បួន មិនត្រូវបូកបញ្ចូលគ្នា", report.key_figures),
        (
            "Sheets · សន្លឹក",
            [(table.name, "", f"{table.title} · {table.title_km}") for table in TABLES],
        ),
    ):
        sheet.append([])
        sheet.append([text_cell(sheet, heading, LABEL)])
        for english, khmer, value in lines:
            label = f"{english} · {khmer}" if khmer else english
            label_cell = text_cell(sheet, label)
            label_cell.alignment = WRAPPED
            sheet.append([label_cell, _particular(sheet, value, english)])


def _particular(sheet, value, english):
    if isinstance(value, str):
        cell = text_cell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet, value)
        cell.font = BODY
        kind = "share" if english == SHARE else "number" if isinstance(value, float) else "count"
        cell.number_format = NUMBER_FORMATS["date" if hasattr(value, "year") else kind]
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    return cell


def _forget(book):
    """Removes the temporary files of sheets that will never be saved."""
    for sheet in book.worksheets:
        writer = getattr(sheet, "_writer", None)
        if writer is not None:
            for step in (sheet.close, writer.close, writer.cleanup):
                with suppress(Exception):
                    step()
