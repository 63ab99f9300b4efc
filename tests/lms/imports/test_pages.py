"""The staff pages: a file is sent, looked through, and taken in; and who may do that."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_q.models import Schedule
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from lms.actions.importing import bring
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RosterEntry, SheetImport, Venue
from lms.roles import PERMISSIONS
from lms.tasks import forget_lists
from tests import factories as make
from tests.lms.demo.comparing import counts
from tests.lms.imports.conftest import PUPIL, VENUE, xlsx

pytestmark = pytest.mark.django_db

PEOPLE, VENUES = "/admin/import/people/", "/admin/import/venues/"


def staff(role, area):
    set_up_groups()
    user = make.user()
    grant_role(user=user, role=role, area=area, by=None)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def desk(client, ream):
    client.user = staff("coordinator", ream.parent)
    client.force_login(client.user)
    return client


def send(client, page, rows, name="roster.xlsx", **data):
    content = rows if isinstance(rows, bytes) else xlsx(rows)
    return client.post(page, {"file": SimpleUploadedFile(name, content)} | data)


def text(response):
    return response.content.decode()


def test_a_roster_is_looked_through_and_then_taken_in(desk):
    sent = send(desk, PEOPLE, [PUPIL, PUPIL | {"nickname": "នី"}], group="Class 7A")
    preview = desk.get(sent["Location"])
    assert "Nothing is saved yet" in text(preview)
    assert "នី" in text(preview)
    assert not RosterEntry.objects.exists()
    assert b"2 rows: 2 new" in desk.post(sent["Location"], {"take_in": "1"}, follow=True).content
    assert set(RosterEntry.objects.values_list("group", flat=True)) == {"Class 7A"}
    assert bytes(SheetImport.objects.get().content or b"") == b""
    assert desk.get(sent["Location"]).status_code == 404  # done; a second click finds nothing to do
    again = send(desk, PEOPLE, [PUPIL], group="Class 7A")
    assert "unchanged" in text(desk.get(again["Location"]))


def test_what_is_wrong_is_shown_by_cell_and_cannot_be_taken_in(desk):
    sent = send(desk, PEOPLE, [PUPIL, PUPIL | {"gender": "mle", "ID": "<script>"}])
    preview = text(desk.get(sent["Location"]))
    assert "B3" in preview
    assert "“mle” is none of" in preview
    assert 'name="take_in"' not in preview
    before = counts()
    desk.post(sent["Location"], {"take_in": "1"})
    assert counts() == before


def test_a_file_that_is_no_table_is_refused_on_the_spot(desk):
    for content, sentence in (
        (b"\x89PNG\x00", "neither an Excel file"),
        (b"\xd0\xcf\x11\xe0" * 99, "old Excel"),
    ):
        response = send(desk, PEOPLE, content)
        assert response.status_code == 422
        assert sentence in text(response)
    assert desk.post(PEOPLE, {"group": ""}).status_code == 422
    assert not SheetImport.objects.exists()


def test_venues_are_taken_in_and_forgotten_files_go(desk):
    sent = send(desk, VENUES, [VENUE], name="venues.xlsx")
    desk.post(sent["Location"], {"forget": "1"})
    assert not SheetImport.objects.exists()
    sent = send(desk, VENUES, [VENUE], name="venues.xlsx")
    desk.post(sent["Location"], {"take_in": "1"})
    assert Venue.objects.get().code == "school-ream"


def test_the_template_comes_with_headings_in_both_languages(desk):
    for page in (PEOPLE, VENUES):
        response = desk.get(f"{page}template/")
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert all(" · " in cell.value for cell in book["rows"][1])
        assert desk.get(page).status_code == 200


def test_what_somebody_else_brought_is_not_there(desk, ream, client):
    sent = send(desk, PEOPLE, [PUPIL])
    client.force_login(staff("coordinator", ream.parent))
    assert client.get(sent["Location"]).status_code == 404
    assert client.post(sent["Location"], {"take_in": "1"}).status_code == 404
    assert not RosterEntry.objects.exists()


def test_files_nobody_took_in_are_forgotten_after_a_day(ream):
    user = make.user()
    old = bring(
        kind="people", content=b"x", file_name="old", by=user, at=timezone.now() - dt.timedelta(hours=25)
    )
    fresh = bring(kind="people", content=b"x", file_name="new", by=user)
    done = SheetImport.objects.create(kind="people", done_at=old.brought_at, brought_at=old.brought_at)
    call_command("setup_schedules")
    assert Schedule.objects.filter(func="lms.tasks.forget_lists", minutes__lte=60).exists()
    forget_lists()
    assert set(SheetImport.objects.all()) == {fresh, done}


def test_a_file_taken_in_is_not_kept(ream):
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetImport.objects.create(kind="people", content=b"x", done_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetImport.objects.create(kind="people")


def test_a_line_is_entered_once(ream):
    sheet = SheetImport.objects.create(kind="people", done_at=timezone.now())
    RosterEntry.objects.create(key="a", content="b", person=make.person(), sheet=sheet)
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterEntry.objects.create(key="a", content="c", person=make.person(), sheet=sheet)


@pytest.mark.parametrize("role", PERMISSIONS)
@pytest.mark.parametrize(
    ("page", "row", "permission", "cell"),
    [(PEOPLE, PUPIL, "lms.add_person", "D2"), (VENUES, VENUE, "lms.add_venue", "E2")],
)
def test_every_role_imports_only_what_it_may_and_only_in_its_area(
    client, ream, elsewhere, role, page, row, permission, cell
):
    for area in (ream, elsewhere):
        client.force_login(staff(role, area))
        opened = client.get(page)
        if permission not in PERMISSIONS[role]:
            assert opened.status_code in (302, 403)
            assert send(client, page, [row]).status_code in (302, 403)
            assert not SheetImport.objects.exists()
            continue
        assert opened.status_code == 200
        preview = client.get(send(client, page, [row])["Location"])
        assert preview.context["plan"].is_possible is (area == ream)
        assert [problem.cell for problem in preview.context["plan"].problems] == (
            [] if area == ream else [cell]
        )
