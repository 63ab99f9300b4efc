"""People seen at a zone, counted by eye: a sample with its size and the share that could not be told (R37)."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hotspots.models import ObservationCount
from lms.actions.roles import grant_role, set_up_groups
from lms.sync import Item, receive
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(code="market")


@pytest.fixture
def counter(zone):
    return make.user(role="ambassador", area=zone.venue.area)


def hand_in(by, *, id=None, **changes):
    today = timezone.localdate().isoformat()
    usual = {"zone": "market", "counted_on": today, "minutes": "១៥", "female": 9, "male": 6, "unknown": 5}
    payload = {name: value for name, value in (usual | changes).items() if value is not None}
    item = Item(id=id or uuid.uuid4(), kind="observation-count", payload=payload, made_at=timezone.now())
    return receive(item, by=by)


def test_a_count_is_kept_once_with_its_size_and_unknown_share(counter):
    receipt = hand_in(counter)
    assert receipt.status == "stored"
    assert hand_in(counter, id=receipt.id).status == "already_stored"
    kept = ObservationCount.objects.get()
    assert (kept.sample_size, kept.unknown_share, kept.minutes, kept.counted_by) == (20, 25, 15, counter)
    assert hand_in(counter, female=None, male=None, unknown=None).is_safe
    assert ObservationCount.objects.filter(female=0).get().unknown_share is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"zone": "elsewhere"}, "zone"),
        ({"minutes": None}, "minutes"),
        ({"male": -1}, "male"),
        ({"counted_on": (timezone.localdate() + dt.timedelta(days=2)).isoformat()}, "counted_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(counter, changes, field):
    receipt = hand_in(counter, **changes)
    assert (receipt.status, list(receipt.problem.error_dict)) == ("refused", [field])


def test_nobody_counts_in_another_area_and_viewers_nowhere(zone):
    assert hand_in(make.user(role="ambassador", area=make.area("Kampong Seila"))).status == "refused"
    assert hand_in(make.user(role="commune_viewer", area=zone.venue.area)).status == "refused"


def test_a_count_out_of_reason_is_refused_by_the_database(zone, counter):
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        ObservationCount.objects.create(
            zone=zone, counted_on=today, minutes=0, counted_by=counter, made_at=timezone.now()
        )


def test_the_page_keeps_a_count_without_scripts_and_staff_of_the_area_see_it(client, counter, zone):
    assert client.get("/field/zones/count/").status_code == 302
    client.force_login(counter)
    assert "market" in client.get("/field/zones/count/").content.decode()
    typed = {"id": str(uuid.uuid4()), "zone": "market", "minutes": "15", "female": "3", "male": "x"}
    typed["counted_on"] = timezone.localdate().isoformat()
    assert client.post("/field/zones/count/", typed).status_code == 200
    assert client.post("/field/zones/count/", typed | {"male": "2"}).status_code == 302
    set_up_groups()
    staff = make.user()
    grant_role(user=staff, role="zone_operator", area=zone.venue.area, by=None)
    client.force_login(staff)
    page = client.get("/admin/observationcount/").content.decode()
    assert "Sample size" in page
