"""Where nobody has been for long: communes and schools without a verified training session (R30). Read only."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q

from ambassadors.models import Ambassador, TrainingSession
from lms.models import Area, Gender, Setting, Venue

DAYS = 90
PERMISSION = "ambassadors.view_trainingsession"


@dataclass(frozen=True)
class Line:
    """A commune or a school, and when the last verified training session took place there."""

    place: object
    commune: Area
    last_on: dt.date | None
    today: dt.date
    days: int = DAYS

    @property
    def days_since(self):
        """Whole days since the last verified session, or None where there never was one."""
        return None if self.last_on is None else (self.today - self.last_on).days

    @property
    def state(self):
        """`recent` within the last 90 days, `late` before, `never`."""
        if self.last_on is None:
            return "never"
        return "recent" if self.days_since <= self.days else "late"

    @property
    def is_gap(self):
        return self.state != "recent"


class Coverage:
    """Communes, schools and ambassadors of what `user` may see, inside `area` if one is given, on `today`."""

    def __init__(self, *, user, today, area=None):
        self.user, self.today = user, today
        communes = Area.objects.current(on=today).filter(
            user.area_condition("pk", PERMISSION), level=Area.Level.COMMUNE
        )
        self.communes = list(
            (communes.within([area]) if area else communes).select_related("parent").order_by("code")
        )
        self.verified = TrainingSession.objects.verified().filter(
            user.area_condition("venue__area", PERMISSION), held_on__lte=today
        )
        self.inside = {commune.pk for commune in self.communes}
        self.above = {pk for commune in self.communes for pk in (commune.parent_id, commune.parent.parent_id)}

    def commune_lines(self):
        """One Line for each commune of today, those without a session first, then the longest ago."""
        last = {}
        rows = self.verified.order_by().values_list("venue__area").annotate(last=Max("held_on"))
        areas = _areas_with_communes({pk for pk, _day in rows}, self.today)
        for pk, day in rows:
            commune = areas[pk]
            if commune not in last or last[commune] < day:
                last[commune] = day
        lines = [Line(commune, commune, last.get(commune.pk), self.today) for commune in self.communes]
        return sorted(lines, key=_longest_first)

    def school_lines(self):
        """One Line for each school in use, those without a session first, then the longest ago."""
        schools = (
            Venue.objects.open(on=self.today)
            .filter(Q(kind__code="school") | Q(school__isnull=False))
            .filter(self.user.area_condition("area", PERMISSION))
            .select_related("area__parent", "school")
        )
        last = dict(self.verified.order_by().values_list("venue").annotate(last=Max("held_on")))
        areas = _areas_with_communes({venue.area_id for venue in schools}, self.today)
        lines = [
            Line(venue, venue.area, last.get(venue.pk), self.today)
            for venue in schools
            if areas[venue.area_id] in self.inside
        ]
        return sorted(lines, key=_longest_first)

    def ambassador_rows(self):
        """[(gender label, {where: active ambassadors}, total)]; where: urban, rural, both, none. Sums add up.

        Where somebody works is where they taught verified sessions in the last 90 days, alone or with others.
        """
        since = self.today - dt.timedelta(days=DAYS)
        lately = self.verified.filter(held_on__gte=since)

        def taught(setting):
            mine = Q(ambassador=OuterRef("pk")) | Q(co_ambassadors=OuterRef("pk"))
            return Exists(lately.filter(mine, venue__setting=setting))

        counts = Counter()
        active = Ambassador.objects.visible_to(self.user).active().select_related("area")
        for ambassador in active.select_related("person").annotate(
            is_urban=taught(Setting.URBAN), is_rural=taught(Setting.RURAL)
        ):
            if self._works_here(ambassador.area):
                where = {(True, False): "urban", (False, True): "rural", (True, True): "both"}
                place = where.get((ambassador.is_urban, ambassador.is_rural), "none")
                counts[ambassador.person.gender, place] += 1
        shown = [
            gender for gender in Gender if gender in (Gender.FEMALE, Gender.MALE) or _sum(counts, gender)
        ]
        return [
            (gender.label, {place: counts[gender, place] for place in PLACES}, _sum(counts, gender))
            for gender in shown
        ]

    def _works_here(self, area):
        """An ambassador of a commune shown, or of a district or province that holds one."""
        return area.pk in self.inside or area.pk in self.above


PLACES = ["urban", "rural", "both", "none"]


def _sum(counts, gender):
    return sum(counts[gender, place] for place in PLACES)


def _longest_first(line):
    """Never first, then the longest ago; among equals by area code."""
    never = line.last_on is None
    return (not never, line.last_on or dt.date.min, line.commune.code, str(line.place))


def _areas_with_communes(pks, today):
    """{area: the commune of today it lies in}, by primary key: villages roll up, what was replaced leads on."""
    found = {}
    for area in Area.objects.filter(pk__in=pks).select_related(
        "parent", "replaced_by", "parent__replaced_by"
    ):
        commune = area.parent if area.level == Area.Level.VILLAGE else area
        seen = set()
        while (
            commune.valid_to and commune.valid_to <= today and commune.replaced_by and commune.pk not in seen
        ):
            seen.add(commune.pk)
            commune = commune.replaced_by
        found[area.pk] = commune.pk
    return found
