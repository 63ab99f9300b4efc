"""Who may do what, where: every role × its own area and the next one outside × see, edit, verify, export (R7).

What is allowed has to work through the page that people use; what is refused is refused there, and changes nothing.
"""

from dataclasses import dataclass, field
from itertools import chain

import pytest
from django.db import transaction
from django.test import Client

from ambassadors.models import Ambassador, TrainingSession
from hotspots.models import Zone
from lms.actions.roles import grant_role, set_up_groups
from lms.models import Area, RoleAssignment, Venue
from tests import factories as make

# What a role may do in its own area. Outside of it, no role may do any of this.
MATRIX = """
                   session     ambassador  school           note             venue     zone      coverage    reach
province_manager   see         see edit    see edit export  see edit export  see edit  see edit  see export  see export
municipal_manager  see         see         see edit export  see edit export  see edit  see edit  see export  see export
commune_viewer     -           -           -                -                see       see       -           see
partner            -           -           -                -                see       see       -           see
editor             -           -           -                -                -         -         -           -
me_officer         see         see         see export       see export       see       see       see export  see export
coordinator        see verify  see edit    see edit export  see edit export  see edit  see       see export  see
zone_operator      -           -           -                -                see       see edit  -           -
ambassador         -           -           -                -                -         -         -           -
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
ROWS = {
    "session": "/admin/training-sessions/",
    "ambassador": "/admin/ambassadors/",
    "school": "/admin/schools/",
    "note": "/admin/issue-notes/",
    "venue": "/admin/venue/",
    "zone": "/admin/zone/",
}
PAGES = {"session": "{}/", "note": "{}/", "school": "inspect/{}/"}
# One change that a form can make: (input, what is typed, where it is read again).
CHANGES = {
    "ambassador": ("given_name_km", "ស្រីពៅ", lambda row: row.person.given_name_km),
    "school": ("contact_name", "អ្នកគ្រូ", lambda row: row.contact_name),
    "venue": ("name_km", "សាលាថ្មី", lambda row: row.name_km),
    "zone": ("ssid", "Sala New", lambda row: row.ssid),
}
REFUSED = {302, 403, 404}
COVERAGE, REACH = "/admin/reports/coverage/", "/admin/reports/reach/"


def table():
    """{(role, thing): {verb}} of the matrix above."""
    head, *lines = (line for line in MATRIX.splitlines() if line)
    starts = [head.index(thing) for thing in head.split()]
    columns = list(zip(head.split(), starts, [*starts[1:], None], strict=True))
    return {
        (line.split()[0], thing): set(line[start:end].split()) - {"-"}
        for line in lines
        for thing, start, end in columns
    }


ALLOWED = table()
every_role = pytest.mark.parametrize("role", RoleAssignment.Role.values)


@dataclass(frozen=True)
class World:
    """Areas by name; {commune: {thing: row}}; an administrator's browser, and the forms it has been shown."""

    areas: dict
    rows: dict
    administrator: Client
    forms: dict = field(default_factory=dict)

    def form(self, path):
        """{input: text} of the form at an address, as it would be sent if nothing was changed in it."""
        if path not in self.forms:
            form = self.administrator.get(path).context["form"]
            values = {name: form[name].value() for name in form.fields}
            self.forms[path] = {
                name: "" if value is None else str(value)
                for name, value in values.items()
                if value is not False
            }
        return self.forms[path]


def rows_in(commune):
    name = f"សាលា {commune.name_latin}"
    venue = make.venue(area=commune, name_km=name, name_en=name)
    ambassador = make.ambassador(area=commune)
    return {
        "venue": venue,
        "ambassador": ambassador,
        "school": make.school(venue=venue),
        "session": make.training_session(venue=venue, ambassador=ambassador),
        "note": make.issue_note(venue=venue, ambassador=ambassador),
        "zone": make.zone(venue=make.venue(area=commune, kind="wifi-zone")),
    }


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


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


def holder(*roles):
    """The browser of somebody who holds some roles, each in its area."""
    user = make.user()
    for role, area in roles:
        grant_role(user=user, role=role, area=area, by=None)
    return browser_of(user)


def listed(browser, thing):
    """Keys of the rows in a list; None where it is refused."""
    answer = browser.get(ROWS[thing])
    if answer.status_code == 200:
        return {row.pk for row in answer.context["object_list"]}
    assert answer.status_code in REFUSED
    return None


def sees(browser, thing, row):
    """Whether a row is in its list, and its page, if it has one, agrees."""
    found = row.pk in (listed(browser, thing) or ())
    if thing in PAGES:
        status = browser.get(ROWS[thing] + PAGES[thing].format(row.pk)).status_code
        assert (status == 200) == found
        assert status == 200 or status in REFUSED
    return found


def edits(world, browser, thing, row):
    """Whether a change to a row is taken; opening the form to change it, and sending it, must agree."""
    if thing == "note":
        browser.post(f"{ROWS[thing]}{row.pk}/", {"state": "closed", "reason": "ចប់", "seen": "new"})
        return type(row).objects.get(pk=row.pk).state == "closed"
    name, words, read = CHANGES[thing]
    path = f"{ROWS[thing]}edit/{row.pk}/"
    opened = browser.get(path).status_code
    sent = browser.post(path, world.form(path) | {name: words}).status_code
    is_changed = read(type(row).objects.get(pk=row.pk)) == words
    assert opened in ({200} if is_changed else REFUSED)
    assert sent in ({302} if is_changed else REFUSED)
    return is_changed


def verifies(browser, session):
    path = f"{ROWS['session']}{session.pk}/"
    browser.post(path, {"decision": "verify", "seen": session.version})
    return TrainingSession.objects.get(pk=session.pk).status == "verified"


def exported(browser, thing):
    """The file of a list as text; None where none is handed out."""
    answer = browser.get(ROWS[thing], {"export": "csv"})
    return answer.text if answer["Content-Type"].startswith("text/csv") else None


def mark(thing, rows):
    """What tells in a file that a row is in it."""
    return rows["venue"].code if thing == "school" else str(rows[thing].pk)


def test_the_table_speaks_of_every_role():
    assert {role for role, _thing in ALLOWED} == HELD.keys() == set(RoleAssignment.Role.values)
    assert set(chain(*ALLOWED.values())) == {"see", "edit", "verify", "export"}


@every_role
def test_a_role_sees_edits_verifies_and_exports_in_its_area_and_nowhere_else(world, role):
    area, outside = HELD[role]
    browser = holder((role, world.areas[area]))
    own, other = world.rows["here"], world.rows[outside]
    for thing in ROWS:
        allowed = ALLOWED[role, thing]
        may_list = listed(browser, thing) is not None
        assert may_list == ("see" in allowed), thing
        done = {"see"} if sees(browser, thing, own[thing]) else set()
        assert not sees(browser, thing, other[thing]), thing
        if (file := exported(browser, thing)) is not None:
            assert mark(thing, own) in file
            assert mark(thing, other) not in file
            done.add("export")
        if thing == "session":
            assert not verifies(browser, other[thing])
            done |= {"verify"} if verifies(browser, own[thing]) else set()
        else:
            assert not edits(world, browser, thing, other[thing]), thing
            done |= {"edit"} if edits(world, browser, thing, own[thing]) else set()
        assert done == allowed, thing


@every_role
def test_a_report_is_seen_and_taken_away_for_the_own_area_and_no_other(world, role):
    area, outside = HELD[role]
    browser = holder((role, world.areas[area]))
    asked = {"period": "2026", "format": "json"}
    here, there = (asked | {"area": world.areas[name].code} for name in ("here", outside))

    def done(seen, taken):
        taken.getvalue()  # a file is closed when it has been read
        return {verb for verb, answer in (("see", seen), ("export", taken)) if answer.status_code == 200}

    assert done(browser.get(REACH, here), browser.post(f"{REACH}download/", here)) == ALLOWED[role, "reach"]
    assert not done(browser.get(REACH, there), browser.post(f"{REACH}download/", there))
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
    for thing in ROWS:
        browser = operator if thing == "zone" else coordinator
        assert sees(browser, thing, own[thing]), thing
        assert sees(browser, thing, other[thing]), thing
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
