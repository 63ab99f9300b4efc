"""Two native charts of the workbook: people reached by gender over time, and by district (look.md, charts)."""

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)

from lms.reporting.tables.breakdowns import REACH_AREA, REACH_GENDER
from lms.reporting.tables.shape import GENDERS, PART

# Women lagoon, men saffron, another leaf, undisclosed line; not recorded is hatched.
COLOURS = ["0B6E75", "E8A013", "2F7D4F", "D9D2C4", None]


def add_charts(sheet, rows):
    """Draws the charts beside the numbers they show. `rows` is {table name: rows}; people are split, never summed."""
    months = _block(REACH_GENDER, rows, "Period", ("Row", PART))
    districts = _block(REACH_AREA, rows, "Area", ("Level", "district"), khmer="Area in Khmer")
    sheet.column_dimensions["A"].width = 42
    for letter in "BCDEF":
        sheet.column_dimensions[letter].width = 26
    heads = [f"{english} · {khmer}" for _code, english, khmer in GENDERS]
    start = 1
    for title, block, anchor in (
        ("People reached by gender and month · មនុស្សដែលបានទទួល តាមភេទ និងតាមខែ", months, "H2"),
        ("People reached by gender and district · មនុស្សដែលបានទទួល តាមភេទ និងស្រុក/ក្រុង", districts, "H30"),
    ):
        sheet.append([title])
        sheet.append(["", *heads])
        for line in block:
            sheet.append(line)
        sheet.append([])
        if block:
            sheet.add_chart(_chart(sheet, title, start + 1, len(block)), anchor)
        start += len(block) + 3


def _block(table, rows, label, condition, khmer=None):
    """[[label, people of each gender …]] of the rows of a table where a column has a value."""
    column, value = condition
    where, name = table.position(column), table.position(label)
    first = table.position("People reached: female")
    return [
        [
            f"{row[name]} · {row[table.position(khmer)]}" if khmer else row[name],
            *row[first : first + len(GENDERS)],
        ]
        for row in rows[table.name]
        if row[where] == value
    ]


def _chart(sheet, title, head_row, count):
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "col", "stacked", 100
    chart.title, chart.width, chart.height = title, 26, 12
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = "#,##0"
    labels = Reference(sheet, min_col=1, min_row=head_row + 1, max_row=head_row + count)
    for column, colour in enumerate(COLOURS, start=2):
        values = Reference(sheet, min_col=column, min_row=head_row + 1, max_row=head_row + count)
        series = Series(values)
        series.tx = _heading(sheet, column, head_row)
        series.graphicalProperties = _fill(colour)
        if column <= 3:
            series.dLbls = DataLabelList(
                showVal=True, showSerName=False, showCatName=False, showLegendKey=False
            )
            series.dLbls.txPr = _text("FFFFFF" if column == 2 else "16323A")
        chart.series.append(series)
    chart.set_categories(labels)
    return chart


def _heading(sheet, column, row):
    return SeriesLabel(strRef=StrRef(str(Reference(sheet, min_col=column, min_row=row))))


def _text(colour):
    properties = CharacterProperties(solidFill=colour, b=True, sz=900)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _fill(colour):
    if colour:
        return GraphicalProperties(solidFill=colour)
    hatch = PatternFillProperties(
        prst="ltUpDiag", fgClr=ColorChoice(srgbClr="6B7B80"), bgClr=ColorChoice(srgbClr="FFFFFF")
    )
    return GraphicalProperties(pattFill=hatch)
