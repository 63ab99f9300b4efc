"""Coverage against a table worked out by hand; a map that says the same; a file that is logged."""

import csv
import datetime as dt
import io

import pytest
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from ambassadors.schools.coverage import Coverage
from ambassadors.schools.coverage_map import COLUMNS, drawing_of
from lms.actions.roles import grant_role
from lms.models import Gender
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 30)
PAGE = "/admin/reports/coverage/"


def days_ago(days, today=TODAY):
    return today - dt.timedelta(days=days)


@pytest.fixture
def communes(district, school, ambassador):
    """Four communes: visited 90 days ago, 91 days ago, only by what does not count, never."""
    places = [school.area, *(make.area(name, parent=district) for name in ("Late", "Pending", "Never"))]
    venues = [school, *(make.venue(area=area, kind="hall") for area in places[1:])]
    for venue, days, status in (
        (0, 90, "verified"),
        (1, 91, "verified"),
        (1, 400, "verified"),
        (2, 5, "submitted"),
    ):
        make.training_session(
            venue=venues[venue], ambassador=ambassador, status=status, held_on=days_ago(days)
        )
    make.training_session(venue=venues[3], ambassador=ambassador, status="rejected", held_on=days_ago(1))
    return places


def lines(coverage):
    return {line.commune.name_latin: (line.state, line.days_since) for line in coverage.commune_lines()}


def test_communes_are_recent_late_or_never_visited(communes, coordinator):
    coverage = Coverage(user=coordinator, today=TODAY)
    assert lines(coverage) == {
        "Veal Renh": ("recent", 90),
        "Late": ("late", 91),
        "Pending": ("never", None),
        "Never": ("never", None),
    }
    assert [line.state for line in coverage.commune_lines()] == ["never", "never", "late", "recent"]


def test_only_the_own_area_and_the_area_asked_for_are_shown(communes, coordinator, elsewhere):
    far = make.user(role="province_manager", area=elsewhere.area.parent.parent)
    assert list(lines(Coverage(user=far, today=TODAY))) == ["Kampong Seila"]
    everything = make.user(is_superuser=True)
    assert len(lines(Coverage(user=everything, today=TODAY))) == 5
    asked = Coverage(user=everything, today=TODAY, area=elsewhere.area.parent)
    assert list(lines(asked)) == ["Kampong Seila"]


def test_a_session_in_a_commune_that_was_replaced_counts_for_its_successor(district, ambassador, coordinator):
    new = make.area("New", parent=district)
    old = make.area("Old", parent=district, valid_to=dt.date(2026, 1, 1), replaced_by=new)
    make.training_session(
        venue=make.venue(area=old), ambassador=ambassador, status="verified", held_on=days_ago(3)
    )
    found = lines(Coverage(user=coordinator, today=TODAY))
    assert found["New"] == ("recent", 3)
    assert "Old" not in found


def test_schools_in_use_are_listed_with_and_without_a_code(communes, school, coordinator):
    make.school(venue=school, emis_code="1802-07")
    bare = make.venue(area=communes[1])
    make.venue(area=communes[1], closed_on=days_ago(5))
    coverage = Coverage(user=coordinator, today=TODAY)
    assert [(line.place, line.state) for line in coverage.school_lines()] == [
        (bare, "never"),
        (school, "recent"),
    ]


def test_ambassadors_stand_once_by_gender_and_where_they_taught(district, school, ambassador, coordinator):
    rural = make.venue(area=school.area, setting="rural")
    man = make.ambassador(area=district, person=make.person(gender="male"))
    make.ambassador(area=district, status="paused")
    idle = make.ambassador(area=school.area, person=make.person(gender="undisclosed"))
    make.ambassador()
    common = {"status": "verified", "held_on": days_ago(10)}
    make.training_session(venue=school, ambassador=ambassador, **common)
    make.training_session(venue=rural, ambassador=ambassador, **common).co_ambassadors.add(man)
    make.training_session(venue=school, ambassador=man, status="submitted", held_on=days_ago(10))
    make.training_session(venue=school, ambassador=idle, status="verified", held_on=days_ago(91))
    rows = Coverage(user=coordinator, today=TODAY).ambassador_rows()
    assert rows == [
        (Gender.FEMALE.label, {"urban": 0, "rural": 0, "both": 1, "none": 0}, 1),
        (Gender.MALE.label, {"urban": 0, "rural": 1, "both": 0, "none": 0}, 1),
        (Gender.UNDISCLOSED.label, {"urban": 0, "rural": 0, "both": 0, "none": 1}, 1),
    ]


def test_the_map_has_one_tile_for_each_commune_and_none_lies_on_another(district, coordinator):
    for number in range(COLUMNS + 1):
        make.area(f"Commune with quite a long name {number}", parent=district)
    drawing = drawing_of(Coverage(user=coordinator, today=TODAY).commune_lines())
    (drawn,) = drawing["districts"]
    assert len({(tile["x"], tile["y"]) for tile in drawn["tiles"]}) == COLUMNS + 1
    assert all(1 <= len(tile["names"]) <= 2 for tile in drawn["tiles"])
    assert drawing_of([])["districts"] == []


@pytest.fixture
def desk(client, coordinator):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    return client


def test_the_page_says_in_a_table_what_the_map_shows(desk, communes, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        page = desk.get(PAGE)
    html = page.content.decode()
    assert html.count('class="tile is-never"') == 2
    assert page.context["commune_gaps"] == len([x for x in page.context["communes"] if x.is_gap])
    assert "A sketch, not to scale" in html
    assert desk.get(PAGE, {"area": make.area(level=2).pk}).status_code == 422


def test_the_list_is_taken_away_as_a_file_and_that_is_logged(desk, communes, school, coordinator):
    make.school(venue=school, emis_code="=cmd()")
    answer = desk.post(f"{PAGE}download/", {"area": communes[0].parent_id})
    heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(heading) == len(rows[0])
    assert {row[0] for row in rows} == {"commune", "school"}
    assert next(row for row in rows if row[0] == "school")[5] == "'=cmd()"
    log = ModelLogEntry.objects.get(action="ambassadors.export_coverage")
    assert (log.user, log.data["area"]) == (coordinator, communes[0].parent.code)
    assert desk.get(f"{PAGE}download/").status_code == 405


@pytest.mark.parametrize("role", ["commune_viewer", "editor", "partner", "zone_operator"])
def test_others_do_not_see_it(client, coordinator, district, role):
    visitor = make.user()
    grant_role(user=visitor, role=role, area=district, by=None)
    client.force_login(visitor)
    assert client.get(PAGE).status_code == 302
    assert client.post(f"{PAGE}download/").status_code == 302
