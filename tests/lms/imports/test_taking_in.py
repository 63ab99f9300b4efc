"""What becomes of the rows: all of them or none, and the same file again changes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from lms.actions.erasing import erase
from lms.actions.importing import plan_import, take_in
from lms.actions.merging import merge
from lms.duplicates import proposals
from lms.models import Consent, LearnerCard, Person, RosterEntry, SheetImport, Venue
from tests import factories as make
from tests.lms.demo.comparing import counts
from tests.lms.imports.conftest import PUPIL, VENUE, WOMAN, comma_separated, xlsx

pytestmark = pytest.mark.django_db


def import_people(rows, **options):
    return take_in(kind="people", content=xlsx(rows), file_name="roster.xlsx", **options)


def import_venues(rows, **options):
    return take_in(kind="venues", content=xlsx(rows), file_name="venues.xlsx", **options)


def outcomes(plan):
    return [step.outcome.value for step in plan.steps]


def notes(plan):
    return [" ".join(map(str, step.notes)) for step in plan.steps]


# People


def test_a_roster_becomes_people_with_an_agreement_and_no_card(ream, coordinator):
    import_people([PUPIL, WOMAN | {"phone": "012345678"}], by=coordinator, group="Class 7A")
    pupil, woman = Person.objects.order_by("pk").filter(roster_entries__isnull=False)
    assert (pupil.name, pupil.gender, pupil.birth_year, pupil.commune) == ("ដារ៉ា", "male", 2012, ream)
    assert (woman.family_name_km, woman.given_name_km, woman.phone) == ("សុខ", "ភា", "+85512345678")
    agreed = [(c.purpose, c.given_by, c.recorded_by) for c in Consent.objects.order_by("person")]
    assert agreed == [("progress", "school", coordinator), ("progress", "person", coordinator)]
    assert not LearnerCard.objects.exists()
    assert set(RosterEntry.objects.values_list("group", flat=True)) == {"Class 7A"}
    sheet = SheetImport.objects.get()
    assert (sheet.file_name, sheet.new, sheet.content, sheet.brought_by) == (
        "roster.xlsx",
        2,
        None,
        coordinator,
    )
    assert ModelLogEntry.objects.get(action="lms.import_sheet").object_id == str(sheet.pk)


def test_the_same_file_again_changes_nothing(ream):
    rows = [PUPIL, PUPIL, WOMAN]  # two boys of one name in one class
    assert outcomes(import_people(rows)) == ["new"] * 3
    before = counts()
    assert outcomes(import_people(rows)) == ["unchanged"] * 3
    assert outcomes(import_people(list(reversed(rows)))) == ["unchanged"] * 3
    again = {model: n for model, n in counts().items() if model not in (SheetImport, ModelLogEntry)}
    assert again == {model: n for model, n in before.items() if model in again}


def test_another_spelling_of_the_same_line_is_the_same_line(ream):
    import_people([WOMAN])
    respelt = WOMAN | {"given_name_km": "ភា\u200b ", "gender": "female", "commune": "១៨០២០៨"}
    plan = take_in(kind="people", content=comma_separated([respelt]), file_name="again.csv")
    assert outcomes(plan) == ["unchanged"]


def test_a_new_phone_number_changes_the_person(ream):
    import_people([WOMAN | {"phone": "012345678"}])
    plan = import_people([WOMAN | {"phone": "098765432"}])
    assert outcomes(plan) == ["changed"]
    assert Person.objects.get().phone == "+85598765432"


def test_what_the_person_changed_meanwhile_stays(ream):
    rows = [WOMAN | {"phone": "012345678"}]
    import_people(rows)
    Person.objects.update(phone="+85511111111")
    assert outcomes(import_people(rows)) == ["unchanged"]
    assert Person.objects.get().phone == "+85511111111"


def test_another_group_is_another_line_and_is_proposed(ream):
    import_people([PUPIL], group="Class 7A")
    plan = import_people([PUPIL | {"group": "Class 7B"}])
    assert outcomes(plan) == ["new"]
    assert "possible duplicates" in notes(plan)[0] or "ស្ទួន" in notes(plan)[0]
    assert len(proposals(Person.objects.all())) == 1


def test_somebody_who_looks_like_a_person_registered_before_is_proposed(ream):
    known = make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=ream)
    plan = import_people([WOMAN, WOMAN | {"birth_year": 1991}])
    assert outcomes(plan) == ["new", "new"]
    assert str(known.pk) in notes(plan)[0]
    assert notes(plan)[1] == ""
    new = Person.objects.exclude(pk=known.pk).get(birth_year=1990)
    assert proposals(Person.objects.all()) == [(known.pk, new.pk)]


def test_after_a_merge_the_same_file_still_changes_nothing(ream, coordinator):
    known = make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=ream)
    import_people([WOMAN])
    new = Person.objects.exclude(pk=known.pk).get()
    merge(keep=known, other=new, by=coordinator)
    assert outcomes(import_people([WOMAN])) == ["unchanged"]
    assert proposals(Person.objects.all()) == []


def test_whoever_had_their_data_deleted_is_not_entered_again(ream):
    import_people([WOMAN])
    erase(person=Person.objects.get())
    assert outcomes(import_people([WOMAN | {"phone": "012345678"}])) == ["unchanged"]
    assert Person.objects.get().name == ""


def test_people_outside_ones_own_area_are_refused(ream, elsewhere, coordinator):
    rows = [PUPIL, PUPIL | {"commune": "070101"}, PUPIL | {"commune": None}]
    plan = import_people(rows, by=coordinator)
    assert [problem.cell for problem in plan.problems] == ["D3", "D4"]
    assert not RosterEntry.objects.exists()
    assert import_people(rows).is_possible  # on the server's own command line


# Venues


def test_a_list_of_venues_makes_and_changes_them(ream, coordinator):
    assert outcomes(import_venues([VENUE], by=coordinator)) == ["new"]
    venue = Venue.objects.get()
    assert (venue.code, venue.kind.code, venue.area, venue.setting) == (
        "school-ream",
        "school",
        ream,
        "rural",
    )
    assert outcomes(import_venues([VENUE], by=coordinator)) == ["unchanged"]
    changed = VENUE | {"name_en": "Ream primary school", "serves_poor": "yes", "opened_on": "01/09/2025"}
    assert outcomes(import_venues([changed], by=coordinator)) == ["changed"]
    venue.refresh_from_db()
    assert (venue.name_en, venue.serves_poor, str(venue.opened_on)) == (
        "Ream primary school",
        True,
        "2025-09-01",
    )
    assert list(ModelLogEntry.objects.for_instance(venue).values_list("action", flat=True)) == [
        "wagtail.edit",
        "wagtail.create",
    ]


def test_an_empty_cell_leaves_a_venue_as_it_is(ream):
    import_venues([VENUE | {"serves_poor": "yes", "opened_on": "2025-09-01"}])
    assert outcomes(import_venues([VENUE | {"serves_poor": "", "opened_on": None}])) == ["unchanged"]


def test_venues_of_other_areas_are_neither_made_nor_taken_over(ream, elsewhere, coordinator):
    make.venue(area=elsewhere, code="theirs")
    plan = import_venues([VENUE | {"code": "theirs"}, VENUE | {"area": "070101"}], by=coordinator)
    assert [problem.cell for problem in plan.problems] == ["A2", "E3"]
    assert Venue.objects.get().code == "theirs"


def test_one_code_stands_for_one_venue(ream):
    plan = import_venues([VENUE, VENUE])
    assert [problem.cell for problem in plan.problems] == ["A3"]


# Whole or not at all


@pytest.mark.parametrize(("kind", "row"), [("people", PUPIL), ("venues", VENUE)])
def test_an_error_in_the_last_row_leaves_nothing_behind(ream, kind, row):
    rows = [row | {"code": f"v-{n}"} if kind == "venues" else row for n in range(30)]
    before = counts()
    plan = take_in(
        kind=kind, content=xlsx([*rows, row | {"gender": "?", "kind": "?"}]), file_name="last.xlsx"
    )
    assert [problem.cell[1:] for problem in plan.problems] == ["32"]
    assert counts() == before


@pytest.mark.parametrize("kind", ["people", "venues"])
def test_a_dry_run_says_what_the_real_run_does_and_writes_nothing(ream, kind):
    row = {"people": WOMAN, "venues": VENUE}[kind]
    other = {"people": WOMAN | {"birth_year": 1980}, "venues": VENUE | {"code": "other"}}[kind]
    change = {"people": {"phone": "012345678"}, "venues": {"name_en": "Other"}}[kind]
    take_in(kind=kind, content=xlsx([row, other]), file_name="first.xlsx")
    content = xlsx([row, other | change, row | {"birth_year": 1970, "code": "third"}])
    before = counts()
    foreseen = plan_import(kind=kind, content=content)
    assert counts() == before
    done = take_in(kind=kind, content=content, file_name="second.xlsx")
    assert outcomes(foreseen) == outcomes(done) == ["unchanged", "changed", "new"]
    assert [step.title for step in foreseen.steps] == [step.title for step in done.steps]


def test_five_thousand_rows_are_taken_in_at_once(ream, coordinator):
    rows = [WOMAN | {"birth_year": 1930 + n % 70, "given_name_km": f"ភា{n // 70}"} for n in range(5000)]
    content = xlsx(rows)
    assert take_in(kind="people", content=content, file_name="all.xlsx", by=coordinator).count("new") == 5000
    assert Person.objects.filter(roster_entries__isnull=False).count() == 5000


# The commands


def run(command, *arguments):
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_says_row_by_row_what_would_happen(ream, tmp_path):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(xlsx([PUPIL | {"ID number": 1}, WOMAN]))
    said = run("import_people", file, "--dry-run", "--group", "Class 7A")
    assert "     2  new/" in said
    assert "Columns not read: ID number" in said
    assert "2 rows: 2 new, 0 changed, 0 unchanged." in said
    assert "Nothing was saved." in said
    assert not RosterEntry.objects.exists()
    assert "2 rows: 2 new" in run("import_people", file, "--group", "Class 7A")
    assert set(RosterEntry.objects.values_list("group", flat=True)) == {"Class 7A"}


def test_the_command_names_the_cell_and_saves_nothing(ream, tmp_path):
    file = tmp_path / "venues.csv"
    file.write_bytes(comma_separated([VENUE, VENUE | {"code": "x y"}]))
    for arguments in ([file], [file, "--dry-run"]):
        with pytest.raises(CommandError) as problem:
            run("import_venues", *arguments)
        assert problem.value.returncode == 1
        assert "A3 · Code" in str(problem.value)
        assert "Nothing was saved." in str(problem.value)
    assert not Venue.objects.exists()


def test_a_missing_file_is_refused_with_a_sentence(tmp_path, db):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_people", tmp_path / "none.xlsx")
