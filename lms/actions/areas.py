"""Taking in the official list of areas (R3)."""

import csv
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.models import Area

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


def import_areas(lines):
    """Makes the stored areas agree with a CSV list; returns (created, changed, unchanged).

    `lines` is an iterable of text lines with the header COLUMNS. An area is known by its code and the day from which
    the code is valid, so that a changed commune is a new row beside the retired one. Nothing is ever deleted.
    Raises ValidationError with one message per wrong row, and then stores nothing.
    """
    rows = _read(lines)
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        areas = {}
        for row in sorted(rows, key=lambda row: row["level"]):
            parent = _valid_with(areas, row["parent_code"], row)
            if row["parent_code"] and parent is None:
                raise ValidationError(
                    _("Line %(line)s: no area with the code %(code)s is in the list.")
                    % {"line": row["line"], "code": row["parent_code"]}
                )
            area, outcome = _store(row, parent)
            counts[outcome] += 1
            areas.setdefault(area.code, []).append(area)
        for row in rows:
            if row["replaced_by"]:
                _link(row, areas)
    return counts["created"], counts["changed"], counts["unchanged"]


def _read(lines):
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise ValidationError(_("The file lacks the columns %(names)s.") % {"names": ", ".join(missing)})
    rows, problems = [], []
    for row in reader:
        typed = {name: (row[name] or "").strip() for name in COLUMNS}
        converted = {"line": reader.line_num}
        for name, convert in CONVERTED.items():
            try:
                converted[name] = convert(typed[name])
            except ValueError:
                problems.append(
                    _("Line %(line)s: “%(value)s” cannot stand in the column %(column)s.")
                    % {"line": reader.line_num, "value": typed[name], "column": name}
                )
        rows.append(typed | converted)
    if problems:
        raise ValidationError(problems)
    return rows


def _day(text):
    return dt.date.fromisoformat(text) if text else None


CONVERTED = {
    "level": lambda text: Area.Level(int(text)).value,
    "kind": lambda text: Area.Kind(text).value,
    "valid_from": _day,
    "valid_to": _day,
}


def _valid_with(areas, code, row):
    """The area with `code` that exists at the end of the row's own time, or None."""
    for area in reversed(areas.get(code, [])):
        if area.valid_to is None or (row["valid_to"] and row["valid_to"] <= area.valid_to):
            return area
    return None


def _store(row, parent):
    fields = {name: row[name] for name in ("level", "kind", "name_km", "name_latin", "valid_to", "note")}
    fields["parent"] = parent
    area, is_created = Area.objects.get_or_create(
        code=row["code"], valid_from=row["valid_from"], defaults=fields
    )
    if is_created:
        return area, "created"
    if all(getattr(area, name) == value for name, value in fields.items()):
        return area, "unchanged"
    for name, value in fields.items():
        setattr(area, name, value)
    area.save()
    return area, "changed"


def _link(row, areas):
    successor = areas.get(row["replaced_by"], [None])[-1]
    if successor is None:
        raise ValidationError(
            _("Line %(line)s: no area with the code %(code)s is in the list.")
            % {"line": row["line"], "code": row["replaced_by"]}
        )
    Area.objects.filter(code=row["code"], valid_from=row["valid_from"]).update(replaced_by=successor)
