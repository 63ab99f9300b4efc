"""Numbers and dates are written and read the Cambodian way in both languages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation


@pytest.fixture(params=["km", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_numbers(language):
    assert formats.number_format(Decimal("1234567.891"), 2, force_grouping=True) == "1,234,567.89"


@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "05.03.2026", "2026-03-05"])
def test_dates_are_read_day_first(language, typed):
    assert forms.DateField().clean(typed) == date(2026, 3, 5)


def test_a_date_with_the_month_first_is_refused(language):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("3/13/2026")


def test_dates_are_written_day_first(language):
    moment = datetime(2026, 10, 5, 14, 7)  # noqa: DTZ001 - only its digits are looked at
    month = {"km": "តុលា", "en": "October"}[language]
    assert formats.date_format(moment) == f"5 {month} 2026"
    assert formats.date_format(moment, "DATETIME_FORMAT") == f"5 {month} 2026, 14:07"
    assert formats.date_format(moment, "SHORT_DATE_FORMAT") == "05/10/2026"
    assert (
        formats.date_format(moment, "YEAR_MONTH_FORMAT")
        == {"km": "ខែតុលា 2026", "en": "October 2026"}[language]
    )
    assert forms.DateInput().format_value(moment.date()) == "05/10/2026"
