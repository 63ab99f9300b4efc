import pytest

from hotspots.models import AccessPoint, AccessPointIdentity
from tests import factories


@pytest.fixture
def beach(db):
    """A zone with one access point, known by its NAS address."""
    zone = factories.zone(code="beach")
    access_point = AccessPoint.objects.create(zone=zone, name="mast")
    AccessPointIdentity.objects.create(access_point=access_point, kind="nas_address", value="10.0.0.1")
    return zone


@pytest.fixture
def radius(beach):
    """A usage source of many zones: each record's access point says where."""
    return factories.usage_source(code="radius")
