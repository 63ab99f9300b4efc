"""The report without a spreadsheet: a .zip with one CSV for each table, and JSON."""

import csv
import io
import json
import zipfile

from lms.reporting.report import canonical
from lms.reporting.tables import TABLES
from lms.reporting.workbook import ILLEGAL, STARTS_FORMULA

BOM = "\ufeff"  # tells Excel that the file is UTF-8


def write_csv(report, path):
    """Writes a .zip with one CSV for each table and `report.csv` with the particulars. Raises OSError."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for table in TABLES:
            with _csv(archive, table.name) as (lines, _file):
                lines.writerow([column.heading for column in table.columns])
                for row in report.stream(table):
                    lines.writerow([inert(value) for value in row])
        with _csv(archive, "report") as (lines, _file):
            for english, khmer, value in [*report.particulars, *report.key_figures]:
                lines.writerow([f"{english} · {khmer}", inert(value)])


class _csv:
    """A CSV inside an archive, closed with it."""

    def __init__(self, archive, name):
        self.file = io.TextIOWrapper(archive.open(f"{name}.csv", "w", force_zip64=True), "utf-8", newline="")

    def __enter__(self):
        self.file.write(BOM)
        return csv.writer(self.file), self.file

    def __exit__(self, *problem):
        self.file.close()


def inert(value):
    """Text that a spreadsheet would take for a formula gets an apostrophe; an empty value stays empty."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL.sub("", value)
    return f"'{value}" if value.startswith(STARTS_FORMULA) else value


def read_csv(path):
    """Yields (table, rows) of a written .zip; numbers are numbers again."""
    with zipfile.ZipFile(path) as archive:
        for table in TABLES:
            with archive.open(f"{table.name}.csv") as raw:
                rows = csv.reader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
                next(rows)
                yield table, (_numbers(table, row) for row in rows)


def _numbers(table, row):
    return tuple(
        float(value) if column.is_summed and value else value
        for column, value in zip(table.columns, row, strict=True)
    )


def write_json(report, path):
    """Writes {"report": …, "tables": {name: {"columns": …, "rows": …}}, "data_sha256": …}, row by row."""
    with open(path, "wb") as file:
        file.write(b'{"tables":{')
        for number, table in enumerate(TABLES):
            columns = [
                {
                    "name": column.name,
                    "name_km": column.name_km,
                    "kind": column.kind,
                    "additive": column.is_additive,
                }
                for column in table.columns
            ]
            head = b"," if number else b""
            file.write(head + canonical(table.name).strip() + b':{"columns":' + canonical(columns).strip())
            file.write(b',"rows":[\n')
            for index, row in enumerate(report.stream(table)):
                file.write((b"," if index else b"") + canonical(row))
            file.write(b"]}")
        particulars = {english: value for english, _khmer, value in report.particulars}
        file.write(b'},\n"report":' + canonical(particulars).strip())
        file.write(b',"data_sha256":' + canonical(report.data_sha256).strip() + b"}\n")


def read_json(path):
    """Yields (table, rows) of a written JSON file, line by line; read the rows of each before the next."""
    with open(path, encoding="utf-8") as file:
        next(file)
        for table in TABLES:
            yield table, _json_rows(file)


def _json_rows(file):
    for line in file:
        if line.startswith("]"):
            return
        yield json.loads(line.removeprefix(","))
