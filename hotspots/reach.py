"""How the free Wi-Fi was used, declared to the reach report: connections and device-days, never people."""

from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from hotspots.models import UsageDay, Zone
from lms.reporting import registry

PLACE = {
    "place": "code",
    "place_en": "venue__name_en",
    "place_km": "venue__name_km",
    "area": "venue__area",
    "setting": "venue__setting",
}


def records_url(period):
    """The staff list of usage by zone and day."""
    days = {"day__gte": period.start, "day__lte": period.last_day}
    return f"{reverse('usageday:index')}?{urlencode(days)}"


registry.register(
    registry.Usage(
        name="zones",
        records_url=records_url,
        rows=UsageDay.objects.all,
        places=Zone.objects.all,
        place_columns={name: F(path) for name, path in PLACE.items()},
        columns={name: F(f"zone__{path}") for name, path in PLACE.items()}
        | {
            "day": F("day"),
            "connections": F("connections"),
            "devices": F("devices"),
            "seconds": F("seconds"),
            "bytes": F("bytes_up") + F("bytes_down"),
        },
    )
)
