"""Envelope, registry and reading of items handed in."""

import datetime as dt
import math
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from lms.sync import Kind, Malformed, Reading, Receipt, Status, content_sha256, register
from lms.sync.envelope import canonical_json, storable

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_canonical_form_does_not_depend_on_the_order_of_keys():
    assert canonical_json({"b": [1, "ខ្មែរ"], "a": None}) == '{"a":null,"b":[1,"ខ្មែរ"]}'.encode()
    assert content_sha256({"a": 1, "b": 2}) == content_sha256({"b": 2, "a": 1})
    assert content_sha256({"a": 1}) != content_sha256({"a": "1"})


@given(json_values)
def test_whatever_json_can_be_stored_has_a_hash_and_storing_changes_it_once(value):
    cleaned = storable(value)
    assert storable(cleaned) == cleaned
    assert len(content_sha256(cleaned)) == 64


def test_characters_no_database_holds_are_dropped_and_endless_numbers_refused():
    assert storable({"a\x00": ["b\ud800c", {"d": "e\x00"}]}) == {"a": ["bc", {"d": "e"}]}
    for number in (math.inf, -math.inf, math.nan):
        with pytest.raises(Malformed):
            storable([number])


def test_a_receipt_says_what_is_wrong_in_both_languages():
    problem = ValidationError({"held_on": [ValidationError(_("Say on which day it was."))]})
    receipt = Receipt(id=uuid.UUID(int=1), status=Status.REFUSED, problem=problem)
    answer = receipt.as_json()
    assert (answer["id"], answer["status"]) == ("00000000-0000-0000-0000-000000000001", "refused")
    assert answer["errors"]["held_on"]["en"] == ["Say on which day it was."]
    assert answer["errors"]["held_on"]["km"] != answer["errors"]["held_on"]["en"]
    assert not receipt.is_safe


def test_one_kind_is_accepted_by_one_app():
    with pytest.raises(ImproperlyConfigured):
        register(Kind("training-session", schema=None, handle=None, stored_revision=None))


def read(method, value, **limits):
    reading = Reading({"x": value})
    return getattr(reading, method)("x", **limits), bool(reading.errors)


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (5, (5, False)),
        ("5", (5, False)),
        (" ០៥ ", (5, False)),
        ("", (None, False)),
        (None, (None, False)),
        ("-0", (0, False)),
        (11, (None, True)),
        ("5.0", (None, True)),
        (5.5, (None, True)),
        ("5 people", (None, True)),
        ("9" * 5000, (None, True)),
        ("٥", (None, True)),
    ],
)
def test_numbers(value, result):
    assert read("number", value, least=0, most=10) == result


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-20", dt.date(2026, 11, 20)),
        ("20/11/2026", dt.date(2026, 11, 20)),
        ("២០-១១-២០២៦", dt.date(2026, 11, 20)),
        ("1.2.2026", dt.date(2026, 2, 1)),
        ("2026-02-30", None),
        ("20/11/26", None),
        ("20261120", None),
        ("tomorrow", None),
    ],
)
def test_days(value, day):
    assert read("day", value) == (day, day is None)


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("08:30", dt.time(8, 30)),
        ("៨:៣០", dt.time(8, 30)),
        ("8.30", dt.time(8, 30)),
        ("23:59:59", dt.time(23, 59)),
        ("24:00", None),
        ("8", None),
        ("half past eight", None),
    ],
)
def test_times(value, time):
    assert read("time", value) == (time, time is None)


@pytest.mark.parametrize(
    ("method", "value", "limits"),
    [
        ("number", [], {"least": 0, "most": 1}),
        ("number", True, {"least": 0, "most": 1}),
        ("day", {}, {}),
        ("code", "x", {"known": ["y"]}),
        ("identifier", "x", {}),
        ("identifier", 7, {}),
        ("key", "seven", {}),
        ("key", 0, {}),
        ("key", True, {}),
        ("text", 7, {"limit": 9}),
        ("items", "x", {}),
        ("flag", 1, {}),
    ],
)
def test_the_wrong_type_is_malformed(method, value, limits):
    with pytest.raises(Malformed):
        read(method, value, **limits)


def test_everything_wrong_is_collected():
    reading = Reading({"a": "x", "b": "y"})
    reading.number("a", least=0, most=1)
    reading.day("b")
    with pytest.raises(ValidationError) as problem:
        reading.finish()
    assert set(problem.value.message_dict) == {"a", "b"}
    Reading({}).finish()
