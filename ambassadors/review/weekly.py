"""The weekly look at every ambassador: measures, their words, and the tasks they open."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import (
    Ambassador,
    Attendance,
    HeadcountCell,
    Measure,
    ReviewRule,
    StaffTask,
    TrainingSession,
)
from ambassadors.review import plausibility
from lms.models import Gender

WEEKS = 12
COUNTED = [TrainingSession.Status.SUBMITTED, TrainingSession.Status.VERIFIED, TrainingSession.Status.RETURNED]
MANY = 1000  # rows of one insert


@dataclass
class Look:
    """What one ambassador's sessions of the last WEEKS weeks say. `results` is {Measure: Result}."""

    ambassador: Ambassador
    sessions: int
    results: dict

    @property
    def odd(self):
        return [result for result in self.results.values() if result.is_odd]

    @property
    def lines(self):
        """[(Measure, Result, sentence)]"""
        return [(measure, result, words(result)) for measure, result in self.results.items()]


def monday_of(day):
    return day - dt.timedelta(days=day.weekday())


def looks(ambassadors, *, week_from):
    """[Look] of a query set of ambassadors over the weeks before `week_from`, in four queries.

    The others they are compared with are the ambassadors of the same area (a district, as a rule).
    """
    ambassadors = list(ambassadors.select_related("person", "area"))
    rules = ReviewRule.in_force()
    areas = {each.area_id for each in ambassadors}
    sessions = TrainingSession.objects.filter(
        ambassador__area__in=areas,
        held_on__gte=week_from - dt.timedelta(weeks=WEEKS),
        held_on__lt=week_from,
        status__in=COUNTED,
    )
    cells = defaultdict(list)
    rows = HeadcountCell.objects.filter(training_session__in=sessions.order_by().values("pk"))
    # As text: it takes half the time when no UUID is made of each.
    rows = rows.annotate(of=Cast("training_session", CharField()))
    for of, *cell in rows.values_list("of", "gender", "age_band", "count"):
        cells[of.replace("-", "")].append(tuple(cell))
    ages = defaultdict(list)
    named = Attendance.objects.filter(training_session__in=sessions.order_by().values("pk"))
    columns = ("training_session__ambassador", "training_session__held_on", "person__birth_year")
    for ambassador, day, born in named.exclude(person__birth_year=None).values_list(*columns):
        ages[ambassador].append(day.year - born)
    found = defaultdict(lambda: defaultdict(list))  # {area: {ambassador: [Counted]}}
    columns = (
        "pk",
        "ambassador__area",
        "ambassador",
        "held_on",
        "venue",
        "starts_at",
        "duration_minutes",
        "kind",
    )
    for pk, area, ambassador, *rest in sessions.order_by("held_on", "starts_at", "made_at").values_list(
        *columns
    ):
        found[area][ambassador].append(Counted(*rest, frozenset(cells[pk.hex])))
    return [_look(each, found[each.area_id], ages[each.pk], rules) for each in ambassadors]


class Counted:
    """What the measures need of one training session, worked out once."""

    def __init__(self, day, venue, starts_at, minutes, kind, cells):
        begin = None if starts_at is None else starts_at.hour * 60 + starts_at.minute
        self.when = (day, venue, begin, None if begin is None else begin + minutes)
        self.cells = cells
        by_gender, by_band = Counter(), Counter()
        for gender, band, count in cells:
            by_gender[gender] += count
            by_band[band] += count
        self.heads = by_band.total()
        self.women = (by_gender[Gender.FEMALE], by_gender[Gender.FEMALE] + by_gender[Gender.MALE])
        # School classes are of one age by nature and are left out.
        self.band = (
            (0, 0) if kind == TrainingSession.Kind.SCHOOL else (max(by_band.values(), default=0), self.heads)
        )


def _look(ambassador, found, ages, rules):
    mine = found.get(ambassador.pk, [])
    others = [each for other, sessions in found.items() if other != ambassador.pk for each in sessions]

    def women(sessions):
        return [each.women for each in sessions]

    def bands(sessions):
        return [each.band for each in sessions]

    measured = {
        Measure.GENDER_RATIO: lambda limit: plausibility.gender_ratio(women(mine), women(others), limit),
        Measure.AGE_HEAPING: lambda limit: plausibility.age_heaping(ages, limit),
        Measure.ONE_BAND: lambda limit: plausibility.one_band(bands(mine), bands(others), limit),
        Measure.REPEATED: lambda limit: plausibility.repeated([each.cells for each in mine], limit),
        Measure.LAST_DIGITS: lambda limit: plausibility.last_digits([each.heads for each in mine], limit),
        Measure.SPEED: lambda limit: plausibility.speed([each.when for each in mine], limit),
    }
    results = {code: measure(rules[code].threshold) for code, measure in measured.items() if code in rules}
    return Look(ambassador, len(mine), results)


def words(result):
    """A result in the reader's language."""
    if not result.is_enough:
        few, nobody = _("Too few to say (%(here)s of %(needed)s)."), _("Nobody to compare with yet.")
        return few % result.facts if result.facts else nobody
    if result.measure == Measure.SPEED:
        return _pace(result.facts)
    return {
        Measure.GENDER_RATIO: _(
            "%(percent)s%% women in %(sessions)s sessions; among the others of the area %(others)s%%."
        ),
        Measure.AGE_HEAPING: _(
            "Of %(people)s people written down, %(heaped)s have an age ending in 0 or 5 (index %(index)s, even is 100)."
        ),
        Measure.ONE_BAND: _(
            "%(percent)s%% of the people are in the fullest age band of their session; among the others %(others)s%%."
        ),
        Measure.REPEATED: _("%(repeated)s of %(sessions)s headcounts are just like an earlier one."),
        Measure.LAST_DIGITS: _(
            "%(round)s of %(sessions)s totals end in 0 or 5; about %(expected)s would by chance."
        ),
    }[result.measure] % result.facts


def _pace(facts):
    said = []
    if facts["full"]:
        said.append(_("More than %(usual)s sessions on %(full)s days, at most %(most)s."))
    if facts["hurried"]:
        said.append(_("Less than %(minutes)s minutes from one venue to the next, %(hurried)s times."))
    return " ".join(said or [_("At most %(most)s in one day, with time between them.")]) % facts


def sentence_of(task):
    """What a task asks about, in the reader's language."""
    if not task.facts:
        return task.subject
    return words(plausibility.Result(Measure(task.kind), facts=task.facts))


@transaction.atomic
def open_tasks(*, at=None):
    """Opens a task for everything odd of the weeks before this one; returns how many are new. Safe to run twice."""
    week_from = monday_of(timezone.localdate(at))
    tasks = [
        StaffTask(
            kind=result.measure,
            facts=result.facts,
            area=look.ambassador.area,
            ambassador=look.ambassador,
            week_from=week_from,
        )
        for look in looks(Ambassador.objects.active(), week_from=week_from)
        for result in look.odd
    ]
    # Nobody is asked about again who has not been answered for yet, or was over weeks that are looked at still.
    answered = Q(closed_at__gte=(at or timezone.now()) - dt.timedelta(weeks=WEEKS // 2))
    known = set(StaffTask.objects.filter(Q(closed_at=None) | answered).values_list("kind", "ambassador"))
    new = [task for task in tasks if (task.kind, task.ambassador_id) not in known]
    before = StaffTask.objects.count()
    StaffTask.objects.bulk_create(new, batch_size=MANY, ignore_conflicts=True)
    return StaffTask.objects.count() - before
