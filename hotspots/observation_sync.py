"""Observation counts as items from a phone, and their page among the field pages."""

import datetime as dt

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from hotspots.models import ObservationCount, Zone
from hotspots.models.observations import MINUTES_LIMIT, OBSERVED_LIMIT
from hotspots.observation_forms import ObservationForm
from lms.models import User
from lms.sync import Kind, Malformed, Reading, Status, at_work
from lms.sync.field_pages import FieldPage

OLDEST = dt.timedelta(days=365)
COUNTS = ("female", "male", "unknown")
MAY_COUNT = "hotspots.add_observationcount"


def zones_to_count(user):
    """The zones in use that somebody may count at."""
    inside = user.area_condition("venue__area", MAY_COUNT)
    return Zone.objects.filter(inside).open().select_related("venue").order_by("code")


def observation_schema(payload, *, by):
    """{zone: code, counted_on, starts_at?, minutes, female?, male?, unknown?} as {field: value}.

    To have seen nobody is a count, too.
    """
    if not isinstance(by, User):
        raise Malformed("an observation comes from a member of the programme")
    reading = Reading(payload)
    zone = zones_to_count(by).filter(code=reading.typed("zone")).first()
    if zone is None:
        reading.refuse("zone", _("Choose the Wi-Fi zone."))
    content = {
        "zone": zone,
        "counted_on": reading.past_day(
            "counted_on", oldest=OLDEST, too_old=_("This day is more than a year ago. Is the year right?")
        ),
        "starts_at": reading.time("starts_at"),
        "minutes": reading.number("minutes", least=1, most=MINUTES_LIMIT),
        **{name: reading.number(name, least=0, most=OBSERVED_LIMIT, default=0) for name in COUNTS},
    }
    if content["minutes"] is None and "minutes" not in reading.errors:
        reading.refuse("minutes", _("Say for how many minutes you counted."))
    reading.finish()
    return content


def store_observation(item, content, *, by):
    at_work.check(by=by, permission=MAY_COUNT, area=content["zone"].venue.area, made_at=item.made_at)
    ObservationCount(id=item.id, counted_by=by, made_at=item.made_at, **content).save(force_insert=True)
    return Status.STORED, 1


def zones_on_phone(user):
    return [
        {"code": zone.code, "name_km": zone.venue.name_km, "name_en": zone.venue.name_en}
        for zone in zones_to_count(user)
    ]


OBSERVATION_COUNT = Kind(
    name="observation-count", schema=observation_schema, handle=store_observation, model=ObservationCount
)
OBSERVATION_PAGE = FieldPage(
    name="zones",
    kind="observation-count",
    label=_("Count people at a Wi-Fi zone"),
    picture="wifi",
    url=reverse_lazy("zone_field:count"),
    template="hotspots/field/observation_offline.html",
    context=lambda: ObservationForm(user=None),
    data=zones_on_phone,
)
