import io
import sys

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from hotspots.models import UsageDay
from lms import khmer
from tests.hotspots.radius import export, session


def run(file, source="radius"):
    said = io.StringIO()
    call_command("import_wifi", str(file), source=source, stdout=said)
    return said.getvalue()


def refusal(file, source="radius"):
    """(English, Khmer) sentences of a refusal; nothing is saved."""
    with pytest.raises(CommandError) as refused:
        run(file, source)
    assert refused.value.returncode == 1
    assert not UsageDay.objects.exists()
    spoken = str(refused.value).splitlines()
    english = [line for line in spoken if not khmer.has_khmer(line)]
    in_khmer = [line for line in spoken if khmer.has_khmer(line)]
    assert english[-1] == "Nothing was saved."
    assert len(in_khmer) == len(english)
    return " ".join(english[:-1])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "radacct.csv"


def test_it_says_in_both_languages_what_it_did(radius, file):
    file.write_bytes(export(session(1), session(2)))
    assert run(file).splitlines() == [
        "2 rows read: 2 new, 0 updated, 0 unchanged. 1 days of zones counted again.",
        "បានអាន 2 ជួរ៖ ថ្មី 2 បានកែ 0 មិនប្រែប្រួល 0។ បានរាប់ឡើងវិញ 1 ថ្ងៃនៃតំបន់វ៉ាយហ្វាយឥតគិតថ្លៃ។",
    ]
    assert run(file).startswith("2 rows read: 0 new, 0 updated, 2 unchanged.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (export(session(), columns=["acctuniqueid", "username"]), "The first line lacks the columns"),
        (export(session())[:-60], "Line 2, the last one, is cut off."),
        (export(session(username="HERE")).replace(b"HERE", b"caf\xe9"), "Line 2 is not UTF-8 text"),
        (export(session(nasipaddress="192.0.2.9")), "not registered"),
        (export(session(acctsessiontime=-1)), "the column acctsessiontime cannot be right."),
        (b"", "The first line lacks the columns"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_both_languages(radius, file, data, said):
    file.write_bytes(data)
    assert said in refusal(file)


def test_a_missing_file_or_source_is_refused(radius, file):
    assert refusal(file).endswith("No such file or directory.")
    assert refusal(file.parent).endswith("Is a directory.")
    file.write_bytes(export(session()))
    assert refusal(file, source="other") == "There is no usage source other. Registered are: radius."


def test_a_dash_reads_standard_input(radius, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(export(session()))))
    assert run("-").startswith("1 rows read: 1 new")


def test_progress_shows_on_a_terminal_only(radius, file):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    file.write_bytes(export(session()))
    terminal, pipe = Terminal(), io.StringIO()
    call_command("import_wifi", str(file), source="radius", stdout=io.StringIO(), stderr=terminal)
    call_command("import_wifi", str(file), source="radius", stdout=io.StringIO(), stderr=pipe)
    assert "\r1" in terminal.getvalue()
    assert pipe.getvalue() == ""


@pytest.mark.parametrize("arguments", [[], ["radacct.csv"], ["--source", "radius"], ["--sauce", "x", "y"]])
def test_wrong_usage_ends_with_2(arguments):
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "import_wifi", *arguments])
    assert ended.value.code == 2
