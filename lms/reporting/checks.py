"""What must reconcile before a report is offered (counting.md, 1 to 4). A report that does not add up is refused."""

from django.utils.translation import gettext as _

from lms.reporting import registry
from lms.reporting.registry import COUNTED, DELIVERY_STATES, PENDING
from lms.reporting.tables import TABLES
from lms.reporting.tables.shape import NOT_RECORDED, PART, WHOLE

DEPTHS = ["province", "district", "commune"]
GENDER_NAMES = ["female", "male", "another", "undisclosed", "not recorded"]


class DoesNotReconcile(Exception):
    """Two numbers that must agree do not; the message names the table, the rule and both."""

    def __init__(self, table, rule, first, second):
        self.table, self.first, self.second = table, first, second
        super().__init__(
            _(
                "The report is not offered because %(table)s does not add up: %(rule)s (%(first)s and %(second)s). "
                "Tell the administrator; nothing was changed."
            )
            % {"table": table, "rule": rule, "first": first, "second": second}
        )


def equal(table, rule, first, second):
    if first != second:
        raise DoesNotReconcile(table, rule, first, second)


def at_most(table, rule, first, second):
    if first > second:
        raise DoesNotReconcile(table, rule, first, second)


class Rows:
    """The rows of one table as dicts by English column name."""

    def __init__(self, table, rows):
        self.name = table.name
        names = [column.name for column in table.columns]
        self.rows = [dict(zip(names, row, strict=True)) for row in rows]
        self.measures = [name[:-7] for name in names if name.endswith(": total")]

    def whole(self):
        return next(row for row in self.rows if row["Row"] == WHOLE)

    def parts(self):
        return [row for row in self.rows if row["Row"] == PART]

    def total(self, column, rows=None):
        return sum(row[column] for row in (self.rows if rows is None else rows))


def check(reach, tables):
    """Raises DoesNotReconcile at the first pair of numbers that disagree; `tables` is {name: its rows}."""
    rows = {table.name: Rows(table, tables[table.name]) for table in TABLES if table.name in tables}
    for each in rows.values():
        genders_add_up(each)
    database_agrees(reach)
    for name in ("reach_gender", "reach_age", "reach_channel"):
        if name in rows:
            parts_add_up(rows[name], reach)
    if "reach_area" in rows:
        areas_add_up(rows["reach_area"])
    people_are_plausible(reach)
    if "reach_gender" in rows:
        new_and_returning_are_all(reach)
    review_states_add_up(reach)
    lists_agree(reach, rows)


def genders_add_up(table):
    """Σ gender = total in every row; the total was counted with codes that no column shows."""
    for row in table.rows:
        for measure in table.measures:
            parts = sum(row[f"{measure}: {gender}"] for gender in GENDER_NAMES)
            equal(table.name, _("genders and total differ"), parts, row[f"{measure}: total"])


def database_agrees(reach):
    """Each channel equals what its app counts by itself, without the joins of the report."""
    counted, pending = reach.participations_by(lambda channel, *cell: channel), reach.pending
    for source in registry.participations():
        total = counted[source.channel].total() if source.channel in counted else 0
        waiting = sum(count for (channel, _gender), count in pending.items() if channel == source.channel)
        for state, figure in ((COUNTED, total), (PENDING, waiting)):
            stored = source.total(state, reach.period, reach.scope.area_ids, reach.as_of)
            equal(source.channel, _("the report and the database differ"), figure, stored)


def parts_add_up(table, reach):
    """Σ parts = whole for additive measures; max(part) ≤ whole ≤ Σ parts for people."""
    whole, parts = table.whole(), table.parts()
    for name in ["Participations: total"] + [f"Participations: {gender}" for gender in GENDER_NAMES]:
        equal(table.name, _("parts and whole differ"), table.total(name, parts), whole[name])
    equal(table.name, _("tables differ"), whole["Participations: total"], reach.participations.total())
    equal(table.name, _("tables differ"), whole["People reached: total"], reach.people.total)
    people_in_parts(table, whole, parts)
    if table.name == "reach_age":
        equal(
            table.name,
            _("ages and total differ"),
            table.total("People reached: total", parts),
            whole["People reached: total"],
        )
    if table.name == "reach_gender":
        new = table.total("New people", parts)
        equal(table.name, _("new people of the months and the period differ"), new, whole["New people"])


def people_in_parts(table, whole, parts):
    name = "People reached: total"
    largest = max((row[name] for row in parts), default=0)
    at_most(table.name, _("a part is larger than the whole"), largest, whole[name])
    at_most(
        table.name, _("the whole is larger than its parts together"), whole[name], table.total(name, parts)
    )


def areas_add_up(table):
    """Σ communes = district, Σ districts = province, Σ all = whole, "not recorded" included."""
    additive = ["Participations: total", "Training sessions", "Connections", "Device-days"]
    additive += [f"Participations: {gender}" for gender in GENDER_NAMES]
    for row, parts in tree_of(table):
        if parts or row is table.whole():
            for name in additive:
                rule = _("parts of %(area)s differ from it") % {"area": row["Area"]}
                equal(table.name, rule, table.total(name, parts), row[name])
            people_in_parts(table, row, parts)


def tree_of(table):
    """[(row, rows just below it)], read from the order of the rows: codes may change hands, so they name no row."""
    path = [(table.whole(), [], -1)]
    found = [path[0][:2]]
    for row in table.parts():
        if row["Level"] == NOT_RECORDED:
            above = next(
                parts for each, parts, _depth in reversed(path) if each["Area code"] == row["Part of"]
            )
            above.append(row)
            continue
        depth = DEPTHS.index(row["Level"])
        while path[-1][2] >= depth:
            path.pop()
        path[-1][1].append(row)
        path.append((row, [], depth))
        found.append(path[-1][:2])
    return found


def people_are_plausible(reach):
    """people ≤ named participations"""
    named = sum(count for cell, count in reach.participations.items() if cell[1])
    at_most("people_reached", _("there are more people than named participations"), reach.people.total, named)


def new_and_returning_are_all(reach):
    """new + returning = people reached, each counted by a statement of its own"""
    new, returning = reach.people.new_by_day.total(), reach.people.returning
    equal(
        "people_reached", _("new and returning people differ from all"), new + returning, reach.people.total
    )


def review_states_add_up(reach):
    """verified + pending + returned + rejected + duplicate = received"""
    by_state = {}
    for (state, _area), count in reach.delivered.items():
        by_state[state] = by_state.get(state, 0) + count
    known = sum(by_state.get(state, 0) for state in DELIVERY_STATES)
    equal("training_sessions", _("review states and received differ"), known, reach.received)


def lists_agree(reach, rows):
    """The lists hold what the breakdowns count."""
    if "training_sessions" in rows:
        table = rows["training_sessions"]
        held = sum(count for (state, _area), count in reach.delivered.items() if state == COUNTED)
        equal(table.name, _("rows and count differ"), len(table.rows), held)
        in_deliveries = {source.channel for source in registry.participations() if source.in_deliveries}
        counted = sum(count for cell, count in reach.participations.items() if cell[0] in in_deliveries)
        listed = table.total("Participations: total")
        equal(table.name, _("participations differ from the other tables"), listed, counted)
    if "courses" in rows:
        table = rows["courses"]
        counted = sum(count for cell, count in reach.participations.items() if cell[0] == "completed_lesson")
        listed = table.total("Lessons completed: total")
        equal(table.name, _("lessons differ from the other tables"), listed, counted)
    if "zones" in rows and "reach_area" in rows:
        listed = rows["zones"].total("Connections")
        equal("zones", _("connections differ"), listed, rows["reach_area"].whole()["Connections"])
