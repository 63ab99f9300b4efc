"""People seen at a zone, counted by eye: a sample with its size and the share that could not be told (R37)."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from hotspots.models import ObservationCount
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RoleAssignment
from lms.sync import Item, receive
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(code="market")


@pytest.fixture
def counter(zone):
    return make.ambassador(area=zone.venue.area).person.user


def hand_in(by, *, id=None, made_at=None, **changes):
    today = timezone.localdate().isoformat()
    usual = {"zone": "market", "counted_on": today, "minutes": "១៥", "female": 9, "male": 6, "unknown": 5}
    payload = {name: value for name, value in (usual | changes).items() if value is not None}
    made_at = made_at or timezone.now()
    item = Item(id=id or uuid.uuid4(), kind="observation-count", payload=payload, made_at=made_at)
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


@pytest.mark.parametrize(
    ("status", "has_done_the_course", "problem"),
    [
        ("applied", False, "First complete the course"),
        ("training", False, "First complete the course"),
        ("training", True, "Only an active ambassador"),
        ("left", True, "Only an active ambassador"),
    ],
)
def test_an_ambassador_who_is_not_active_yet_or_never_was_counts_nobody(
    zone, status, has_done_the_course, problem
):
    done_at = timezone.now() if has_done_the_course else None
    ambassador = make.ambassador(area=zone.venue.area, status=status, required_course_done_at=done_at)
    with translation.override("en"):
        receipt = hand_in(ambassador.person.user)
        assert receipt.status == "refused"
        assert problem in receipt.problem.messages[0]
    assert not ObservationCount.objects.exists()


@pytest.mark.parametrize("status", ["paused", "left"])
def test_who_stopped_hands_in_what_was_counted_until_that_day(zone, status):
    yesterday = timezone.now() - dt.timedelta(days=1)
    last_day = timezone.localdate(yesterday)
    ambassador = make.ambassador(area=zone.venue.area, status=status, stopped_on=last_day)
    assert hand_in(ambassador.person.user).status == "refused"
    assert hand_in(ambassador.person.user, made_at=yesterday).status == "stored"


def test_staff_in_charge_of_the_zone_count_whatever_else_they_were(zone):
    area, elsewhere = zone.venue.area, make.area("Kampong Seila")
    for role in ("zone_operator", "coordinator", "province_manager"):
        assert hand_in(make.user(role=role, area=area)).status == "stored"
    assert hand_in(make.user(is_superuser=True)).status == "stored"
    for place, status in ((elsewhere, "refused"), (area.parent, "stored")):
        once = make.ambassador(area=area, status="left").person.user
        RoleAssignment.objects.create(user=once, role="coordinator", area=place)
        assert hand_in(once).status == status


@pytest.mark.parametrize(("status", "is_offered"), [("active", True), ("training", False), ("left", False)])
def test_the_start_page_offers_it_to_active_ambassadors(client, zone, status, is_offered):
    client.force_login(make.ambassador(area=zone.venue.area, status=status).person.user)
    assert ('href="/field/zones/count/"' in client.get("/field/").content.decode()) == is_offered


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
    assert zone.venue.name_km in page
