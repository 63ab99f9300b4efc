"""The demonstration's Wi-Fi zones and half a year of their use."""

from django.db.models import Q

from hotspots.demo import usage, zones
from hotspots.models import (
    AccessPoint,
    AccessPointIdentity,
    Connection,
    ConnectionDay,
    PseudonymKey,
    UsageDay,
    UsageSource,
    Zone,
)
from lms.demo import Part, register


def load(demonstration):
    zones.load(demonstration)
    usage.load(demonstration)


def rows():
    demo_zones = Zone.objects.filter(venue__is_demo=True)
    access_points = AccessPoint.objects.filter(zone__in=demo_zones)
    connections = Connection.objects.filter(source__is_demo=True)
    return [
        UsageDay.objects.filter(source__is_demo=True),
        ConnectionDay.objects.filter(connection__in=connections),
        connections,
        PseudonymKey.objects.filter(zone__in=demo_zones),
        AccessPointIdentity.objects.filter(access_point__in=access_points),
        access_points,
        # A feed that somebody set up for a zone that does not exist is part of the play.
        UsageSource.objects.filter(
            Q(is_demo=True) | Q(zone__in=demo_zones, connections=None, usage_days=None)
        ),
        demo_zones,
    ]


register(Part(order=20, load=load, rows=rows))
