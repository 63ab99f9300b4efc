import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import translation

from lms.actions.areas import import_areas
from lms.models import Area
from tests import factories as make

pytestmark = pytest.mark.django_db

HEADER = "code,parent_code,level,kind,name_km,name_latin,valid_from,valid_to,replaced_by,note"


def load(*rows):
    return import_areas([HEADER, *rows])


def test_the_shipped_list_loads_and_loading_it_again_changes_nothing(capsys):
    call_command("import_areas")
    assert Area.objects.filter(level=Area.Level.PROVINCE).count() == 25
    before = list(Area.objects.values_list())
    call_command("import_areas")
    assert list(Area.objects.values_list()) == before
    assert "0 areas created, 0 changed" in capsys.readouterr().out


def test_a_commune_that_moved_keeps_its_history():
    call_command("import_areas")
    old = Area.objects.get(code="180208")
    assert old.replaced_by.code == "180601"
    assert old.parent.code == "1802"
    assert old.replaced_by.parent.code == "1806"
    day_before = old.valid_to - dt.timedelta(days=1)
    assert old in Area.objects.current(on=day_before)
    assert old.replaced_by not in Area.objects.current(on=day_before)
    assert old not in Area.objects.current(on=old.valid_to)
    assert old.replaced_by in Area.objects.current(on=old.valid_to)


def test_within_takes_everything_below():
    call_command("import_areas")
    district = Area.objects.get(code="1805")
    assert set(Area.objects.within([district]).values_list("code", flat=True)) == {"1805", "180501", "180502"}


def test_a_corrected_name_is_taken_over():
    load("18,,1,province,ព្រះសីហនុ,Preah Sihanuk,,,,")
    assert load("18,,1,province,ព្រះសីហនុ,Preah Sihanouk,,,,") == (0, 1, 0)
    assert Area.objects.get().name_latin == "Preah Sihanouk"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1801,18,2,krong,ព្រះសីហនុ,Preah Sihanouk,,,,", "Line 2: no area with the code 18"),
        ("18,,9,province,ព្រះសីហនុ,Preah Sihanouk,,,,", "Line 2: “9” cannot stand in the column level"),
        ("18,,1,kingdom,ព្រះសីហនុ,Preah Sihanouk,,,,", "Line 2: “kingdom” cannot stand in the column kind"),
        (
            "18,,1,province,ព្រះសីហនុ,Preah Sihanouk,yesterday,,,",
            "Line 2: “yesterday” cannot stand in the column valid_from",
        ),
        ("18,,1,province,ព្រះសីហនុ,Preah Sihanouk,,,99,", "Line 2: no area with the code 99"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(row, message):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        load(row)
    assert message in refused.value.messages[0]
    assert not Area.objects.exists()


def test_a_file_without_the_columns_or_not_utf8_is_refused(tmp_path):
    wrong = tmp_path / "areas.csv"
    wrong.write_text("code,name\n1,x\n")
    with pytest.raises(CommandError, match="parent_code"):
        call_command("import_areas", str(wrong))
    wrong.write_bytes(HEADER.encode() + b"\n18,,1,province,\xff\xfe,x,,,,\n")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_areas", str(wrong))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_areas", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": "2024-05-01", "valid_to": "2024-05-01"}, "area_ends_after_it_starts"),
        ({"code": "180101"}, "area_code_unique_from_the_beginning"),
    ],
)
def test_constraints_of_area(fields, constraint):
    parent = make.area(level=2)
    make.area(code="180101", parent=parent)
    make.area(code="180101", parent=parent, valid_from="2024-05-01", valid_to="2024-05-02")
    with pytest.raises(IntegrityError):
        make.area(parent=parent, **fields)


def test_a_code_may_not_start_twice_on_a_day():
    parent = make.area(level=2)
    make.area(code="180101", parent=parent, valid_from="2024-05-01")
    with pytest.raises(IntegrityError):
        make.area(code="180101", parent=parent, valid_from="2024-05-01")


def test_only_a_province_stands_without_a_parent():
    make.area(level=1)
    with pytest.raises(IntegrityError):
        Area.objects.create(code="1", level=2, kind="srok", name_km="ក", name_latin="x")
