"""Attempts taken away as xAPI statements and as CSV."""

import csv
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from content.models import LessonPage
from lms.actions.erasing import erase
from lms.models import Answer, Attempt, ReportRun
from lms.reporting.learning.attempts import pseudonym
from lms.reporting.learning.attempts_csv import HEADINGS
from lms.reporting.learning.xapi import Statements
from tests.lms.lessons import ONE, SCREEN, SEVERAL, ident
from tests.lms.reporting.learning import statements
from tests.lms.reporting.learning.conftest import attempt, moment

JUDGED = {"hint": "", "feedback_right": "ត្រូវ", "feedback_wrong": "ខុស"}
ORDER, MATCH, NUMBER, TEXT = (ident(n) for n in (701, 702, 703, 704))


def items(*ids):
    return [{"id": ident(n), "type": "item", "value": f"ផ្នែក {n}"} for n in ids]


def export(tmp_path, file_format, **options):
    path = tmp_path / f"out.{file_format}"
    options = {"period": "2026-Q3", "output": str(path)} | options
    call_command("export_attempts", format=file_format, **options)
    return path


def exported_statements(tmp_path, **options):
    return json.loads(export(tmp_path, "xapi", **options).read_text(encoding="utf-8"))


def exported_rows(tmp_path, **options):
    with export(tmp_path, "csv", **options).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, [english for english, _khmer in HEADINGS]))[1:]


def test_every_statement_keeps_the_rules_of_xapi(world, tmp_path):
    found = exported_statements(tmp_path)
    for statement in found:
        statements.check(statement)
    attempts = Attempt.objects.filter(made_at__gte=moment(7, 1, 0))
    answers = Answer.objects.filter(attempt__in=attempts)
    assert len(found) == attempts.count() + answers.count()
    assert {statement["id"] for statement in found} >= {str(made.pk) for made in attempts}
    assert len({statement["id"] for statement in found}) == len(found)


def test_each_kind_of_attempt_has_its_verb_and_result(world, tmp_path):
    found = {statement["id"]: statement for statement in exported_statements(tmp_path)}

    def of(**about):
        return found[str(Attempt.objects.filter(learner__person=world.sophea, **about).first().pk)]

    final = of(kind="final")
    assert final["verb"]["id"] == "http://adlnet.gov/expapi/verbs/passed"
    assert final["result"] == {
        "score": {"scaled": 1.0, "raw": 4, "min": 0, "max": 4},
        "success": True,
        "completion": True,
    }
    before = of(kind="before")
    assert before["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert before["result"]["score"]["scaled"] == 0.25
    practice = of(kind="practice")
    assert practice["verb"]["id"] == "http://adlnet.gov/expapi/verbs/attempted"
    assert "result" not in practice
    grouping = practice["context"]["contextActivities"]["grouping"]
    assert grouping[0]["id"].endswith(f"/activity/{world.course.translation_key}")


def test_an_answer_is_written_as_its_kind_of_interaction(world):
    page = LessonPage.objects.get(pk=world.second.pk)
    parts = [
        {
            "type": "order_question",
            "id": ORDER,
            "value": JUDGED | {"prompt": "ក", "items": items(711, 712, 713)},
        },
        {
            "type": "match_question",
            "id": MATCH,
            "value": JUDGED | {"prompt": "ខ", "lefts": items(721, 722), "rights": items(731, 732)},
        },
        {
            "type": "number_question",
            "id": NUMBER,
            "value": JUDGED | {"prompt": "គ", "least": "2", "most": "3", "unit": ""},
        },
        {"type": "text_question", "id": TEXT, "value": JUDGED | {"prompt": "ឃ", "accepted": items(741)}},
    ]
    page.screens = json.dumps(
        [{"id": SCREEN, "type": "screen", "value": {"heading": "មេរៀន", "body": parts}}]
    )
    LessonPage.objects.filter(pk=page.pk).update(live_revision=page.save_revision())
    page.refresh_from_db()
    answers = {
        ORDER: [ident(712), ident(711), ident(713)],
        MATCH: {ident(722): ident(731), ident(721): ident(732)},
        NUMBER: "2.5",
        TEXT: "វ៉ាយហ្វាយ",
    }
    made = attempt(
        world.of_dara, page, moment(9, 21), {key: (value, False) for key, value in answers.items()}
    )
    _whole, *found = Statements().of(made)
    for statement in found:
        statements.check(statement)
    said = {
        statement["object"]["definition"]["interactionType"]: statement["result"]["response"]
        for statement in found
    }
    assert said == {
        "sequencing": f"{ident(712)}[,]{ident(711)}[,]{ident(713)}",
        "matching": f"{ident(721)}[.]{ident(732)}[,]{ident(722)}[.]{ident(731)}",
        "numeric": "2.5",
        "fill-in": "វ៉ាយហ្វាយ",
    }
    # Nothing tells which answer is right.
    assert "correctResponsesPattern" not in json.dumps(found)


def test_a_statement_stays_the_same_when_a_guest_registers_or_a_person_is_erased(world, tmp_path):
    before = exported_statements(tmp_path)
    world.guest.person, world.guest.adopted_at = world.rith, moment(9, 30)
    world.guest.save()
    erase(person=world.sophea)
    assert exported_statements(tmp_path) == before


def test_nobody_is_named(world, tmp_path):
    for file_format in ("xapi", "csv"):
        text = export(tmp_path, file_format).read_text(encoding="utf-8")
        for learner in (world.phone, world.of_dara, world.guest):
            assert str(learner.pk) not in text
            assert learner.pk.hex not in text
            assert pseudonym(learner.pk) in text
        assert "សុភា" not in text


def test_the_csv_has_a_row_for_each_answer(world, tmp_path):
    rows = exported_rows(tmp_path)
    assert len(rows) == Answer.objects.filter(attempt__made_at__gte=moment(7, 1, 0)).count()
    row = next(row for row in rows if row["question"] == SEVERAL)
    made = Attempt.objects.get(answers__question_id=SEVERAL, learner=world.other_phone)
    assert row["attempt"] == str(made.pk)
    assert row["learner (pseudonym)"] == pseudonym(world.other_phone.pk)
    assert json.loads(row["answer"]) == made.answers.get(question_id=SEVERAL).response
    assert (row["right"], row["kind of question"], row["text of question"]) == ("no", "several", "មេរៀន")
    assert (row["title"], row["made at"]) == ("មេរៀន", made.made_at.isoformat())
    with (tmp_path / "out.csv").open("rb") as file:
        assert file.read(3) == b"\xef\xbb\xbf"


@pytest.mark.parametrize("typed", ["=1+1", "+855", "-2", "@me", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(world, tmp_path, typed):
    attempt(world.of_dara, world.first, moment(9, 21), {ONE: (typed, False)})
    row = next(row for row in exported_rows(tmp_path) if typed.strip() in row["answer"])
    assert row["answer"] == f"'{typed}"


def test_the_export_keeps_to_period_and_area(world, tmp_path):
    def attempts_in(**options):
        return {uuid.UUID(row["attempt"]) for row in exported_rows(tmp_path, **options)}

    ream = set(Attempt.objects.filter(learner__in=[world.of_dara, world.guest]).values_list("pk", flat=True))
    assert attempts_in(area="180208") == ream
    assert attempts_in(period="2026-06") == set(world.of_rith.attempts.values_list("pk", flat=True))
    assert exported_statements(tmp_path, period="2020") == []
    assert exported_rows(tmp_path, period="2020") == []


def test_every_export_is_recorded(world, tmp_path):
    path = export(tmp_path, "xapi", area="1802")
    run = ReportRun.objects.get()
    assert (run.kind, run.period_label, run.area) == ("attempts", "2026-Q3", world.district)
    assert len(run.data_sha256) == 64
    entry = ModelLogEntry.objects.get(action="lms.export_attempts")
    assert entry.data["format"] == "xapi"
    assert entry.data["attempts"] == 9
    assert path.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"period": "soon"}, "soon"), ({"area": "999"}, "999"), ({"output": "/nowhere/x"}, "x")],
)
def test_what_cannot_be_exported_is_refused_with_a_sentence(world, tmp_path, wrong, said):
    with pytest.raises(CommandError, match=said):
        export(tmp_path, "csv", **wrong)
    assert not ReportRun.objects.exists()
    assert not list(tmp_path.iterdir())
