"""Reading exports of radacct: what is read, and what is refused with which words."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from hotspots.sources import radacct
from tests.hotspots.radius import COLUMNS, PHONE, export, lines, session

AT = dt.datetime(2026, 9, 30, tzinfo=dt.UTC)


def read(data, time_zone="Asia/Phnom_Penh"):
    return list(radacct.read(lines(data), time_zone=time_zone, at=AT))


def refusal(data):
    """What is said of a file that is refused, in English."""
    with pytest.raises(ValidationError) as refused, override("en"):
        read(data)
    with override("en"):
        return " ".join(refused.value.messages)


def md5(data):
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def utc(day, hour, minute=0, second=0, microsecond=0):
    return dt.datetime(2026, 9, day, hour, minute, second, microsecond, tzinfo=dt.UTC)


def test_a_row_is_read_with_its_types():
    (row,) = read(export(session(7, acctinputoctets=2**40)))
    assert row.unique_id == md5(b"7")
    assert row.session_id == "00000007"
    assert (row.started_at, row.stopped_at, row.updated_at) == (utc(1, 1), utc(1, 2), utc(1, 2))
    assert (row.session_seconds, row.input_octets, row.output_octets) == (3600, 2**40, 9000)
    assert (row.nas_identifier, row.nas_address) == ("", "10.0.0.1")
    assert row.called_station == "02-00-00-00-00-01:Sala Free"
    assert (row.calling_station, row.terminate_cause) == (PHONE, "User-Request")


def test_a_row_shown_in_a_log_shows_no_address():
    (row,) = read(export(session(phone=PHONE)))
    assert PHONE not in repr(row)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends_are_recognised(delimiter, end):
    assert len(read(export(session(1), session(2), delimiter=delimiter, end=end))) == 2


def test_columns_may_stand_in_any_order_and_case_with_others_between():
    columns = [*(name.upper() for name in reversed(COLUMNS)), "Comment"]
    shuffled = {name.upper(): value for name, value in session().items()} | {"Comment": "x"}
    assert read(export(shuffled, columns=columns)) == read(export(session()))


def test_a_byte_order_mark_is_skipped():
    assert read(b"\xef\xbb\xbf" + export(session())) == read(export(session()))


def test_the_text_format_of_copy_is_read():
    data = (
        export(session(stop=None), delimiter="\t").replace(b"\t\t", b"\t\\N\t").replace(b"\t\t", b"\t\\N\t")
    )
    assert b"\\N" in data
    assert read(data)[0].stopped_at is None


@pytest.mark.parametrize("null", ["", "\\N", "NULL", "0000-00-00 00:00:00"])
def test_a_session_without_a_stop_is_open(null):
    (row,) = read(export(session(acctstoptime=null, acctupdatetime="2026-09-01 08:30:00+07")))
    assert row.stopped_at is None
    assert row.last_seen_at == utc(1, 2)  # 3600 seconds after its start, as it says itself


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-01 08:00:00", utc(1, 1)),  # the source's zone
        ("2026-09-01 08:00:00+07", utc(1, 1)),
        ("2026-09-01 08:00:00+05:30", utc(1, 2, 30)),
        ("2026-09-01 08:00:00.25-03", utc(1, 11, microsecond=250_000)),
        ("2026-09-01T08:00:00Z", utc(1, 8)),
    ],
)
def test_times_have_their_own_zone_or_that_of_the_source(text, moment):
    (row,) = read(export(session(start=text, stop=None)))
    assert row.started_at == moment


def test_a_start_that_was_not_recorded_is_the_stop_less_the_session_time():
    (row,) = read(export(session(start="", stop="2026-09-01 09:00:00+07", acctsessiontime=600)))
    assert row.started_at == utc(1, 1, 50)


def test_without_a_unique_id_it_is_made_as_freeradius_makes_it():
    columns = [name for name in COLUMNS if name != "acctuniqueid"]
    (row,) = read(export(session(1, username="sok", nasportid="3"), columns=columns))
    assert row.unique_id == md5(b"sok,00000001,10.0.0.1,,3,")
    (row,) = read(export(session(1, **{"class": "ai:" + "0f" * 16}), columns=columns))
    assert row.unique_id == md5(b"0f" * 16 + b",00000001")


def test_quoted_values_may_hold_delimiters_and_line_ends():
    first, second = read(export(session(1, connectinfo_start='a,"b"\nc'), session(2)))
    assert first.nas_address == second.nas_address == "10.0.0.1"


def test_an_export_without_rows_is_read_as_such():
    assert read(export()) == []


def test_missing_columns_are_named():
    wanted = "acctsessiontime, acctinputoctets, acctoutputoctets"
    columns = [name for name in COLUMNS if name not in wanted]
    assert f"lacks the columns {wanted}." in refusal(export(session(), columns=columns))
    assert "acctuniqueid, acctstarttime" in refusal(b"id,name\n1,x\n")
    assert "acctuniqueid, acctstarttime" in refusal(b"")
    columns = [name for name in COLUMNS if name not in ("acctuniqueid", "username")]
    assert "lacks the columns username." in refusal(export(session(), columns=columns))


def test_a_column_named_twice_is_refused():
    data = export(session(), columns=[*COLUMNS, "acctstoptime"])
    assert "columns acctstoptime more than once" in refusal(data)


CUT_OFF = "Line 3, the last one, is cut off."


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_last_line_that_is_cut_off_is_refused(kept):
    first, second = export(session(1)), export(session(1), session(2))
    assert CUT_OFF in refusal(second[: len(first) + int(kept * (len(second) - len(first)))])


@pytest.mark.parametrize("last", ["acctoutputoctets", "acctstoptime", "callingstationid"])
def test_a_last_line_cut_off_inside_its_last_value_is_refused(last):
    columns = [name for name in COLUMNS if name != last] + [last]
    assert CUT_OFF in refusal(export(session(1), session(2), columns=columns)[:-3])


def test_a_last_line_cut_off_inside_quotation_marks_is_refused():
    data = export(session(1), session(2, connectinfo_start="a,b"))
    assert CUT_OFF in refusal(data[: data.index(b"a,b") + 2])


@pytest.mark.parametrize("last", ["class", "acctterminatecause"])
def test_a_last_line_without_a_line_end_is_read_if_nothing_that_counts_can_be_lost(last):
    columns = [name for name in COLUMNS if name != last] + [last]
    assert len(read(export(session(1), session(2), columns=columns)[:-1])) == 2


def test_a_line_of_another_length_is_refused():
    data = export(session(1), session(2)).splitlines(keepends=True)
    data[1] = data[1].replace(b"Wireless-802.11", b"Wireless, 802.11")
    assert "Line 2 has 30 values, but the first line names 29 columns." in refusal(b"".join(data))


@pytest.mark.parametrize(
    "broken",
    [
        "café".encode("cp1252"),
        "ភ្ជាប់".encode("utf-16-le"),
        b"a\0b",
    ],
)
def test_a_line_in_another_encoding_is_refused(broken):
    data = export(session(1), session(2, connectinfo_start="HERE"), session(3)).replace(b"HERE", broken)
    assert "Line 3 is not UTF-8 text" in refusal(data)


def test_a_file_in_another_encoding_is_refused():
    assert "Line 1 is not UTF-8 text" in refusal(export(session()).decode().encode("utf-16"))


def test_khmer_in_a_column_we_do_not_need_is_no_fault():
    assert len(read(export(session(connectinfo_start="ភ្ជាប់")))) == 1


def test_broken_csv_is_refused():
    data = export(session(1), session(2, connectinfo_start="HERE"), session(3)).replace(b"HERE", b'"a"b')
    assert "Line 3 cannot be read as CSV" in refusal(data)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("acctstoptime", "2026-09-01 07:59:59+07"),
        ("acctstoptime", "1970-01-01 00:00:12+00"),
        ("acctstoptime", "2026-10-02 00:00:00+00"),
        ("acctstoptime", "9/1/2026 8:00"),
        ("acctstoptime", "2026-02-30 08:00:00"),
        ("acctstoptime", "infinity"),
        ("acctstarttime", "2019-99-99 08:00:00"),
        ("acctstarttime", "0001-01-01 00:00:00+00"),
        ("acctstarttime", "soon"),
        ("acctupdatetime", "2026-08-01 08:00:00+07"),
        ("acctsessiontime", "-1"),
        ("acctsessiontime", "99999999999"),
        ("acctsessiontime", "1 h"),
        ("acctinputoctets", "-1"),
        ("acctinputoctets", str(2**63)),
        ("acctoutputoctets", "1e6"),
        ("acctoutputoctets", "១២"),
        ("acctoutputoctets", PHONE),
    ],
)
def test_what_cannot_be_is_refused_by_line_and_column_without_the_value(column, value):
    said = refusal(export(session(1), session(2, **{column: value})))
    assert said == f"Line 3: the value in the column {column} cannot be right."


def test_a_session_of_more_than_a_year_is_refused():
    said = refusal(export(session(start="2024-09-01 08:00:00+07")))
    assert said == "Line 2: the value in the column acctstoptime cannot be right."


def test_a_line_that_comes_after_a_quoted_line_end_is_named_rightly():
    said = refusal(export(session(1, connectinfo_start="a\nb"), session(2, acctinputoctets="x")))
    assert said.startswith("Line 4:")
