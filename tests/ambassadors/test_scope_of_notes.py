"""Every role × own or other area × see, change, export: schools and issue notes."""

import pytest

from ambassadors.models import IssueNote, School
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RoleAssignment
from tests import factories as make

pytestmark = pytest.mark.django_db

KEEPERS = {"province_manager", "municipal_manager", "coordinator"}
READERS = KEEPERS | {"me_officer"}


@pytest.fixture
def rows(school, elsewhere):
    return {
        "own": (make.school(venue=school), make.issue_note(venue=school)),
        "other": (make.school(venue=elsewhere), make.issue_note(venue=elsewhere)),
    }


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_a_role_sees_changes_and_exports_in_its_area_and_nowhere_else(client, district, rows, role):
    set_up_groups()
    user = make.user()
    grant_role(user=user, role=role, area=district, by=None)
    client.force_login(user)
    for area, (school, note) in rows.items():
        sees, keeps = role in READERS and area == "own", role in KEEPERS and area == "own"
        assert (school in School.objects.visible_to(user)) is sees
        assert (note in IssueNote.objects.visible_to(user)) is sees
        assert (school in School.objects.changeable_by(user)) is keeps
        assert (note in IssueNote.objects.changeable_by(user)) is keeps
        for path in (f"/admin/schools/inspect/{school.pk}/", f"/admin/issue-notes/{note.pk}/"):
            assert (client.get(path).status_code == 200) is sees, path
        pupils = f"/admin/schools/{school.pk}/pupils/2025/"
        assert (client.get(pupils).status_code == 200) is keeps
        assert (
            client.post(pupils, {"1.female": "3"}).status_code == 302 and school.enrolments.exists()
        ) is keeps
        step = {"state": "closed", "reason": "ចប់", "seen": "new"}
        client.post(f"/admin/issue-notes/{note.pk}/", step)
        note.refresh_from_db()
        assert (note.state == "closed") is keeps
    for path, index in (("/admin/schools/", 0), ("/admin/issue-notes/", 1)):
        answer = client.get(path, {"export": "csv"})
        assert (answer.status_code == 200) is (role in READERS)
        if role in READERS:
            name = [rows[area][index] for area in ("own", "other")]
            words = answer.content.decode()
            marks = [row.venue.code if index == 0 else str(row.pk) for row in name]
            assert [mark in words for mark in marks] == [True, False]
