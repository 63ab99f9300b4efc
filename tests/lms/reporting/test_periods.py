import datetime as dt
import itertools

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from lms.reporting import periods
from lms.reporting.periods import PeriodError, parse

DAY = dt.date


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", DAY(2026, 1, 1), DAY(2027, 1, 1)),
        ("2026-H1", DAY(2026, 1, 1), DAY(2026, 7, 1)),
        ("2026-H2", DAY(2026, 7, 1), DAY(2027, 1, 1)),
        ("2026-Q1", DAY(2026, 1, 1), DAY(2026, 4, 1)),
        ("2026-Q4", DAY(2026, 10, 1), DAY(2027, 1, 1)),
        ("2026-07", DAY(2026, 7, 1), DAY(2026, 8, 1)),
        ("2024-02", DAY(2024, 2, 1), DAY(2024, 3, 1)),
        ("FY2026-10", DAY(2026, 10, 1), DAY(2027, 10, 1)),
        ("2026..2028", DAY(2026, 1, 1), DAY(2029, 1, 1)),
        ("2026-07-01..2026-10-01", DAY(2026, 7, 1), DAY(2026, 10, 1)),
        (" ២០២៦-q3 ", DAY(2026, 7, 1), DAY(2026, 10, 1)),
    ],
)
def test_a_period_is_half_open(text, start, end):
    period = parse(text)
    assert (period.start, period.end) == (start, end)
    assert start in period
    assert end not in period
    assert period.last_day in period


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-Q5", "2026-H3", "2026-13", "2026-00", "26", "1999", "9999", "2101", "2026-Q3; drop"],
)
@pytest.mark.parametrize("language", ["en", "km"])
def test_what_is_no_period_is_refused_with_a_sentence(text, language):
    refused(text, language)


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01..2026-07-01",
        "2026-02-30..2026-03-01",
        "2026-07-01",
        "FY2026",
        "2000..2030",
        "2028..2026",
    ],
)
def test_empty_backward_and_endless_periods_are_refused(text, language):
    refused(text, language)


def refused(text, language):
    with translation.override(language), pytest.raises(PeriodError) as problem:
        parse(text)
    sentence = str(problem.value)
    assert len(sentence) > 20
    assert any("ក" <= letter <= "៹" for letter in sentence) == (language == "km")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2026", "2025", "2027"),
        ("2026-H1", "2025-H2", "2026-H2"),
        ("2026-Q1", "2025-Q4", "2026-Q2"),
        ("2026-12", "2026-11", "2027-01"),
        ("FY2026-10", "FY2025-10", "FY2027-10"),
        ("2026..2028", "2023..2025", "2029..2031"),
        ("2026-07-01..2026-07-11", "2026-06-21..2026-07-01", "2026-07-11..2026-07-21"),
    ],
)
def test_periods_follow_one_another_without_gap_or_overlap(text, before, after):
    period = parse(text)
    assert period.previous() == parse(before)
    assert period.next() == parse(after)
    assert period.previous().end == period.start
    assert period.next().start == period.end


@given(st.dates(DAY(2001, 1, 1), DAY(2098, 12, 31)), st.integers(1, 900))
def test_the_months_of_a_period_cover_each_of_its_days_once(start, length):
    period = parse(f"{start}..{start + dt.timedelta(length)}")
    months = period.months
    assert months[0].start == period.start
    assert months[-1].end == period.end
    assert all(one.end == next_one.start for one, next_one in itertools.pairwise(months))
    assert all(
        (month.start.year, month.start.month) == (month.last_day.year, month.last_day.month)
        for month in months
    )


@pytest.mark.parametrize(
    ("text", "english", "khmer"),
    [
        ("2026", "2026", "ឆ្នាំ 2026"),
        ("2026-H2", "second half of 2026", "ឆមាសទី 2 ឆ្នាំ 2026"),
        ("2026-Q3", "third quarter of 2026", "ត្រីមាសទី 3 ឆ្នាំ 2026"),
        ("2026-07", "July 2026", "ខែកក្កដា ឆ្នាំ 2026"),
        (
            "FY2026-10",
            "fiscal year October 2026 – September 2027",
            "ឆ្នាំសារពើពន្ធ ពីខែតុលា ឆ្នាំ 2026 ដល់ខែកញ្ញា ឆ្នាំ 2027",
        ),
        ("2026..2028", "2026–2028", "ឆ្នាំ 2026 ដល់ឆ្នាំ 2028"),
        (
            "2026-07-01..2026-10-01",
            "1 July 2026 – 30 September 2026",
            "ពីថ្ងៃទី 1 ខែកក្កដា ឆ្នាំ 2026 ដល់ថ្ងៃទី 30 ខែកញ្ញា ឆ្នាំ 2026",
        ),
    ],
)
def test_a_period_says_in_words_what_it_is(text, english, khmer):
    assert parse(text).label("en") == english
    assert parse(text).label("km") == khmer
    with translation.override("km"):
        assert str(parse(text)) == khmer


def test_this_month_is_that_of_the_city_and_not_of_greenwich():
    late_in_utc = dt.datetime(
        2026, 12, 31, 17, 30, tzinfo=dt.UTC
    )  # half past midnight on 1 January in the city
    with timezone.override("Asia/Phnom_Penh"):
        codes = [period.code for _label, period in periods.presets(at=late_in_utc)]
    assert codes == ["2027-01", "2026-12", "2027-Q1", "2026-Q4", "2027-H1", "2027", "2026"]
