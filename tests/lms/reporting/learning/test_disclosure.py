"""No two masked tables that somebody is offered say together what each of them hides (counting.md, "Masking")."""

import datetime as dt
import itertools
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.reporting import periods
from lms.reporting.learning.forms import LearningForm
from lms.reporting.learning.gain import Gain
from lms.reporting.learning.outline import outlines
from lms.reporting.masking import ALL, cross, hidden
from tests.lms.reporting.learning.conftest import moment, taken

THRESHOLD = 5
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
QUARTERS = [f"2025-Q{quarter}" for quarter in range(1, 5)]
# Every way to write a period, each of them beside, inside or across another.
EVERY_PERIOD = [
    *MONTHS,
    *QUARTERS,
    "2025",
    "2025-H1",
    "2025-H2",
    *(f"FY2025-{month:02}" for month in (1, 4, 7, 10)),
    "2024..2025",
    "2025-01-01..2025-04-01",
    "2025-01-01..2025-03-31",
]


def is_known(figure, shown):
    """Whether a figure, the sum of some unknowns, follows from figures that are shown: it lies in their span."""
    rows = []
    for unknowns in (*shown, figure):
        row = {unknown: Fraction(1) for unknown in unknowns}
        for pivot, other in rows:
            if times := row.get(pivot, 0):
                row = {
                    key: left
                    for key in row.keys() | other.keys()
                    if (left := row.get(key, 0) - times * other.get(key, 0))
                }
        if row:
            pivot, first = next(iter(row.items()))
            rows.append((pivot, {key: value / first for key, value in row.items()}))
    return not row


def told(months, offered):
    """(figures hidden, figures shown) of all tables offered, each as the set of its (month, cell)."""
    masked, shown = [], []
    for months_of_period in offered:
        cells = {}
        for month in months_of_period:
            for cell, count in months[month].items():
                cells[cell] = cells.get(cell, 0) + count
        counts, lines = cross(cells, 2)
        hides = hidden(counts, lines, THRESHOLD)
        for key in counts:
            figure = {
                (month, cell)
                for month in months_of_period
                for cell in cells
                if all(wanted in (ALL, value) for wanted, value in zip(key, cell, strict=True))
            }
            (masked if key in hides else shown).append(figure)
    return masked, shown


def months_in(code):
    return [month for month in MONTHS if periods.parse(month).start in periods.parse(code)]


@pytest.fixture
def accepted(client, staff, world):
    """The periods that somebody is shown from whom small counts are hidden."""
    user = staff("partner", world.district)

    def form(code):
        return LearningForm({"period": code}, user=user, permission="lms.view_learning")

    return [code for code in EVERY_PERIOD if form(code).is_valid()]


def test_periods_of_masked_tables_never_overlap(accepted):
    assert accepted == QUARTERS
    for first, second in itertools.combinations(map(periods.parse, accepted), 2):
        assert first.end <= second.start or second.end <= first.start


def test_tables_of_a_quarter_and_its_months_would_say_what_one_hides():
    months = {month: {("f", "young"): 30, ("m", "young"): 40} for month in MONTHS}
    months["2025-03"] = {("f", "young"): 2, ("m", "young"): 40}
    masked, shown = told(months, [months_in(code) for code in ("2025-Q1", *MONTHS[:3])])
    assert any(is_known(figure, shown) for figure in masked)


CELLS = [(gender, band) for gender in ("f", "m", "x") for band in ("young", "old")]
COUNTS = st.fixed_dictionaries({cell: st.one_of(st.just(0), st.integers(1, 9)) for cell in CELLS})


@settings(deadline=None, max_examples=30)
@given(st.fixed_dictionaries(dict.fromkeys(MONTHS[:6], COUNTS)))
def test_no_hidden_figure_follows_from_all_tables_offered(months):
    masked, shown = told(months, [months_in(code) for code in QUARTERS[:2]])
    assert not any(is_known(figure, shown) for figure in masked)


def test_a_quarter_is_shown_once_it_has_settled_and_then_stays_as_it_is(world, asked, the_course):
    learner = world.of_dara
    taken(learner, world.check, "before", moment(7, 1), 1)
    late = moment(9, 21) + dt.timedelta(days=60)
    taken(learner, world.check, "after", moment(9, 21), 4, received_at=late)
    people = {
        is_masked: {
            (gender, band)
            for gender, band, _district in Gain(asked(is_masked=is_masked), outlines()).groups[the_course.key]
        }
        for is_masked in (True, False)
    }
    assert ("male", "18-24") in people[False] - people[True]


def test_the_quarter_that_is_under_way_is_not_offered_masked(client, staff, world):
    user = staff("partner", world.district)
    form = LearningForm({}, user=user, permission="lms.view_learning")
    assert form.is_valid()
    assert form.presets[0][1] == form.cleaned_data["period"]
    running = periods.quarter_of(timezone.localdate()).code
    assert not LearningForm({"period": running}, user=user, permission="lms.view_learning").is_valid()
