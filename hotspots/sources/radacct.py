"""FreeRADIUS' table radacct as CSV.

The columns are those of FreeRADIUS 3.x (raddb/mods-config/sql/main/postgresql/schema.sql; 2.x and MySQL use the
same names): times with their zone, or without one; 64-bit octets with the Gigawords already in them. Columns are
found by name, in any order and case; others are ignored. Read as they are: psql's `\\copy … csv header`, COPY's own
text format with a header, and tables saved by a spreadsheet with tabs or semicolons.
"""

import codecs
import csv
import datetime as dt
import hashlib
import re
import zoneinfo
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotspots.sources import AccountingRow

REQUIRED = [
    "acctuniqueid",
    "acctstarttime",
    "acctstoptime",
    "acctsessiontime",
    "acctinputoctets",
    "acctoutputoctets",
    "callingstationid",
]
OPTIONAL = [
    "acctsessionid",
    "acctupdatetime",
    "acctterminatecause",
    "calledstationid",
    "nasidentifier",
    "nasipaddress",
    "nasportid",
    "username",
    "class",
]
# Without a unique id, what FreeRADIUS makes it of must be there.
SOURCES_OF_UNIQUE_ID = ["acctsessionid", "nasipaddress", "username"]
ONLY_FOR_UNIQUE_ID = {"acctsessionid", "username", "nasportid", "class"}

NULLS = {"", "\\N", "NULL", "null", "0000-00-00 00:00:00"}
LARGEST = 2**63 - 1
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # an access point without a clock begins in 1970
LONGEST = dt.timedelta(days=366)
TOLERANCE = dt.timedelta(days=1)
UTC = dt.UTC

TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d(:\d\d)?)?)?")
CLASS_OF_OURS = re.compile(r"ai:([0-9a-f]{32})", re.IGNORECASE)
# RFC 2866 (5.10), as FreeRADIUS writes them.
TERMINATE_CAUSES = {
    "User-Request",
    "Lost-Carrier",
    "Lost-Service",
    "Idle-Timeout",
    "Session-Timeout",
    "Admin-Reset",
    "Admin-Reboot",
    "Port-Error",
    "NAS-Error",
    "NAS-Request",
    "NAS-Reboot",
    "Port-Unneeded",
    "Port-Preempted",
    "Port-Suspended",
    "Service-Unavailable",
    "Callback",
    "User-Error",
    "Host-Request",
}


class ImpossibleValue(ValueError):
    """A value that cannot be; carries the column, never the value, which may have slipped over from another."""

    def __init__(self, column):
        super().__init__(column)
        self.column = column


class TextLines:
    """The lines of a file as text, counted; refuses what is not UTF-8 and naming the line."""

    def __init__(self, lines):
        self._lines = iter(lines)
        self.last = ""

    def __iter__(self):
        for number, line in enumerate(self._lines, 1):
            try:
                text = line if isinstance(line, str) else line.decode()
            except UnicodeDecodeError:
                text = "\0"
            if number == 1:
                text = text.removeprefix(codecs.BOM_UTF8.decode())
            if "\0" in text:
                raise ValidationError(
                    _(
                        "Line %(line)s is not UTF-8 text: the file mixes encodings or was damaged on its way. "
                        "Export it again as UTF-8."
                    ),
                    params={"line": number},
                )
            self.last = text
            yield text

    @property
    def is_last_ended(self):
        return self.last.endswith(("\n", "\r"))


def read(lines, *, time_zone, at=None):
    """Yield an AccountingRow for each line of an export of radacct.

    `lines`: an iterable of lines with their ends, bytes or text, the first with the column names. `time_zone`: the
    name of the zone of times that have none. `at`: the moment of reading, after which nothing can have happened.

    Raises ValidationError, naming the line and column but never a value, for missing columns, a line that is cut
    off, has too many values or another encoding, and for what cannot be: a stop before the start, a negative
    number, a time before 2000 or in the future, a session of more than a year.
    """
    text_lines = TextLines(lines)
    iterator = iter(text_lines)
    first = next(iterator, "")
    reader = csv.reader(chain([first], iterator), delimiter=max(",;\t", key=first.count), strict=True)
    header = [name.strip().lower() for name in next(_records(reader), (1, []))[1]]
    places = _places(header)
    convert = _converter(places, zoneinfo.ZoneInfo(time_zone), (at or timezone.now()) + TOLERANCE)
    for line, record in _records(reader):
        if len(record) != len(header):
            raise _wrong_length(line, record, header, is_last=next(_records(reader), None) is None)
        if not text_lines.is_last_ended and not _is_whole(text_lines.last, header, record[-1]):
            raise _cut_off(line)
        try:
            yield convert(record)
        except ImpossibleValue as problem:
            raise ValidationError(
                _("Line %(line)s: the value in the column %(column)s cannot be right."),
                params={"line": line, "column": problem.column},
            ) from None


def _records(reader):
    """(number of its first line, values) of each record that is not empty."""
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            if str(problem) == "unexpected end of data":
                raise _cut_off(line) from None
            raise ValidationError(
                _("Line %(line)s cannot be read as CSV: a quotation mark or line end is out of place."),
                params={"line": line},
            ) from None
        if record:
            yield line, record


def _cut_off(line):
    return ValidationError(
        _("Line %(line)s, the last one, is cut off. Export the file again and send all of it."),
        params={"line": line},
    )


def _wrong_length(line, record, header, *, is_last):
    if is_last and len(record) < len(header):
        return _cut_off(line)
    return ValidationError(
        _("Line %(line)s has %(found)s values, but the first line names %(expected)s columns."),
        params={"line": line, "found": len(record), "expected": len(header)},
    )


def _is_whole(line, header, value):
    """True if a last line without a line end cannot have lost a part that counts: else 120 may have been 1200."""
    column = header[-1]
    if column == "acctterminatecause":
        return value in TERMINATE_CAUSES | NULLS
    counted = {*REQUIRED, *OPTIONAL}
    if "acctuniqueid" in header:
        counted -= ONLY_FOR_UNIQUE_ID
    return column not in counted or line.endswith('"')


def _places(header):
    """Where each column of ours stands; one that is absent stands behind the last."""
    missing = [name for name in REQUIRED if name not in header]
    if missing == ["acctuniqueid"]:
        missing = [name for name in SOURCES_OF_UNIQUE_ID if name not in header]
    if missing:
        raise ValidationError(
            _(
                "The first line lacks the columns %(names)s. Export the table radacct of FreeRADIUS as CSV with "
                "its column names."
            ),
            params={"names": ", ".join(missing)},
        )
    twice = sorted({name for name in header if name in {*REQUIRED, *OPTIONAL} and header.count(name) > 1})
    if twice:
        raise ValidationError(
            _("The first line names the columns %(names)s more than once."),
            params={"names": ", ".join(twice)},
        )
    return {name: header.index(name) if name in header else len(header) for name in [*REQUIRED, *OPTIONAL]}


def _converter(places, zone, latest):
    """A function that makes an AccountingRow of the values of one line."""

    def convert(values):
        values.append("")
        texts = {name: "" if values[place] in NULLS else values[place] for name, place in places.items()}
        stopped_at = _moment(texts, "acctstoptime", zone, latest)
        updated_at = _moment(texts, "acctupdatetime", zone, latest)
        seconds = _number(texts, "acctsessiontime")
        if seconds is not None and seconds > LONGEST.total_seconds():
            raise ImpossibleValue("acctsessiontime")
        started_at = _moment(texts, "acctstarttime", zone, latest) or _start_from(
            stopped_at or updated_at, seconds
        )
        for column, moment in (("acctstoptime", stopped_at), ("acctupdatetime", updated_at)):
            if moment and not started_at <= moment <= started_at + LONGEST:
                raise ImpossibleValue(column)
        return AccountingRow(
            unique_id=texts["acctuniqueid"].strip().lower() or _unique_id(texts),
            session_id=texts["acctsessionid"],
            started_at=started_at,
            stopped_at=stopped_at,
            updated_at=updated_at,
            session_seconds=seconds,
            input_octets=_number(texts, "acctinputoctets") or 0,
            output_octets=_number(texts, "acctoutputoctets") or 0,
            nas_identifier=texts["nasidentifier"],
            nas_address=texts["nasipaddress"],
            called_station=texts["calledstationid"],
            calling_station=texts["callingstationid"],
            terminate_cause=texts["acctterminatecause"],
        )

    return convert


def _moment(texts, column, zone, latest):
    text = texts[column]
    if not text:
        return None
    if not TIME.fullmatch(text):
        raise ImpossibleValue(column)
    try:
        moment = dt.datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ImpossibleValue(column) from None
    if not EARLIEST <= moment <= latest:
        raise ImpossibleValue(column)
    return moment


def _start_from(last, seconds):
    """A start that was not recorded: the last report less the time the session had lasted."""
    if last is None or seconds is None:
        raise ImpossibleValue("acctstarttime")
    return last - dt.timedelta(seconds=seconds)


def _number(texts, column):
    text = texts[column]
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > LARGEST:
        raise ImpossibleValue(column)
    return int(text)


def _unique_id(texts):
    """The id FreeRADIUS would have made (raddb/policy.d/accounting, acct_unique); radacct keeps one port column."""
    found = CLASS_OF_OURS.match(texts["class"])
    if found:
        parts = [found[1], texts["acctsessionid"]]
    else:
        parts = [texts[name] for name in ("username", "acctsessionid", "nasipaddress", "nasidentifier")]
        parts += [texts["nasportid"], ""]
    return hashlib.md5(",".join(parts).encode(), usedforsecurity=False).hexdigest()
