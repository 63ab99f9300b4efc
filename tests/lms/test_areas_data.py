"""The list of areas that is shipped holds together and says what the official gazetteer says."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import lms
from lms.khmer import has_khmer, latin_letters, normalise

COLUMNS = [
    "code",
    "parent_code",
    "level",
    "kind",
    "name_km",
    "name_latin",
    "valid_from",
    "valid_to",
    "replaced_by",
    "note",
]
KINDS = {"1": {"province", "capital"}, "2": {"srok", "krong", "khan"}, "3": {"khum", "sangkat"}}
CHANGED_ON = "2024-08-28"
REPLACED_BY = {
    "180208": "180601",
    "180203": "180602",
    "180206": "180603",
    "180202": "180604",
    "180205": "180605",
}


@pytest.fixture(scope="module")
def areas():
    path = Path(lms.__file__).parent / "data" / "areas.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@pytest.fixture(scope="module")
def by_code(areas):
    return {area["code"]: area for area in areas}


def test_no_code_twice_from_the_same_day(areas):
    assert max(Counter((area["code"], area["valid_from"]) for area in areas).values()) == 1


def test_levels_kinds_and_codes_agree(areas):
    for area in areas:
        assert area["kind"] in KINDS[area["level"]], area
        assert set(area["code"]) <= set("0123456789"), area
        assert len(area["code"]) == 2 * int(area["level"]), area


def test_every_area_is_in_its_parent(areas, by_code):
    for area in areas:
        assert area["parent_code"] == area["code"][:-2]
        if area["level"] == "1":
            assert area["parent_code"] == ""
        else:
            assert int(by_code[area["parent_code"]]["level"]) == int(area["level"]) - 1
    seen = set()
    for area in areas:  # a loader can go from top to bottom
        assert not area["parent_code"] or area["parent_code"] in seen
        seen.add(area["code"])


def test_towns_have_sangkat_and_districts_have_khum(areas, by_code):
    for area in areas:
        if area["level"] == "3":
            town = by_code[area["parent_code"]]["kind"] == "krong"
            assert area["kind"] == ("sangkat" if town else "khum"), area


def test_names(areas):
    for area in areas:
        assert has_khmer(area["name_km"]), area
        assert latin_letters(area["name_km"]) == [], area
        assert normalise(area["name_km"]) == area["name_km"], area
        assert latin_letters(area["name_latin"]), area
        assert not has_khmer(area["name_latin"]), area
        assert normalise(area["name_latin"]) == area["name_latin"], area
        assert len(area["note"]) <= 300


def test_provinces(areas):
    provinces = [area for area in areas if area["level"] == "1"]
    assert [area["code"] for area in provinces] == [f"{number:02}" for number in range(1, 26)]
    assert [area["code"] for area in provinces if area["kind"] == "capital"] == ["12"]
    assert len({area["name_km"] for area in provinces}) == 25


def test_districts_of_preah_sihanouk(areas):
    districts = {area["code"]: (area["kind"], area["name_latin"]) for area in areas if area["level"] == "2"}
    assert districts == {
        "1801": ("krong", "Preah Sihanouk"),
        "1802": ("srok", "Prey Nob"),
        "1803": ("srok", "Stueng Hav"),
        "1804": ("srok", "Kampong Seila"),
        "1805": ("krong", "Kaoh Rung"),
        "1806": ("krong", "Kampong Soam"),
    }


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-06-01", {"1801": 4, "1802": 10, "1803": 4, "1804": 4, "1805": 2, "1806": 5}),
        (CHANGED_ON, {"1801": 4, "1802": 10, "1803": 4, "1804": 4, "1805": 2, "1806": 5}),
        ("2024-08-27", {"1801": 4, "1802": 15, "1803": 4, "1804": 4, "1805": 2}),
    ],
)
def test_communes_per_district_on_a_day(areas, day, counts):
    there = [
        area
        for area in areas
        if area["level"] == "3"
        and area["valid_from"] <= day
        and (not area["valid_to"] or area["valid_to"] > day)
    ]
    assert Counter(area["parent_code"] for area in there) == counts


def test_retired_communes_say_what_replaced_them(areas, by_code):
    retired = {area["code"]: area["replaced_by"] for area in areas if area["valid_to"]}
    assert retired == REPLACED_BY
    for code, new_code in retired.items():
        old, new = by_code[code], by_code[new_code]
        assert (old["name_km"], old["name_latin"]) == (new["name_km"], new["name_latin"])
        assert old["valid_to"] == new["valid_from"] == CHANGED_ON
    assert all(area["valid_to"] for area in areas if area["replaced_by"])


def test_days(areas, by_code):
    for area in areas:
        for day in filter(None, (area["valid_from"], area["valid_to"])):
            assert date.fromisoformat(day).isoformat() == day
        assert not (area["valid_from"] and area["valid_to"]) or area["valid_from"] < area["valid_to"]
    assert {area["code"] for area in areas if area["valid_from"]} == {"1806", *REPLACED_BY.values()}
