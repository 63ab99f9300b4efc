"""Takes exports in and looks at what was stored, for the tests of the import."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from hotspots.actions import import_usage
from hotspots.models import (
    Connection,
    ConnectionDay,
    PseudonymKey,
    UsageDay,
)
from tests.hotspots.radius import export, lines

AT = dt.datetime(2026, 9, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 9, 1)
MEASURES = ["connections", "devices", "visits", "seconds", "bytes_up", "bytes_down", "estimated"]


def take_in(source, *sessions, at=AT, **options):
    return import_usage(source=source, lines=lines(export(*sessions)), at=at, **options)


def counts(result):
    return (result.read, result.new, result.updated, result.unchanged, result.days)


def days(*measures):
    """{day: the measures} of all usage days."""
    return {row[0]: row[1:] for row in UsageDay.objects.values_list("day", *(measures or MEASURES))}


def everything():
    """All that is stored of usage, to see whether anything changed."""
    models = (Connection, ConnectionDay, UsageDay, PseudonymKey)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refusal(source, *sessions, **options):
    before = everything()
    with pytest.raises(ValidationError) as refused:
        take_in(source, *sessions, **options)
    assert everything() == before
    with override("en"):
        return " ".join(refused.value.messages)
