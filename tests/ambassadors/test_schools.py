"""Schools: one for each venue, a code of its own, and numbers of pupils that add up."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from ambassadors.models import School, SchoolEnrolment, school_year_of
from ambassadors.schools.actions import record_enrolment
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/admin/schools/"


@pytest.fixture
def desk(client, coordinator):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    return client


@pytest.fixture
def primary(school):
    return make.school(venue=school, emis_code="1802-07", first_grade=1, last_grade=2)


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.school(**fields)


def test_a_code_is_unique_unless_it_is_unknown(primary):
    refused(emis_code="1802-07")
    make.school(emis_code="")
    make.school(emis_code="")


def test_grades_are_in_order_and_a_venue_is_one_school(primary):
    refused(first_grade=7, last_grade=6)
    refused(first_grade=0)
    refused(last_grade=13)
    refused(venue=primary.venue)


@pytest.mark.parametrize(
    "wrong", [{"grade": 13}, {"gender": "girl"}, {"count": 5_001}, {"school_year": 1999}, {"grade": 1}]
)
def test_pupils_are_said_once_and_plausibly(primary, wrong):
    said = {"school": primary, "school_year": 2025, "grade": 1, "gender": "female", "count": 20}
    SchoolEnrolment.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolEnrolment.objects.create(**said | wrong)


def test_a_school_year_begins_late_in_the_year():
    assert school_year_of(dt.date(2026, 7, 31)) == 2025
    assert school_year_of(dt.date(2026, 8, 1)) == 2026


def test_enrolment_replaces_what_was_known_and_is_summed_from_its_cells(primary, coordinator):
    day = dt.date(2026, 3, 1)
    assert primary.enrolled(on=day) is None
    cells = {(1, "female"): 20, (1, "male"): 22, (2, "female"): 18, (2, "male"): None}
    record_enrolment(school=primary, school_year=2025, cells=cells, by=coordinator)
    assert primary.enrolled(on=day) == 60
    assert primary.enrolled(on=day, grade=1) == 42
    record_enrolment(school=primary, school_year=2025, cells={(0, "female"): 0}, by=coordinator)
    assert primary.enrolled(on=day) == 0
    log = ModelLogEntry.objects.filter(action="ambassadors.enrolment").order_by("timestamp").last()
    assert [1, "female", 20] in log.data["before"]


def test_nobody_writes_down_pupils_of_a_school_elsewhere(coordinator, elsewhere):
    with pytest.raises(PermissionDenied):
        record_enrolment(school=make.school(venue=elsewhere), school_year=2025, cells={}, by=coordinator)


def test_a_coordinator_keeps_the_schools_of_the_own_area(desk, primary, elsewhere, district):
    far = make.school(venue=elsewhere)
    assert list(desk.get(LIST).context["object_list"]) == [primary]
    assert desk.get(f"{LIST}inspect/{far.pk}/").status_code == 404
    assert desk.get(f"{LIST}edit/{far.pk}/").status_code == 404
    assert desk.get(f"{LIST}{far.pk}/pupils/2025/").status_code == 404
    free = make.venue(area=make.area("Ream", parent=district))
    page = desk.get(f"{LIST}new/")
    offered = set(page.context["form"].fields["venue"].queryset)
    assert offered == {free}


def test_a_school_is_made_with_a_tidy_code(desk, school, primary, district):
    venue = make.venue(area=make.area("Ream", parent=district))
    data = {"venue": venue.pk, "emis_code": " ១៨០២  08 ", "first_grade": 7, "last_grade": 9}
    data |= {"contact_name": "", "contact_phone": ""}
    assert desk.post(f"{LIST}new/", data).status_code == 302
    assert venue.school.emis_code == "1802 08"
    again = desk.post(f"{LIST}edit/{primary.pk}/", data | {"venue": school.pk, "emis_code": "1802 08"})
    assert "Another school has this EMIS code." in again.content.decode()
    again = desk.post(f"{LIST}edit/{primary.pk}/", data | {"venue": school.pk, "last_grade": 6})
    assert "The lowest grade cannot be above the highest." in again.content.decode()


def test_pupils_are_typed_in_a_table_and_shown_with_sums(desk, primary):
    path = f"{LIST}{primary.pk}/pupils/2025/"
    assert desk.get(path).status_code == 200
    assert desk.get(f"{LIST}{primary.pk}/pupils/1999/").status_code == 404
    assert desk.post(path, {"1.female": "many"}).status_code == 200
    assert "Write at least one number." in desk.post(path, {}).content.decode()
    assert not primary.enrolments.exists()
    assert desk.post(path, {"1.female": "១២", "1.male": "10", "0.not_recorded": "3"}).status_code == 302
    page = desk.get(f"{LIST}inspect/{primary.pk}/")
    (year,) = page.context["years"]
    assert (year["label"], year["totals"], year["total"]) == ("2025–2026", [12, 10, 3], 25)
    assert [total for _label, _counts, total in year["rows"]] == [22, 3]


def test_the_school_page_shows_the_training_sessions_there(desk, primary, school, ambassador):
    held = make.training_session(venue=school, ambassador=ambassador, status="verified")
    held.attendances.create(person=make.person(gender="male"))
    make.training_session(ambassador=ambassador)
    page = desk.get(f"{LIST}inspect/{primary.pk}/")
    assert list(page.context["sessions"]) == [held]
    (shown,) = page.context["sessions"]
    assert (shown.women, shown.men, shown.people_total) == (2, 1, 3)


def test_the_list_goes_into_a_file_with_inert_cells_and_is_logged(desk, primary, coordinator):
    School.objects.filter(pk=primary.pk).update(emis_code="=1+1")
    answer = desk.get(LIST, {"export": "csv"})
    text = answer.content.decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(text))
    assert heading[0] == "EMIS code"
    assert row[0] == "'=1+1"
    assert row[1] == primary.venue.code
    assert desk.get(LIST, {"export": "xlsx"}).status_code == 200
    assert ModelLogEntry.objects.filter(action="lms.export_list", user=coordinator).count() == 2
