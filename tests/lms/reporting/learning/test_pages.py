"""The reports on learning in the staff pages: who sees what of which area, and what can be taken away."""

import csv
import io
import json
import re

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.models import Attempt, MaskingThreshold, ReportRun, RoleAssignment
from lms.reporting.learning.tables import HIDDEN
from tests import factories as make
from tests.lms.lessons import ONE
from tests.lms.reporting.learning.conftest import attempt, complete, moment, taken

PAGES = {name: f"/admin/reports/learning/{name}/" for name in ("progress", "questions", "gain")}
STOPPED = "/admin/reports/learning/stopped/"
ATTEMPTS = "/admin/reports/learning/attempts/"
# What each role sees: the pages, whether small counts are hidden, and whether attempts can be taken away.
SEES = {
    "province_manager": ({"progress", "questions", "gain", "stopped"}, False, True),
    "municipal_manager": ({"progress", "questions", "gain", "stopped"}, False, True),
    "me_officer": ({"progress", "questions", "gain"}, False, True),
    "coordinator": ({"progress", "questions", "gain", "stopped"}, False, False),
    "editor": ({"questions"}, None, False),
    "commune_viewer": ({"progress", "gain"}, True, False),
    "partner": ({"progress", "gain"}, True, False),
    "zone_operator": (set(), None, False),
    "ambassador": (set(), None, False),
}


def text_of(response):
    page = response.content.decode()
    page = page[page.index('<div class="reach">') :]
    page = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def rows_of(response, table=0):
    return [row.values for row in response.context["tables"][table].rows]


def test_the_matrix_names_every_role():
    assert set(SEES) == set(RoleAssignment.Role.values)


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_its_pages_and_no_other(client, staff, world, role):
    pages, is_masked, may_export = SEES[role]
    staff(role, world.district)
    seen = {
        name
        for name, url in {**PAGES, "stopped": STOPPED}.items()
        if client.get(url, {"period": "2026-Q3"}).status_code == 200
    }
    assert seen == pages
    for name in PAGES:
        response = client.post(f"{PAGES[name]}download/", {"period": "2026-Q3", "format": "csv"})
        assert (response.status_code == 200) == (name in pages)
    response = client.post(ATTEMPTS, {"period": "2026-Q3", "format": "csv"})
    assert (response.status_code == 200) == may_export
    if may_export:
        assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")
    landing = client.get("/admin/reports/learning/")
    assert landing.status_code == 302
    assert landing["Location"].startswith("/admin/reports/learning/") == bool(pages)
    if is_masked is not None:
        learners = rows_of(client.get(PAGES["progress"], {"period": "2026-Q3"}))[0][1]
        assert learners == (HIDDEN if is_masked else 3)


@pytest.mark.parametrize("role", [role for role, (pages, *_rest) in SEES.items() if "progress" in pages])
def test_no_role_sees_another_area(client, staff, world, role):
    for number in range(30):
        learner = make.learner(person=make.person(commune=world.elsewhere))
        attempt(learner, world.first, moment(9, 1), {ONE: ([], number > 3)})
        taken(learner, world.check, "before", moment(9, 1), 1)
        taken(learner, world.check, "after", moment(9, 2), 4)
    staff(role, world.elsewhere)
    response = client.get(PAGES["progress"], {"period": "2026-Q3"})
    assert rows_of(response)[0][1] == 31  # with the one of the world
    assert rows_of(client.get(PAGES["gain"], {"period": "2026-Q3"}))[0][1] == 30
    staff(role, world.district)
    response = client.get(PAGES["progress"], {"period": "2026-Q3", "area": "070101"})
    if (
        response.status_code == 200
    ):  # whom small counts are hidden from is shown the own area, whatever is asked
        assert rows_of(response)[0][1] == HIDDEN
    else:
        assert response.status_code == 422
        assert "outside your area" in text_of(response)
    assert rows_of(client.get(PAGES["gain"], {"period": "2026-Q3"}))[0][1] in (1, HIDDEN)


def test_whom_small_counts_are_hidden_from_may_not_compare_days_or_communes(client, staff, world):
    staff("partner", world.district)
    response = client.get(PAGES["progress"], {"period": "2026-07-01..2026-07-03"})
    assert response.status_code == 422
    assert "Choose a quarter, such as 2026-Q3." in text_of(response)
    assert "area" not in client.get(PAGES["progress"]).context["form"].fields
    staff("municipal_manager", world.district)
    response = client.get(PAGES["progress"], {"period": "2026-07-01..2026-07-03"})
    assert rows_of(response)[0][1] == 1


def test_a_role_with_small_counts_elsewhere_does_not_unmask_the_others(client, staff, world):
    user = staff("partner", world.district)
    RoleAssignment.objects.create(user=user, role="municipal_manager", area=world.elsewhere)
    assert rows_of(client.get(PAGES["progress"], {"period": "2026-Q3"}))[0][1] == HIDDEN


def test_the_threshold_is_data(client, staff, world):
    for number in range(4):
        complete(make.learner(person=make.person(commune=world.ream)), world.first, moment(9, number + 1))
    staff("partner", world.district)

    def completed():
        return rows_of(client.get(PAGES["progress"], {"period": "2026-Q3"}), 1)[0][3]

    assert completed() == HIDDEN  # 6, of which one in English
    MaskingThreshold.objects.create(audience="partner", least=3)
    Attempt.objects.filter(language="en").update(language="km")
    world.guest.completions.update(language="km")
    world.of_dara.attempts.all().delete()
    world.of_dara.progress.all().delete()
    assert completed() == 6


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_taken_away_as_it_stands(client, staff, world, name):
    taken(world.of_dara, world.check, "before", moment(7, 1), 2)
    taken(world.of_dara, world.check, "after", moment(9, 21), 3)
    staff("municipal_manager", world.district)
    asked = {"period": "2026-Q3", "area": "", "course": ""}
    tables = client.get(PAGES[name], asked).context["tables"]
    response = client.post(f"{PAGES[name]}download/", asked | {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) == len(tables)
    for sheet, table in zip(book, tables, strict=True):
        found = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        for row in table.rows:
            shown = tuple(row.values[place] or None for place, _column in table.file_columns)
            assert shown in [tuple(value or None for value in line[: len(shown)]) for line in found]
    response = client.post(f"{PAGES[name]}download/", asked | {"format": "csv"})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[1] == ["third quarter of 2026"]
    assert [table.title] in lines
    assert ModelLogEntry.objects.filter(action="lms.export_learning").count() == 2


def test_attempts_taken_away_are_those_of_the_own_area(client, staff, world):
    staff("municipal_manager", world.district)
    response = client.post(ATTEMPTS, {"period": "2026", "format": "xapi"})
    found = json.loads(b"".join(response.streaming_content))
    own = Attempt.objects.exclude(learner=world.of_far)
    assert {str(made.pk) for made in own} <= {statement["id"] for statement in found}
    run = ReportRun.objects.get()
    assert (run.kind, run.area) == ("attempts", world.district)
    entry = ModelLogEntry.objects.get(action="lms.export_attempts")
    assert (entry.user, entry.data["areas"]) == (run.made_by, ["1802"])
    refused = client.post(ATTEMPTS, {"period": "2026", "format": "xapi", "area": "070101"})
    assert refused.status_code == 302
    assert ReportRun.objects.count() == 1


def test_what_cannot_be_taken_away_is_refused_without_an_error_page(client, staff, world):
    staff("municipal_manager", world.district)
    for url in (f"{PAGES['progress']}download/", ATTEMPTS):
        assert client.post(url, {"period": "soon", "format": "csv"}).status_code == 302
        assert client.post(url, {"period": "2026-Q3", "format": "exe"}).status_code == 302
        assert client.get(url).status_code == 405
    assert client.get("/admin/reports/learning/nothing/").status_code == 404
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_any_course_says_so(client, staff, db, name):
    staff(None, None)
    assert client.get(PAGES[name]).status_code == 200


def test_the_menu_leads_to_the_reports(client, staff, world):
    staff("editor", world.district)
    assert client.get(reverse("learning"))["Location"] == PAGES["questions"]
    assert "/admin/reports/learning/" in client.get(reverse("wagtailadmin_home")).content.decode()
