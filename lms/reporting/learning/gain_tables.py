"""The tables of the page on gain."""

from django.utils.translation import gettext as _

from lms.models import AgeBand, Gender
from lms.reporting.learning.tables import HIDDEN, SMALLEST_BASE, Column, Row, Table
from lms.reporting.masking import ALL

WHOLE = (ALL, ALL, ALL)


def tables(gain, outlines, chosen):
    """Every course in one line; then the chosen course by gender, by age, by district, and by all three."""
    groups = gain.groups.get(chosen.key, {}) if chosen else {}
    note = _(
        "Everyone's first check before the course and last one after it, where the one after lies in the period "
        "and asks with the other form. Normalised gain: the part of what was still to be learnt that was learnt "
        "(0.30 is 30 percent of it)."
    )
    rows = [
        _row(gain, (outline.title,), gain.groups[outline.key][WHOLE])
        for outline in outlines
        if outline.key in gain.groups
    ]
    found = [Table("courses", _("Gain per course"), _columns(_("Course")), rows, note)]
    if not groups:
        return found
    by_age = sorted(groups, key=lambda key: _order(gain, key))
    for place, name, head, title in (
        (0, "gender", _("Gender"), _("By gender")),
        (1, "age", _("Age"), _("By age")),
        (2, "district", _("Area"), _("By area")),
    ):
        margins = [key for key in by_age if key[place] is not ALL and _is_margin(key, place)]
        rows = [_row(gain, (_label(gain, place, key[place]),), groups[key]) for key in margins]
        rows.append(_row(gain, (_("Total"),), groups[WHOLE], is_whole=True))
        found.append(Table(name, f"{title} · {chosen.title}", _columns(head), rows))
    cells = [key for key in by_age if key != WHOLE and not any(_is_margin(key, place) for place in range(3))]
    rows = [
        _row(gain, tuple(_label(gain, place, value) for place, value in enumerate(key)), groups[key])
        for key in cells
    ]
    columns = _columns(_("Gender"), _("Age"), _("Area"))
    title = _("By gender, age and area")
    return [*found, Table("gender-age-district", f"{title} · {chosen.title}", columns, rows)]


def _columns(*heads):
    return [
        *(Column(head) for head in heads),
        Column(_("People"), "count"),
        Column(_("Before"), "percent"),
        Column(_("After"), "percent"),
        Column("", "bar"),
        Column(_("Gain in points"), "points"),
        Column(_("Normalised gain"), "number"),
    ]


def _row(gain, labels, group, *, is_whole=False):
    if group.people is None:
        figures = (HIDDEN, None, None, None, None, None)
    elif gain.asked.is_masked and group.people < SMALLEST_BASE:
        figures = (group.people, None, None, None, None, None)
    else:
        normalised = None if group.normalised is None else float(group.normalised)
        after = float(group.after) / 100
        figures = (group.people, float(group.before) / 100, after, after, float(group.points), normalised)
    return Row((*labels, *figures), is_whole=is_whole)


def _is_margin(key, place):
    return all(value is ALL for at, value in enumerate(key) if at != place)


def _label(gain, place, value):
    if place == 0:
        return str(Gender(value).label)
    if place == 1:
        return str(AgeBand(value).label)
    return gain.areas.areas[value].name if value in gain.areas.areas else _("Area not recorded")


def _order(gain, key):
    gender, band, district = key
    return (
        Gender.values.index(gender) if gender else -1,
        AgeBand.values.index(band) if band else -1,
        gain.areas.areas[district].code if district in gain.areas.areas else "~",
    )
