"""Who may do what, where: every role × its own area and the next one outside × see, edit, verify, export (R7).

What is allowed has to work through the page that people use; what is refused is refused there, and changes nothing.
"""

from itertools import chain

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from ambassadors.models import Ambassador
from hotspots.models import Zone
from lms.actions.roles import set_up_groups
from lms.models import Area, RoleAssignment, Venue
from lms.reporting import periods
from tests import factories as make
from tests.ambassadors.scope import (
    ROWS,
    World,
    browser_of,
    edits,
    exported,
    holder,
    listed,
    mark,
    sees,
    verifies,
)
from tests.ambassadors.scope_rows import rows_in

# What a role may do in its own area: See, Edit (or decide about), Verify, eXport. Outside of it: nothing of this.
MATRIX = """
                   session  ambassador  school  note  plan  group  announcement  complaint  certificate
province_manager   S        SEX         SEX     SEX   SE    -      SE            SE         SE
municipal_manager  S        SX          SEX     SEX   SE    -      SE            SE         SE
commune_viewer     -        -           -       -     -     -      -             -          -
partner            -        -           -       -     -     -      -             -          -
editor             -        -           -       -     -     -      -             -          -
me_officer         S        SX          SX      SX    S     -      S             -          -
coordinator        SV       SEX         SEX     SEX   SE    S      SE            -          S
zone_operator      -        -           -       -     -     -      -             -          -
ambassador         -        -           -       -     -     -      -             -          -
"""
MATRIX_OF_PEOPLE_AND_WHAT_WAITS = """
                   application  pair  merge  phones  task  spot_check  set_aside
province_manager   SE           SE    SE     SE      -     -           SE
municipal_manager  -            SE    SE     SE      -     -           SE
commune_viewer     -            -     -      -       -     -           -
partner            -            -     -      -       -     -           -
editor             -            -     -      -       -     -           -
me_officer         -            -     -      -       -     -           -
coordinator        SE           SE    SE     SE      SE    SE          SE
zone_operator      -            -     -      -       -     -           -
ambassador         -            -     -      -       -     -           -
"""
MATRIX_OF_PLACES_AND_REPORTS = """
                   venue  zone  access_point  source  usage  observation  coverage  learning  reach
province_manager   SE     SE    SE            S       SX     SX           SX        SX        SX
municipal_manager  SE     SE    SE            S       SX     SX           SX        SX        SX
commune_viewer     S      S     -             -       SX     SX           -         SX        S
partner            S      S     -             -       SX     SX           -         SX        S
editor             -      -     -             -       -      -            -         -         -
me_officer         S      S     -             -       SX     SX           SX        SX        SX
coordinator        SE     S     -             -       SX     SX           SX        SX        S
zone_operator      S      SE    SE            S       SX     SX           -         -         -
ambassador         -      -     -             -       -      -            -         -         -
"""
# The area in which a role is held, and the nearest commune outside of it.
HELD = {
    "province_manager": ("province", "next_province"),
    "partner": ("province", "next_province"),
    "editor": ("province", "next_province"),
    "me_officer": ("province", "next_province"),
    "municipal_manager": ("district", "next_district"),
    "coordinator": ("district", "next_district"),
    "zone_operator": ("district", "next_district"),
    "commune_viewer": ("here", "next_commune"),
    "ambassador": ("here", "next_commune"),
}
COVERAGE, REACH = "/admin/reports/coverage/", "/admin/reports/reach/"
LEARNING = "/admin/reports/learning/progress/"
# Staff lists of what lies in no area, or is no secret anywhere: words to choose from, rules, and names of places.
OF_NO_AREA = {
    "area",
    "audiences",
    "groups",
    "issue-categories",
    "locales",
    "partner",
    "resources",
    "review-rules",
    "roleassignment",
    "sites",
    "smallest-numbers",
    "spoken-languages",
    "topics",
    "users",
    "venuekind",
}
# Names of places are public; the other two are shown on the page of another row alone, which has a column.
ON_OTHER_PAGES = {"lms.Area", "lms.Learner", "ambassadors.ServiceCertificate"}


def table(text):
    """{(role, thing): {letter of what is allowed}} of a matrix above."""
    head, *lines = (line.split() for line in text.splitlines() if line)
    return {
        (role, thing): set(letters) - {"-"}
        for role, *cells in lines
        for thing, letters in zip(head, cells, strict=True)
    }


ALLOWED = table(MATRIX) | table(MATRIX_OF_PEOPLE_AND_WHAT_WAITS) | table(MATRIX_OF_PLACES_AND_REPORTS)
every_role = pytest.mark.parametrize("role", RoleAssignment.Role.values)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """Made once for all roles, and gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        set_up_groups()
        province, next_province = make.area("P", level=1), make.area("Q", level=1)
        district, next_district = (make.area(name, level=2, parent=province) for name in ("D", "E"))
        areas = {
            "province": province,
            "district": district,
            "here": make.area("Here", parent=district),
            "next_commune": make.area("Beside", parent=district),
            "next_district": make.area("Over there", parent=next_district),
            "next_province": make.area("Far away", parent=make.area("F", level=2, parent=next_province)),
        }
        rows = {name: rows_in(area) for name, area in areas.items() if area.level == Area.Level.COMMUNE}
        yield World(areas, rows, browser_of(make.user(is_superuser=True, is_staff=True)))
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db):
    """Each test may change it for itself."""
    return shared_world


def test_the_table_speaks_of_every_role():
    assert {role for role, _thing in ALLOWED} == HELD.keys() == set(RoleAssignment.Role.values)
    assert set(chain(*ALLOWED.values())) == set("SEVX")


def test_every_list_of_the_staff_has_a_column():
    viewsets.populate()
    lists = {viewset.url_prefix for viewset in viewsets.viewsets if isinstance(viewset, ModelViewSet)}
    assert lists - OF_NO_AREA <= {address.removeprefix("/admin/").strip("/") for address in ROWS.values()}
    assert lists >= OF_NO_AREA


def test_everything_that_asks_who_may_see_it_has_a_column(world):
    asking = {
        model._meta.label for model in apps.get_models() if hasattr(model._default_manager, "visible_to")
    }
    tried = {row._meta.label for row in world.rows["here"].values()}
    assert asking == tried | ON_OTHER_PAGES
    assert ROWS.keys() == world.rows["here"].keys()


@every_role
def test_a_role_sees_edits_verifies_and_exports_in_its_area_and_nowhere_else(world, role):
    area, outside = HELD[role]
    browser = holder((role, world.areas[area]))
    own, other = world.rows["here"], world.rows[outside]
    for thing in ROWS:
        allowed = ALLOWED[role, thing]
        keys = listed(browser, thing)
        assert (keys is not None) == ("S" in allowed), thing
        done = {"S"} if sees(browser, thing, own[thing], keys) else set()
        assert not sees(browser, thing, other[thing], keys), thing
        if (file := exported(browser, thing)) is not None:
            assert mark(thing, own) in file
            assert mark(thing, other) not in file
            done.add("X")
        if thing == "session":
            assert not verifies(browser, other[thing])
            done |= {"V"} if verifies(browser, own[thing]) else set()
        else:
            assert not edits(world, browser, thing, other[thing]), thing
            done |= {"E"} if edits(world, browser, thing, own[thing]) else set()
        assert done == allowed, thing


@every_role
def test_a_report_is_seen_and_taken_away_for_the_own_area_and_no_other(world, role):
    area, outside = HELD[role]
    browser = holder((role, world.areas[area]))
    asked = {"period": "2026", "format": "json"}
    here, there = (asked | {"area": world.areas[name].code} for name in ("here", outside))

    def done(seen, taken):
        taken.getvalue()  # a file is closed when it has been read
        return {letter for letter, answer in (("S", seen), ("X", taken)) if answer.status_code == 200}

    assert done(browser.get(REACH, here), browser.post(f"{REACH}download/", here)) == ALLOWED[role, "reach"]
    assert not done(browser.get(REACH, there), browser.post(f"{REACH}download/", there))
    quarter = {"period": periods.quarter_of(timezone.localdate()).previous().previous().code, "format": "csv"}
    own = {"area": world.areas[area].code}
    seen, taken = browser.get(LEARNING, quarter | own), browser.post(f"{LEARNING}download/", quarter | own)
    assert done(seen, taken) == ALLOWED[role, "learning"]
    for asked in (quarter | own, quarter | {"area": world.areas[outside].code}):
        # Whom small counts are hidden from is shown the own area, whatever is asked.
        for answer in (browser.get(LEARNING, asked), browser.post(f"{LEARNING}download/", asked)):
            if answer.status_code == 200:
                assert f"({world.areas[area].code})" in answer.text
                assert f"({world.areas[outside].code})" not in answer.text
    seen, taken = browser.get(COVERAGE), browser.post(f"{COVERAGE}download/")
    assert done(seen, taken) == ALLOWED[role, "coverage"]
    for answer in (seen, taken):
        if answer.status_code == 200:
            assert world.rows["here"]["venue"].name in answer.text
            assert world.rows[outside]["venue"].name not in answer.text


def test_the_rights_of_two_roles_do_not_mix(world):
    """In charge here and allowed to look there: nothing there can be changed."""
    areas, own, other = world.areas, world.rows["here"], world.rows["next_province"]
    there = areas["next_province"].parent
    coordinator = holder(("coordinator", areas["district"]), ("me_officer", there))
    operator = holder(("zone_operator", areas["district"]), ("partner", there))
    manager = holder(("municipal_manager", areas["district"]), ("coordinator", there))
    looked_at = {
        thing for (_role, thing), letters in ALLOWED.items() if "S" in letters and not letters & {*"EV"}
    }
    decided = {thing for (_role, thing), letters in ALLOWED.items() if letters & {*"EV"}}
    for thing in looked_at & decided:
        browser = {"zone": operator, "certificate": manager}.get(thing, coordinator)
        keys = listed(browser, thing)
        assert all(sees(browser, thing, rows[thing], keys) for rows in (own, other)), thing
        if thing == "session":
            assert (verifies(browser, own[thing]), verifies(browser, other[thing])) == (True, False)
        else:
            done = [edits(world, browser, thing, rows[thing]) for rows in (own, other)]
            assert done == [True, False], thing


def test_nothing_is_made_in_or_moved_to_another_area(world):
    areas, own, other = world.areas, world.rows["here"], world.rows["next_district"]
    coordinator = holder(("coordinator", areas["district"]), ("me_officer", areas["province"]))
    path = f"{ROWS['venue']}edit/{own['venue'].pk}/"
    new = world.form(path) | {"code": "new-venue"}
    for area, is_made in ((areas["next_district"], False), (areas["here"], True)):
        coordinator.post(f"{ROWS['venue']}new/", new | {"area": area.pk})
        assert Venue.objects.filter(code="new-venue", area=area).exists() is is_made
    coordinator.post(path, world.form(path) | {"area": areas["next_district"].pk})
    assert Venue.objects.get(pk=own["venue"].pk).area == areas["here"]
    path = f"{ROWS['ambassador']}edit/{own['ambassador'].pk}/"
    coordinator.post(path, world.form(path) | {"area": areas["next_district"].pk})
    assert Ambassador.objects.get(pk=own["ambassador"].pk).area == areas["here"]
    operator = holder(("zone_operator", areas["district"]), ("partner", areas["province"]))
    for venue, is_made in ((other["venue"], False), (own["venue"], True)):
        operator.post(f"{ROWS['zone']}new/", {"venue": venue.pk, "code": "new-zone", "ssid": "Sala"})
        assert Zone.objects.filter(code="new-zone", venue=venue).exists() is is_made


def test_the_log_of_staff_actions_tells_nothing_from_another_area(world):
    far, near = (world.rows[name]["session"] for name in ("next_district", "here"))
    assert verifies(holder(("coordinator", world.areas["next_district"])), far)
    coordinator = holder(("coordinator", world.areas["district"]))
    assert verifies(coordinator, near)
    for ending in ("", "results/", "?export=csv"):
        path = f"/admin/reports/site-history/{ending}"
        for browser, sees_all in ((coordinator, False), (world.administrator, True)):
            text = browser.get(path).getvalue().decode()
            assert str(near.venue) in text
            assert (str(far.venue) in text) is sees_all


def test_an_ambassador_sees_and_mends_the_own_sessions_and_not_those_of_a_colleague(world):
    own = world.rows["here"]["session"]
    colleague = make.training_session(
        venue=own.venue, ambassador=make.ambassador(area=world.areas["here"]), status="returned"
    )
    browser = browser_of(own.ambassador.person.user)
    for session, status in ((own, 200), (colleague, 404)):
        for ending in ("", "edit/"):
            assert browser.get(f"/field/sessions/{session.pk}/{ending}").status_code == status
    assert browser.post(f"/field/sessions/{colleague.pk}/edit/", {"note": "ខ្ញុំ"}).status_code == 404
