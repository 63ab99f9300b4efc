"""The seven stories, told one after the other on one installation, and the figures that must come of them.

The table at the end is worked out by hand from what the people did, not by any code of the product.
"""

import datetime as dt
import subprocess
import sys
import zoneinfo

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import editor, editor_lesson, field, learner, staff
from tests.browser.on_phone import use, wait_until_sent
from tests.browser.programme import ACCESS_POINT, PASSWORD, SOURCE_CODE, ZONE_CODE
from tests.installation import ROOT, Installation

pytestmark = pytest.mark.browser

CITY = zoneinfo.ZoneInfo("Asia/Phnom_Penh")
TODAY = dt.datetime.now(CITY).date()
PERIOD = f"{TODAY - dt.timedelta(days=10)}..{TODAY + dt.timedelta(days=1)}"


@pytest.fixture(scope="module")
def programme(first_start, tmp_path_factory):
    installation = Installation.copied(first_start, tmp_path_factory.mktemp("stories"))
    installation.start()
    subprocess.run(
        [sys.executable, "-m", "tests.browser.programme"], cwd=ROOT, env=installation.environment, check=True
    )
    yield installation
    installation.stop()


@pytest.fixture
def desk(phone):
    """A browser on a desk, in English: staff pages."""
    return lambda: phone(locale="en", size={"width": 1280, "height": 900})


def radacct(day):
    """Three connections that began the day before `day`, one of them over midnight, as PostgreSQL exports them."""
    header = (
        "radacctid,acctsessionid,acctuniqueid,username,nasipaddress,nasidentifier,acctstarttime,acctupdatetime,"
        "acctstoptime,acctsessiontime,acctinputoctets,acctoutputoctets,calledstationid,callingstationid,"
        "acctterminatecause"
    )
    before = day - dt.timedelta(days=1)

    def row(number, start, stop, seconds, up, down, address):
        return (
            f"{number},s{number},{number:032x},{address},10.0.0.1,{ACCESS_POINT},{start}+07,{stop}+07,{stop}+07,"
            f"{seconds},{up},{down},{ACCESS_POINT}:Sala,{address},User-Request"
        )

    return "\n".join(
        [
            header,
            row(1, f"{before} 08:00:00", f"{before} 08:30:00", 1800, 1000, 9000, "A2-00-00-00-00-01"),
            row(2, f"{before} 09:00:00", f"{before} 09:10:00", 600, 500, 500, "A2-00-00-00-00-02"),
            row(3, f"{before} 23:30:00", f"{day} 00:30:00", 3600, 2000, 6000, "A2-00-00-00-00-01"),
            "",
        ]
    )


def tables_of(path):
    """{table name: list of {English part of the heading: value}} of a workbook."""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        for table in sheet.tables.values():
            rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            headings = [heading.split(" · ")[0] for heading in rows[0]]
            found[table.name] = [dict(zip(headings, row, strict=True)) for row in rows[1:]]
    return found


def test_seven_stories_and_what_they_add_up_to(programme, phone, desk, tmp_path):
    base = programme.url

    # A woman takes her first lesson in Khmer, keeps her progress, and finds it on another phone.
    own = phone(javascript=False, has_touch=True)
    learner.take_first_lesson(own, base, zone_code=ZONE_CODE, language="km")
    code = learner.join(
        own, base, language="km", nickname="=1+1 ស្រី\u200bមុំ", gender="female", birth_year="១៩៩០", pin="៤៨២៦"
    )
    other = phone(javascript=False)
    learner.sign_in(other, base, language="km", code=code.lower(), pin="4826")
    assert other.locator(".lesson-states li", has=other.locator(".chip.done")).count() == 1

    # A man starts in Khmer, switches to English on the same lesson, and finishes there.
    man = phone(javascript=False, has_touch=True)
    man.goto(f"{base}/z/{ZONE_CODE}/")
    man.goto(f"{base}{learner.LESSON.format(language='km')}")
    man.locator("header a[hreflang=en]").click()
    man.wait_for_url(f"{base}{learner.LESSON.format(language='en')}")
    learner.answer_everything(man)
    learner.join(man, base, language="en", nickname="Dara", gender="male", birth_year="1998", pin="5937")

    # An ambassador logs four training sessions; the first is typed with one person too few at first.
    ambassador = phone()
    field.sign_in_as_ambassador(ambassador, base, "sreyneang", PASSWORD)
    school = {"venue": "village-school", "topic": "first-steps", "minutes": 60}
    cells = {("female", "18-24"): 4, ("male", "25-30"): 3, ("another", "60+"): 1}
    field.log_training_session(
        ambassador, base, **school, total=10, cells=cells, disabilities=1, note="រៀនល្អ"
    )
    assert ambassador.url == f"{base}/field/sessions/new/"
    assert ambassador.locator("[role=alert]").count() >= 1
    field.unfold(ambassador)
    ambassador.fill("input[name='people.not_recorded.not_recorded']", "2")
    field.send(ambassador)
    assert "/new/" not in ambassador.url
    for women in (5, 6, 7):
        field.log_training_session(
            ambassador, base, **school, total=women, cells={("female", "31-45"): women}, note=f"ក្រុម {women}"
        )
    use(ambassador, programme)
    wait_until_sent(ambassador)
    ambassador.goto(f"{base}/field/sessions/")
    assert ambassador.get_by_text("រង់ចាំ").count() >= 4

    # The coordinator of that district verifies, returns and rejects; one of another district sees nothing.
    coordinator = desk()
    editor.sign_in_to_admin(coordinator, base, "chantha", PASSWORD)
    staff.decide(coordinator, base, total=10, decision="verify")
    staff.decide(coordinator, base, total=5, decision="send_back", reason="សូមពិនិត្យចំនួនម្តងទៀត")
    staff.decide(coordinator, base, total=6, decision="reject", reason="Not a training session")
    elsewhere = desk()
    editor.sign_in_to_admin(elsewhere, base, "elsewhere", PASSWORD)
    assert staff.session_rows(elsewhere, base).count() == 0
    ambassador.goto(f"{base}/field/sessions/")
    expect(ambassador.get_by_text("សូមពិនិត្យចំនួនម្តងទៀត").first).to_be_attached()

    # The zone operator imports the same file twice.
    usage = tmp_path / "radacct.csv"
    usage.write_text(radacct(TODAY - dt.timedelta(days=1)))
    for _again in range(2):
        done = programme.manage("import_wifi", "--source", SOURCE_CODE, usage)
        assert done.returncode == 0, done.stderr
    poster = desk()
    poster.goto(f"{base}/z/{ZONE_CODE}/poster/")
    assert poster.locator("svg path").count() >= 2

    # An editor writes a lesson, translates it, and cannot publish English before Khmer.
    writer = desk()
    editor.sign_in_to_admin(writer, base, "editor", PASSWORD)
    picture = editor_lesson.draw_picture(tmp_path / "battery.png")
    number = editor.write_lesson(
        writer, base, course_title=editor_lesson.COURSE["km"], **editor_lesson.lesson(picture)
    )
    editor.translate_lesson(writer, base, number, editor_lesson.ENGLISH)
    own.goto(f"{base}/km/getting-online/")
    assert own.get_by_role("link", name=editor_lesson.KHMER[0]).count() == 1
    english_only = editor_lesson.lesson(
        picture, words=["English only", *list(editor_lesson.ENGLISH.values())[1:]]
    )
    _number, refusal = editor.publish_english_first(
        writer, base, course_title=editor_lesson.COURSE["en"], **english_only
    )
    assert "ខ្មែរ" in refusal or "Khmer" in refusal

    # The programme manager reads the report and exports it; the command writes the same.
    manager = desk()
    editor.sign_in_to_admin(manager, base, "manager", PASSWORD)
    workbook = staff.export_reach(manager, base, period=PERIOD, folder=tmp_path)
    by_command = tmp_path / "command.xlsx"
    done = programme.manage("export_reach", "--period", PERIOD, "--area", "18", "--output", by_command)
    assert done.returncode == 0, done.stderr

    for path in (workbook, by_command):
        check_figures(tables_of(path))


def check_figures(tables):
    """The table by hand.

    Reached: the woman (1990) and the man (1998), each by one completed lesson at the market in Lek Muoy, in town.
    Verified: 4 women, 3 men, 1 another, 2 not recorded at the school in Andoung Thma, in the country; 7 women wait.
    Wi-Fi: 3 connections and 6,000 s, of 2 devices one day and 1 the next.
    """
    whole = total_row(tables["reach_gender"])
    assert by_gender(whole, "People reached") == [1, 1, 0, 0, 0, 2]
    assert whole["People reached: % female of known"] == 0.5
    assert by_gender(whole, "Participations") == [5, 4, 1, 0, 2, 12]

    ages = {row["Age band"]: row for row in tables["reach_age"]}
    assert {
        band: row["Participations: total"] for band, row in ages.items() if row["Participations: total"]
    } == {
        None: 12,
        "18-24": 4,
        "25-30": 4 if TODAY.year <= 2028 else 3,
        "31-45": 1,
        "60+": 1,
        "not_recorded": 2,
    }

    areas = {row["Area code"]: row for row in tables["reach_area"]}
    for code, people, participations in [
        ("18", 2, 12),
        ("1801", 2, 2),
        ("180101", 2, 2),
        ("1802", 0, 10),
        ("180204", 0, 10),
    ]:
        assert areas[code]["People reached: total"] == people
        assert areas[code]["Participations: total"] == participations

    [session] = tables["training_sessions"]
    assert session["Venue code"] == "village-school"
    assert by_gender(session, "Participations") == [4, 3, 1, 0, 2, 10]

    [zone] = [row for row in tables["zones"] if row["Connections"]]
    assert (zone["Zone code"], zone["Connections"], zone["Device-days"]) == (ZONE_CODE, 3, 3)
    assert zone["Hours online"] == pytest.approx(6000 / 3600, abs=0.01)

    [course] = [row for row in tables["courses"] if row["Lessons completed: total"]]
    assert by_gender(course, "Lessons completed") == [1, 1, 0, 0, 0, 2]

    assert sum(row["Participations"] for row in tables["facts"]) == 12
    assert {row["Item"] for row in tables["methodology"]} >= {
        "people_reached",
        "participations",
        "training_sessions",
    }


def total_row(rows):
    return next(row for row in rows if row["Row"] == "all")


def by_gender(row, measure):
    parts = ["female", "male", "another", "undisclosed", "not recorded", "total"]
    return [row[f"{measure}: {part}"] for part in parts]
