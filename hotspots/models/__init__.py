from hotspots.models.connections import Connection, ConnectionDay, PseudonymKey
from hotspots.models.observations import ObservationCount
from hotspots.models.usage import UsageDay
from hotspots.models.zones import AccessPoint, AccessPointIdentity, UsageSource, Zone

__all__ = [
    "AccessPoint",
    "AccessPointIdentity",
    "Connection",
    "ConnectionDay",
    "ObservationCount",
    "PseudonymKey",
    "UsageDay",
    "UsageSource",
    "Zone",
]
