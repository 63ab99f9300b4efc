"""An ambassador's training session takes the same way from a phone as from the form."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from ambassadors.models import TrainingSession
from lms.actions.submit_keys import keep_key
from lms.models import SetAsideItem, SyncItem
from lms.sync import Item, receive
from tests import factories as make
from tests.lms.sync.sender import Sender, made, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def ambassador():
    district = make.area("Prey Nob", level=2)
    make.venue(area=make.area(parent=district), code="school-1")
    make.topic()
    return make.ambassador(area=district)


@pytest.fixture
def sender(ambassador):
    user, key = ambassador.person.user, new_key()
    keep_key(key=key, owner=user)
    return Sender(Client(), owner=f"user:{user.pk}", key=key)


def session(*, base=0, **changes):
    payload = {
        "held_on": timezone.localdate().isoformat(),
        "duration_minutes": 60,
        "venue": "school-1",
        "topic": "first-steps",
        "headcount_total": 2,
        "headcount": [{"gender": "female", "age_band": "18-24", "count": 2}],
    }
    return made("training-session", payload | changes, base_revision=base)


def test_it_is_stored_once_and_mended_on_its_current_revision(sender):
    first = session()
    assert sender.statuses(first, first) == ["stored", "already_stored"]
    mended = session(base=1, note="ម្តងទៀត") | {"id": first["id"]}
    (result,) = sender.send(mended)
    assert (result["status"], result["revision"]) == ("stored", 2)
    assert sender.statuses(first, mended) == ["already_stored", "already_stored"]
    assert sender.state()[first["id"]]["revision"] == 2
    assert SyncItem.objects.count() == TrainingSession.objects.count() == 1


def test_edits_out_of_order_overwrite_nothing_and_both_are_kept(sender):
    first = session()
    edits = [session(base=base, note=f"កំណែ {base}") | {"id": first["id"]} for base in (1, 2)]
    assert sender.statuses(first, edits[1]) == ["stored", "conflict"]
    assert sender.statuses(*edits) == ["stored", "stored"]
    assert TrainingSession.objects.get().note == "កំណែ 2"
    late = session(base=1, note="ពីទូរសព្ទផ្សេង") | {"id": first["id"]}
    assert sender.statuses(late) == ["conflict"]
    assert TrainingSession.objects.get().note == "កំណែ 2"
    assert SetAsideItem.objects.get(dealt_with_at=None).reason == "conflict"
    assert sender.state()[first["id"]]["status"] == "conflict"


def test_a_deleted_session_that_is_sent_again_stays_deleted_and_says_so(sender):
    item = session()
    sender.send(item)
    TrainingSession.objects.get().delete()
    (result,) = sender.send(item)
    assert result["status"] == "deleted"
    assert result["errors"]["__all__"]["km"]
    assert not TrainingSession.objects.exists()
    assert sender.state()[item["id"]]["status"] == "deleted"


def test_the_form_and_the_phone_share_one_door(sender, ambassador):
    item = session()
    made_at = timezone.now() - dt.timedelta(minutes=1)
    typed = Item(id=uuid.UUID(item["id"]), kind="training-session", payload=item["payload"], made_at=made_at)
    assert receive(typed, by=ambassador.person.user).status == "stored"
    assert sender.statuses(item) == ["already_stored"]


def test_what_a_person_can_mend_is_refused_beside_what_is_stored(sender):
    statuses = sender.statuses(session(headcount_total=3), session())
    assert statuses == ["refused", "stored"]
    assert SyncItem.objects.count() == 1
