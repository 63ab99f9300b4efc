"""Periods: what a report is about, from one day up to but not including another (R46).

A participation lies in a period by its own local date, never by the moment it was sent. Ways to write one:

    2026                      calendar year
    2026-H1                   half-year, H1 or H2
    2026-Q3                   quarter, Q1 to Q4
    2026-07                   month
    FY2026-10                 fiscal year of twelve months that begins in October 2026
    2026..2028                whole calendar years, both included, such as a three-year plan
    2026-07-01..2026-10-01    any days; the last one is not included
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.khmer import to_latin_digits

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_YEARS = 10
MONTHS_EN = ["January", "February", "March", "April", "May", "June"]
MONTHS_EN += ["July", "August", "September", "October", "November", "December"]
MONTHS_KM = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា"]
MONTHS_KM += ["កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]


class PeriodError(ValueError):
    """What was written is no period; the message is a sentence for the one who wrote it."""


@dataclass(frozen=True)
class Period:
    """The days `start` to `end`, `end` not included. `code` is how it is written."""

    start: dt.date
    end: dt.date
    code: str

    def __post_init__(self):
        if self.start >= self.end:
            raise PeriodError(_("The period “%(text)s” ends before it begins.") % {"text": self.code})

    def __contains__(self, day):
        return self.start <= day < self.end

    def __str__(self):
        return self.label("en" if get_language() == "en" else "km")

    @property
    def last_day(self):
        return self.end - dt.timedelta(days=1)

    @property
    def months(self):
        """The calendar months it touches, each cut to the period; a month alone is itself."""
        found, first = [], self.start.replace(day=1)
        while first < self.end:
            after = _months_later(first, 1)
            start, end = max(first, self.start), min(after, self.end)
            whole = (start, end) == (first, after)
            found.append(Period(start, end, f"{first:%Y-%m}" if whole else f"{start}..{end}"))
            first = after
        return found

    def label(self, language):
        """The period in words, "km" or "en"."""
        return _label_en(self) if language == "en" else _label_km(self)

    def next(self):
        return self._moved(1)

    def previous(self):
        """The period of the same kind just before; days written out move by their own length."""
        return self._moved(-1)

    def _moved(self, steps):
        if self.is_days:
            length = self.end - self.start
            start, end = self.start + steps * length, self.end + steps * length
            return Period(start, end, f"{start}..{end}")
        months = steps * _months_between(self.start, self.end)
        start, end = _months_later(self.start, months), _months_later(self.end, months)
        return Period(start, end, _code_like(self.code, start, end))

    @property
    def is_quarter(self):
        return "Q" in self.code

    @property
    def is_days(self):
        return len(self.code) > 10


def parse(text):
    """The Period a text stands for, in any of the forms above; Khmer digits are read too.

    Raises PeriodError with a sentence that shows the forms.
    """
    code = re.sub(r"\s", "", to_latin_digits(text or "")).upper()
    for pattern, bounds in _FORMS:
        if match := re.fullmatch(pattern, code):
            try:
                start, end = bounds(*match.groups())
            except ValueError:
                break
            if not FIRST_YEAR <= start.year <= end.year <= LAST_YEAR + 1:
                break
            if _months_between(start, end) > LONGEST_YEARS * 12:
                raise PeriodError(
                    _("“%(text)s” is longer than %(years)s years. Ask for shorter periods, one by one.")
                    % {"text": text, "years": LONGEST_YEARS}
                )
            return Period(start, end, code)
    raise PeriodError(
        _(
            "“%(text)s” is not a period. Write a year (2026), half-year (2026-H1), quarter (2026-Q3), month "
            "(2026-07), fiscal year by its first month (FY2026-10), years (2026..2028) or days, the last not "
            "included (2026-07-01..2026-10-01)."
        )
        % {"text": text}
    )


def month_of(day):
    return parse(f"{day:%Y-%m}")


def quarter_of(day):
    return parse(f"{day.year}-Q{(day.month + 2) // 3}")


def half_of(day):
    return parse(f"{day.year}-H{1 if day.month <= 6 else 2}")


def year_of(day):
    return parse(f"{day.year}")


def presets(at=None):
    """The periods most often asked for around a moment (now unless given), in the city's time zone."""
    today = timezone.localdate(at)
    month, quarter, year = month_of(today), quarter_of(today), year_of(today)
    return [
        (_("This month"), month),
        (_("Last month"), month.previous()),
        (_("This quarter"), quarter),
        (_("Last quarter"), quarter.previous()),
        (_("This half-year"), half_of(today)),
        (_("This year"), year),
        (_("Last year"), year.previous()),
    ]


def _months_later(day, months):
    """The first of the month that lies `months` after that of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, 1)


def _months_between(start, end):
    return (end.year - start.year) * 12 + end.month - start.month


def _months_from(year, month, count):
    start = dt.date(int(year), int(month), 1)
    return start, _months_later(start, count)


_FORMS = [
    (r"(\d{4})", lambda year: _months_from(year, 1, 12)),
    (r"(\d{4})-H([12])", lambda year, half: _months_from(year, int(half) * 6 - 5, 6)),
    (r"(\d{4})-Q([1-4])", lambda year, quarter: _months_from(year, int(quarter) * 3 - 2, 3)),
    (r"(\d{4})-(\d{2})", lambda year, month: _months_from(year, month, 1)),
    (r"FY(\d{4})-(\d{2})", lambda year, month: _months_from(year, month, 12)),
    (r"(\d{4})\.\.(\d{4})", lambda first, last: (dt.date(int(first), 1, 1), dt.date(int(last) + 1, 1, 1))),
    (
        r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})",
        lambda start, end: (dt.date.fromisoformat(start), dt.date.fromisoformat(end)),
    ),
]


def _code_like(code, start, end):
    """The code of start to end, written in the form of another code."""
    if code.startswith("FY"):
        return f"FY{start:%Y-%m}"
    if ".." in code:
        return f"{start.year}..{end.year - 1}"
    if "H" in code:
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    if "Q" in code:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if "-" in code else f"{start.year}"


def _label_en(period):
    code, start, last = period.code, period.start, period.last_day
    if period.is_days:
        return f"{_day_en(start)} – {_day_en(last)}"
    if code.startswith("FY"):
        return (
            f"fiscal year {MONTHS_EN[start.month - 1]} {start.year} – {MONTHS_EN[last.month - 1]} {last.year}"
        )
    if ".." in code:
        return f"{start.year}–{last.year}"
    if "H" in code:
        return f"{'first' if start.month == 1 else 'second'} half of {start.year}"
    if "Q" in code:
        return f"{['first', 'second', 'third', 'fourth'][start.month // 3]} quarter of {start.year}"
    return f"{MONTHS_EN[start.month - 1]} {start.year}" if "-" in code else f"{start.year}"


def _label_km(period):
    code, start, last = period.code, period.start, period.last_day
    if period.is_days:
        return f"ពីថ្ងៃទី {_day_km(start)} ដល់ថ្ងៃទី {_day_km(last)}"
    if code.startswith("FY"):
        return f"ឆ្នាំសារពើពន្ធ ពីខែ{_month_km(start)} ដល់ខែ{_month_km(last)}"
    if ".." in code:
        return f"ឆ្នាំ {start.year} ដល់ឆ្នាំ {last.year}"
    if "H" in code:
        return f"ឆមាសទី {1 if start.month == 1 else 2} ឆ្នាំ {start.year}"
    if "Q" in code:
        return f"ត្រីមាសទី {(start.month + 2) // 3} ឆ្នាំ {start.year}"
    return f"ខែ{_month_km(start)}" if "-" in code else f"ឆ្នាំ {start.year}"


def _day_en(day):
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def _day_km(day):
    return f"{day.day} ខែ{_month_km(day)}"


def _month_km(day):
    return f"{MONTHS_KM[day.month - 1]} ឆ្នាំ {day.year}"
