"""A list of venues: each is known by its code, made if it is new and changed if the list says something else."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from lms.imports import values
from lms.imports.columns import Column, read_rows
from lms.imports.plans import Outcome, Places, Plan, Step
from lms.models import Initiative, Partner, Setting, Venue, VenueKind

PERMISSION = "lms.add_venue"


def columns():
    kinds = values.OneOf(values.of_rows(VenueKind.objects.all, "code"))
    settings = values.OneOf(values.of_choices(Setting))
    hosts = values.OneOf(values.of_rows(Partner.objects.all, None))
    initiatives = values.OneOf(values.of_choices(Initiative))
    serves_poor, serves_marginalised = (values.OneOf(lambda: values.YES_NO) for _n in range(2))
    return (
        Column(
            "code",
            _("code"),
            values.code,
            _(
                "Small Latin letters, digits and hyphens, such as school-ream. A known code changes that venue."
            ),
            is_required=True,
        ),
        Column(
            "name_km",
            _("name in Khmer"),
            values.khmer_name(150),
            _("In Khmer Unicode, not in an old font such as Limon."),
            is_required=True,
        ),
        Column("name_en", _("name in English"), values.latin_name(150), is_required=True),
        Column("kind", _("kind"), kinds, is_required=True, choices=kinds.choices),
        Column(
            "area",
            _("code of the commune"),
            values.Commune(),
            _("The official code of six digits, such as 180104."),
            is_required=True,
        ),
        Column("setting", _("urban or rural"), settings, is_required=True, choices=settings.choices),
        Column("opened_on", _("in use since"), values.day, _("A day such as 2026-11-20; today where empty.")),
        Column(
            "host",
            _("host"),
            hosts,
            _("A partner who is registered already, by name."),
            choices=hosts.choices,
        ),
        Column("serves_poor", _("serves poor households"), serves_poor, choices=serves_poor.choices),
        Column(
            "serves_marginalised",
            _("serves marginalised people"),
            serves_marginalised,
            choices=serves_marginalised.choices,
        ),
        Column("initiative", _("initiative"), initiatives, choices=initiatives.choices),
    )


def plan(content, *, by=None):
    """The Plan of a file. An empty cell leaves what is known of a venue as it is."""
    read = read_rows(columns(), content)
    may_add, may_change = Places(by, PERMISSION), Places(by, "lms.change_venue")
    made = Plan(problems=read.problems, not_read=read.not_read)
    known = Venue.objects.select_related("area", "kind", "host").in_bulk(
        {row["code"] for row in read.rows if row["code"]}, field_name="code"
    )
    first_row = {}
    for row in read.rows:
        wrong = len(read.problems)
        code, venue = row["code"], known.get(row["code"])
        if row["area"] is not None and row["area"] not in may_add:
            read.refuse(row, "area", _("This commune is outside your area."))
        if code is not None and first_row.setdefault(code, row.number) != row.number:
            read.refuse(row, "code", _("This code is also in row %(number)s."), number=first_row[code])
        if venue is not None and venue.area not in may_change:
            read.refuse(row, "code", _("This code belongs to a venue outside your area."))
        step = Step(row.number, " · ".join(filter(None, [code, row["name_km"]])))
        made.steps.append(step)
        if len(read.problems) > wrong or len(row.values) < len(row.cells):
            step.outcome = Outcome.REFUSED
        elif venue is None:
            _plan_new(made, row)
        else:
            _plan_change(made, step, venue, row)
    return made


def _said(row):
    return {name: value for name, value in row.values.items() if value is not None}


def _plan_new(made, row):
    said = {"opened_on": timezone.localdate()} | _said(row)
    made.writes.append((Venue(**said), "wagtail.create"))


def _plan_change(made, step, venue, row):
    changed = [name for name, value in _said(row).items() if getattr(venue, name) != value]
    step.outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    if not changed:
        return
    labels = {column.name: column.label for column in columns()}
    step.notes += [labels[name] for name in changed]
    for name in changed:
        setattr(venue, name, row[name])
    made.writes.append((venue, "wagtail.edit"))


def write(made, *, by=None, sheet=None):
    for venue, action in made.writes:
        if venue._state.adding:
            venue.is_demo = by is not None and by.is_demo
        venue.save()
        log(venue, action, user=by)
