"""`manage.py export_reach`, as its users and their scripts know it."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from lms.models import ReportRun


def run(**options):
    said = io.StringIO()
    call_command("export_reach", stdout=said, stderr=said, **options)
    return said.getvalue()


def refused(**options):
    with pytest.raises(CommandError) as problem:
        run(**options)
    return problem.value.returncode, str(problem.value)


def test_it_writes_the_workbook_and_says_the_hash(world, tmp_path):
    path = tmp_path / "reach.xlsx"
    said = run(period="2026-Q3", output=str(path))
    assert openpyxl.load_workbook(path)["reach_gender"]["J2"].value == 4
    assert ReportRun.objects.get().data_sha256 in said
    assert ReportRun.objects.get().made_by is None


def test_an_area_restricts_it(world, tmp_path):
    path = tmp_path / "reach.json"
    run(period="2026-Q3", area="180208", output=str(path))
    data = json.loads(path.read_text())
    assert data["tables"]["reach_age"]["rows"][0][9] == 2
    assert ReportRun.objects.get().area == world.ream


def test_the_ending_of_the_file_says_the_format_unless_told_otherwise(world, tmp_path):
    run(period="2026-Q3", output=str(tmp_path / "a.zip"))
    assert "facts.csv" in zipfile.ZipFile(tmp_path / "a.zip").namelist()
    run(period="2026-Q3", output=str(tmp_path / "b.data"), format="json")
    assert json.loads((tmp_path / "b.data").read_text())["data_sha256"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"period": "soon"}, 2),
        ({"period": "2026", "area": "4711"}, 1),
        ({"period": "2026", "public": True}, 1),
        ({"period": "2026", "output": "/nowhere/at/all/reach.xlsx"}, 1),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(world, tmp_path, options, code):
    path = tmp_path / "reach.xlsx"
    returned, sentence = refused(**({"output": str(path)} | options))
    assert returned == code
    assert len(sentence) > 30
    assert not path.exists()
    assert not ReportRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_works_outside_a_transaction_as_it_does_from_a_shell(tmp_path):
    path = tmp_path / "reach.xlsx"
    run(period="2026", output=str(path))
    assert path.exists()
    assert ReportRun.objects.count() == 1
