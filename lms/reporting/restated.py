"""Which reports made before come out differently, once records of some people change."""

import datetime as dt
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.models import Area, ReportRun
from lms.reporting import registry
from lms.reporting.areas import Scope
from lms.reporting.people import BEFORE_EVERYTHING
from lms.reporting.periods import Period
from lms.reporting.reach import Reach

EVER = Period(BEFORE_EVERYTHING, dt.date(9999, 1, 1), "ever")


class Shares:
    """What some people contribute to each ReportRun, kept from before a change to be compared with after it.

    Figures of other people do not change, so the difference of these shares is the difference of the reports. Every
    run is asked again at its own cut-off.
    """

    def __init__(self, people):
        self.people = [person.pk for person in people]
        self.asked = list(self._asked())
        self.before = self._now()

    def changes(self):
        """[{run, period, areas, made_at, people, participations}] of the runs that differ; the last two by how much."""
        found, after = [], self._now()
        for (run, codes, _reach), before, now in zip(self.asked, self.before, after, strict=True):
            if before != now:
                found.append(
                    {
                        "run": str(run.pk),
                        "period": run.period_label,
                        "areas": codes,
                        "made_at": timezone.localtime(run.made_at).isoformat(timespec="minutes"),
                        "people": now[0] - before[0],
                        "participations": now[1] - before[1],
                    }
                )
        return found

    def _asked(self):
        """(ReportRun, codes of its areas, Reach) of every run whose period has a day of these people, newest first."""
        days = {
            day
            for source in registry.participations()
            for _who, day, _n in self._rows(source, Reach(period=EVER))
        }
        if not days:
            return
        runs = ReportRun.objects.filter(period_start__lte=max(days), period_end__gt=min(days)).select_related(
            "area"
        )
        runs = [run for run in runs if any(run.period_start <= day < run.period_end for day in days)]
        codes = _codes_of(runs)
        areas = defaultdict(list)
        for area in Area.objects.filter(code__in={code for each in codes.values() for code in each}):
            areas[area.code].append(area)
        for run in runs:
            roots = [run.area] if run.area_id else [area for code in codes[run.pk] for area in areas[code]]
            period = Period(run.period_start, run.period_end, run.period_label)
            scope = Scope(tuple(roots) or None)
            yield run, codes[run.pk], Reach(period=period, scope=scope, as_of=run.as_of)

    def _now(self):
        return [self._share(reach) for _run, _codes, reach in self.asked]

    def _share(self, reach):
        """(how many of them are reached, their participations)"""
        reached, participations = set(), 0
        for source in registry.participations():
            for person, _day, weight in self._rows(source, reach):
                reached.add(person)
                participations += weight
        return len(reached), participations

    def _rows(self, source, reach):
        if not reach.names_people(source):
            return []
        columns = source.columns
        rows = reach.rows(source).annotate(of_person=columns["person"], on_day=columns["day"])
        rows = rows.filter(of_person__in=self.people).annotate(of_weight=columns["weight"])
        return rows.values_list("of_person", "on_day", "of_weight")


def _codes_of(runs):
    """{pk of a run: codes of the areas it covers, none for all of them}; of several only the log says which."""
    codes = {run.pk: [run.area.code] if run.area_id else [] for run in runs}
    of_runs = Q(
        content_type=ContentType.objects.get_for_model(ReportRun), object_id__in=[str(pk) for pk in codes]
    )
    by_text = {str(pk): pk for pk in codes}
    for key, data in ModelLogEntry.objects.filter(of_runs).values_list("object_id", "data"):
        codes[by_text[key]] = data.get("areas", codes[by_text[key]])
    return codes
