"""Gain: what people knew before and after a course, by the same check in two parallel forms."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Value
from django.utils import timezone

from content.models import CheckPage
from lms.models import AgeBand, Area, Attempt, AttemptKind, Form
from lms.reach import AREA, of_person_or_guest
from lms.reporting.areas import AreaTree
from lms.reporting.learning.asked import WHO
from lms.reporting.masking import ALL, cross, hidden

NOWHERE = 0  # stands for the id of an area that was not recorded


@dataclass(frozen=True)
class Group:
    """The mean of some people's right answers before and after, in percent. `people` is None where it is hidden."""

    people: int | None
    before: Fraction | None = None
    after: Fraction | None = None

    @property
    def points(self):
        return None if self.before is None else self.after - self.before

    @property
    def normalised(self):
        """The part of what could be gained that was (Hake 1998: of the means); None where nothing could be."""
        if self.before in (None, 100):
            return None
        return self.points / (100 - self.before)


class Gain:
    """Everyone's first check before and last check after a course, the one after in the period. Three queries.

    Who answered the same form twice is left out: to know a question again is no gain.

    `groups[course key]` is {(gender, age band, district id): Group}, with ALL for the totals of masking.cross. Somebody
    counts once for each check: where a course has one such check, as it should, once for each course.
    """

    def __init__(self, asked, outlines):
        self.asked = asked
        self.course_of = {
            check.translation_key: outline.key
            for outline in outlines
            for check in outline.checks
            if check.kind == CheckPage.Kind.BEFORE_AFTER
        }
        self.areas = AreaTree()
        cells = defaultdict(lambda: defaultdict(list))
        for course, key, before, after in self._pairs():
            cells[course][key].append((before, after))
        self.groups = {course: self._grouped(cells[course]) for course in cells}

    def _pairs(self):
        first = self._first_before()
        for (page, who), (at, form, after, key) in self._last_after().items():
            began_at, form_before, before = first.get((page, who), (None, None, None))
            if began_at and began_at <= at and form != form_before:
                yield self.course_of[page], key, before, after

    def _first_before(self):
        """{(check key, who): (moment, form, percent)}"""
        rows = self._checks(AttemptKind.BEFORE).filter(made_at__lt=self.asked.end).order_by("made_at")
        found = {}
        for page, who, at, form, score, maximum in rows.values_list(
            "page_key", WHO, "made_at", "form", "score", "maximum"
        ).iterator(chunk_size=5000):
            found.setdefault((page, who), (at, form or Form.A, Fraction(score * 100, maximum)))
        return found

    def _last_after(self):
        """{(check key, who): (moment, form, percent, (gender, age band, district id))}"""
        rows = self.asked.within(self._checks(AttemptKind.AFTER), "made_at").order_by("made_at")
        gender = of_person_or_guest("gender", F("learner__gender"))
        band = of_person_or_guest("age_band", Value(AgeBand.NOT_RECORDED.value))
        found = {}
        for page, who, at, form, score, maximum, *about in rows.values_list(
            "page_key",
            WHO,
            "made_at",
            "form",
            "score",
            "maximum",
            gender,
            "learner__person__birth_year",
            band,
            AREA,
        ).iterator(chunk_size=5000):
            percent = Fraction(score * 100, maximum)
            found[page, who] = (at, form or Form.A, percent, self._key(at, *about))
        return found

    def _checks(self, kind):
        return self.asked.in_time(Attempt.objects.filter(kind=kind, page_key__in=list(self.course_of)))

    def _key(self, at, gender, birth_year, band, area):
        if birth_year is not None:
            band = AgeBand.of_age(timezone.localtime(at).year - birth_year)
        return gender, str(band), self._district(area)

    def _district(self, area):
        """The district an area lies in; a province by itself where no more is known."""
        above = self.areas.above(area)
        districts = [pk for pk in above if self.areas.areas[pk].level == Area.Level.DISTRICT]
        return (districts or above or [NOWHERE])[-1]

    def _grouped(self, cells):
        counts, lines = cross({key: len(pairs) for key, pairs in cells.items()}, 3)
        members = {key: [] for key in counts}
        for cell, pairs in cells.items():
            for key in (cell, *_totals_of(cell)):
                members[key] += pairs
        masked = hidden(counts, lines, self.asked.threshold) if self.asked.is_masked else ()
        return {key: Group(None) if key in masked else _group(pairs) for key, pairs in members.items()}


def _totals_of(cell):
    """The keys of the totals that a cell is part of (masking.cross)."""
    margins = [
        tuple(value if at == place else ALL for at, value in enumerate(cell)) for place in range(len(cell))
    ]
    return [*margins, (ALL,) * len(cell)]


def _group(pairs):
    people = len(pairs)
    return Group(
        people,
        before=sum(before for before, _after in pairs) / people,
        after=sum(after for _before, after in pairs) / people,
    )
