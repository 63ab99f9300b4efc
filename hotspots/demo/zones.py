"""The zones, their access points, and the feed that reports their use."""

from dataclasses import dataclass

from hotspots.models import AccessPoint, AccessPointIdentity, UsageSource, Zone
from lms.models import Partner, Venue

SOURCE = "demo-radius"


@dataclass(frozen=True)
class Plan:
    """`connections` on a working day, `weekend` times as many on Saturday and Sunday; `hours`: {hour: weight}."""

    opening_hours: str
    access_points: int
    capacity: int
    connections: float
    hours: dict
    weekend: float = 1.0


MARKET = {6: 6, 7: 9, 8: 9, 9: 8, 10: 7, 11: 6, 12: 5, 13: 4, 14: 4, 15: 5, 16: 7, 17: 7, 18: 4}
EVENING = {9: 1, 14: 2, 15: 3, 16: 5, 17: 8, 18: 10, 19: 10, 20: 8, 21: 6, 22: 4, 23: 2}
ALL_DAY = {6: 4, 7: 7, 8: 6, 9: 5, 10: 5, 11: 6, 12: 6, 13: 5, 14: 5, 15: 5, 16: 7, 17: 8, 18: 6, 19: 3}
OFFICE = {7: 4, 8: 8, 9: 9, 10: 8, 11: 4, 13: 2, 14: 8, 15: 8, 16: 6, 17: 2}

PLANS = {
    "demo-market": Plan("06:00–19:00", 3, 120, 34, MARKET, weekend=1.15),
    "demo-seafront": Plan("00:00–24:00", 3, 150, 28, EVENING, weekend=1.6),
    "demo-bus": Plan("05:00–20:00", 2, 80, 25, ALL_DAY, weekend=1.2),
    "demo-veal-renh": Plan("06:00–19:00", 2, 60, 19, MARKET, weekend=1.1),
    "demo-prey-nob": Plan("07:00–18:00", 1, 30, 8, OFFICE, weekend=0.35),
    "demo-harbour": Plan("00:00–24:00", 2, 60, 14, ALL_DAY),
    "demo-pier": Plan("06:00–20:00", 1, 40, 11, ALL_DAY, weekend=1.4),
    "demo-ream": Plan("07:00–20:00", 1, 40, 12, EVENING, weekend=0.8),
}


def load(demonstration):
    operator = Partner.objects.get(is_demo=True, kind=Partner.Kind.PRIVATE)
    venues = {venue.code: venue for venue in Venue.objects.filter(is_demo=True)}
    zones = Zone.objects.bulk_create(
        Zone(
            venue=venues[code],
            code=code,
            ssid="Sala Demo",
            opening_hours=plan.opening_hours,
            operator=operator,
            capacity=plan.capacity,
        )
        for code, plan in PLANS.items()
    )
    access_points = AccessPoint.objects.bulk_create(
        AccessPoint(zone=zone, name=f"{zone.code}-ap{number}", model="")
        for zone in zones
        for number in range(1, PLANS[zone.code].access_points + 1)
    )
    AccessPointIdentity.objects.bulk_create(
        AccessPointIdentity(
            access_point=access_point,
            kind=AccessPointIdentity.Kind.NAS_IDENTIFIER,
            value=access_point.name,
        )
        for access_point in access_points
    )
    UsageSource.objects.create(code=SOURCE, name="Demonstration: RADIUS accounting", is_demo=True)
