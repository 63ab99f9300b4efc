"""The files: opened again, they say what the figures say, and nothing in them runs."""

import csv
import datetime as dt
import hashlib
import io
import json
import resource
import shutil
import subprocess
import zipfile
from contextlib import contextmanager

import openpyxl
import pytest
from wagtail.models import ModelLogEntry

from lms.models import ReportRun
from lms.reporting import runs, workbook
from lms.reporting.checks import DoesNotReconcile
from lms.reporting.report import Report, canonical
from lms.reporting.tables import TABLES
from tests import factories as make
from tests.lms.reporting.tables import reach, rows, table

soffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: apt install libreoffice-calc"
)


@pytest.fixture
def names(world):
    """Names that a spreadsheet could take for something else."""
    made = [
        "=1+1",
        "+855",
        "-1",
        "@SUM(A1)",
        "#N/A",
        "a\x0bb\x1fc",
        "  two  spaces ",
        "1e5",
        "TRUE",
        "ក\u200bខ\u200b",
    ]
    for number, name in enumerate(made):
        venue = make.venue(area=world.ream, code=f"odd-{number}", name_en=name, name_km="សាលា\u200bរៀន")
        make.training_session(venue=venue, held_on=dt.date(2026, 8, number + 1), status="verified")
    return made


def export(tmp_path, figures=None, **options):
    path = tmp_path / "reach.xlsx"
    run = runs.export(reach=figures or reach(), path=path, **options)
    return path, run


def tables_of(path):
    """{table name: list of {English part of the heading: value}}"""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        for name, excel_table in zip(sheet.tables.keys(), sheet.tables.values(), strict=True):
            lines = [[cell.value for cell in line] for line in sheet[excel_table.ref]]
            heads = [head.split(" · ")[0] for head in lines[0]]
            found[name] = [dict(zip(heads, line, strict=True)) for line in lines[1:]]
    return found


def test_every_table_is_an_excel_table_with_its_fixed_name(world, tmp_path):
    path, _run = export(tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["report", "charts", *(table.name for table in TABLES)]
    for each in TABLES:
        sheet = book[each.name]
        excel_table = sheet.tables[each.name]
        assert [column.name for column in excel_table.tableColumns] == [
            cell.value for cell in sheet[1][: len(each.columns)]
        ]
        assert excel_table.ref == sheet.dimensions
        assert excel_table.autoFilter.ref == excel_table.ref
        assert sheet.freeze_panes == "A2"
        for cell in sheet[1]:
            english, khmer = cell.value.split(" · ")
            assert english.isascii()
            assert any("ក" <= letter <= "៹" for letter in khmer)
    assert len(book["charts"]._charts) == 2


def test_the_workbook_says_what_the_figures_say(world, tmp_path):
    figures = reach()
    path, _run = export(tmp_path, figures)
    written = tables_of(path)
    for each in TABLES:
        expected = rows(each.name, figures)
        assert len(written[each.name]) == len(expected)
        for line, row in zip(written[each.name], expected, strict=True):
            for column in each.columns:
                assert as_written(line[column.name]) == as_written(row[column.name])


def as_written(value):
    """A sheet knows no days without a time, and no difference between no text and none."""
    if isinstance(value, dt.datetime):
        return value.date()
    return None if value == "" else value


def test_numbers_are_numbers_and_days_are_days(world, tmp_path):
    path, _run = export(tmp_path)
    book = openpyxl.load_workbook(path)
    for name, cell, kind in (("reach_gender", "E2", "n"), ("reach_gender", "C2", "d"), ("facts", "C2", "d")):
        assert book[name][cell].data_type == kind
    assert book["reach_gender"]["K2"].number_format == "0.0%"
    assert book["reach_gender"]["C2"].value == dt.datetime(2026, 7, 1)  # noqa: DTZ001
    assert book["zones"]["I2"].value == 50


def test_text_is_text_and_comes_back_as_it_was(names, tmp_path):
    path, _run = export(tmp_path)
    sheet = openpyxl.load_workbook(path)["training_sessions"]
    column = table("training_sessions").position("Venue") + 1
    cells = [sheet.cell(line, column) for line in range(2, sheet.max_row + 1)]
    kept = [name.replace("\x0b", "").replace("\x1f", "") for name in names]
    # By day: the school of the world first, then the odd venues.
    assert [cell.value for cell in cells if cell.value in kept] == ["=1+1", *kept]
    for cell in cells:
        assert cell.data_type in ("s", "inlineStr")
        assert cell.quotePrefix == cell.value.startswith(("=", "+", "-", "@"))
    khmer = sheet.cell(2, column + 1).value
    assert khmer.encode() == "សាលា\u200bរៀន".encode()


def test_no_formula_stands_anywhere_in_the_file(names, tmp_path):
    path, _run = export(tmp_path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)


@soffice
def test_libreoffice_reads_the_same_numbers_and_the_same_text(names, tmp_path):
    figures = reach()
    path, _run = export(tmp_path, figures)
    # 44 comma, 34 quote, 76 UTF-8; the last -1 writes every sheet into a file of its own
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", options, "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for each in TABLES:
        with (tmp_path / f"reach-{each.name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))[1:]
        expected = list(each.rows(figures))
        assert len(lines) == len(expected)
        for index, column in enumerate(each.columns):
            if column.is_summed:
                assert sum(float(line[index] or 0) for line in lines) == pytest.approx(
                    sum(row[index] or 0 for row in expected)
                )
    with (tmp_path / "reach-training_sessions.csv").open(encoding="utf-8", newline="") as file:
        venues = [line[3] for line in csv.reader(file)]
    assert "=1+1" in venues
    assert "2" not in venues
    assert "#N/A" in venues


def test_the_file_opened_again_must_agree_or_it_is_not_handed_out(world, tmp_path):
    report = Report(reach())
    for each in TABLES:
        list(report.stream(each))
    path = tmp_path / "other.xlsx"
    workbook.write(Report(reach("2026-Q3", world.ream)), path)
    with pytest.raises(DoesNotReconcile, match="reach_gender"):
        runs.compare(report, workbook.read(path))


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "json"])
def test_two_runs_with_the_same_cut_off_have_the_same_data_hash(world, tmp_path, file_format):
    as_of = dt.datetime.now(dt.UTC)
    first, second = (
        runs.export(
            reach=reach(as_of=as_of), path=tmp_path / f"{name}.{file_format}", file_format=file_format
        )
        for name in "ab"
    )
    assert first.data_sha256 == second.data_sha256
    assert first.pk != second.pk
    make.completion(learner=make.learner(), on=dt.date(2026, 8, 1))
    _path, third = export(tmp_path, reach(as_of=as_of))
    _path, fourth = export(tmp_path)
    assert third.data_sha256 == first.data_sha256
    assert fourth.data_sha256 != first.data_sha256


def test_the_hash_can_be_worked_out_from_the_json_file(world, tmp_path):
    path = tmp_path / "reach.json"
    run = runs.export(reach=reach(), path=path, file_format="json")
    data = json.loads(path.read_text())
    expected = hashlib.sha256(
        canonical({"definitions": 2, "period": ["2026-07-01", "2026-10-01"], "areas": []})
    )
    for each in TABLES:
        if each.is_figures:
            written = data["tables"][each.name]
            expected.update(canonical([each.name, [column["name"] for column in written["columns"]]]))
            for row in written["rows"]:
                expected.update(canonical(row))
    assert data["data_sha256"] == run.data_sha256 == expected.hexdigest()
    assert data["tables"]["reach_gender"]["columns"][4]["additive"] is False
    assert data["report"]["Report run"] == str(run.pk)


def test_the_first_sheet_says_what_was_asked_when_and_by_whom(world, tmp_path):
    user = make.user("manager", full_name="ចាន់ ថា")
    path, run = export(tmp_path, by=user)
    sheet = openpyxl.load_workbook(path)["report"]
    said = {row[0].value.split(" · ")[0]: row[1].value for row in sheet.iter_rows() if row[0].value}
    assert said["SHA-256 of the data"] == run.data_sha256
    assert said["Report run"] == str(run.pk)
    assert said["Made by"] == "ចាន់ ថា"
    assert said["Period"].startswith("2026-Q3 · third quarter of 2026 · ត្រីមាសទី 3")
    assert said["People reached"] == 4
    assert said["… waiting"] == 1
    assert said["… rejected"] == 1
    assert said["Training sessions received"] == 7
    assert run.period_label == "2026-Q3"
    assert (run.period_start, run.period_end) == (dt.date(2026, 7, 1), dt.date(2026, 10, 1))
    entry = ModelLogEntry.objects.get(action="lms.export_reach")
    assert entry.user == user
    assert entry.data["data_sha256"] == run.data_sha256


def test_csv_is_one_file_a_table_with_a_mark_for_excel(names, tmp_path):
    path = tmp_path / "reach.zip"
    runs.export(reach=reach(), path=path, file_format="csv")
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == sorted(
            [*(f"{table.name}.csv" for table in TABLES), "report.csv"]
        )
        raw = archive.read("training_sessions.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    venues = [line[3] for line in lines[1:]]
    assert "'=1+1" in venues
    assert not any(venue.startswith(("=", "+", "-", "@")) for venue in venues)
    assert lines[1][4] == "សាលា\u200bរៀន"


def test_an_empty_period_makes_a_sound_file_too(db, tmp_path):
    path, _run = export(tmp_path, reach("2019"))
    assert tables_of(path)["facts"] == [dict.fromkeys([column.name for column in table("facts").columns])]


def test_a_table_longer_than_a_sheet_goes_on_in_another(world, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "ROWS_PER_SHEET", 6)
    path, _run = export(tmp_path)
    written = tables_of(path)
    assert {"facts", "facts_2", "facts_3"} <= set(written)
    assert (
        sum(row["Participations"] for name in ("facts", "facts_2", "facts_3") for row in written[name]) == 87
    )


@contextmanager
def files_no_larger_than(size):
    """A full disk, as far as this process can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("size", [100, 3_000])
def test_a_full_disk_leaves_no_half_file_and_says_so(world, tmp_path, monkeypatch, file_format, size):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    target = tmp_path / "out" / f"reach.{file_format}"
    target.parent.mkdir()
    target.write_text("an older report")
    with files_no_larger_than(size), pytest.raises(runs.CannotWrite, match="reach"):
        runs.export(reach=reach(), path=target, file_format=file_format)
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_text() == "an older report"
    assert list(scratch.iterdir()) == []
    assert not ReportRun.objects.exists()
