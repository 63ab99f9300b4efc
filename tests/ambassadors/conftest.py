"""One district with a school, its ambassador and its coordinator; another district beside it."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from ambassadors.models import Ambassador, Topic, TrainingSession
from ambassadors.sessions.grid import name_of
from lms.actions.roles import grant_role, set_up_groups
from lms.models import Area, Person, RoleAssignment, SetAsideItem, SubmitKey, SyncItem, User, Venue, VenueKind
from lms.sync import Item, receive
from tests import factories as make

COMMITTED = [
    SetAsideItem,
    SyncItem,
    SubmitKey,
    TrainingSession,
    Ambassador,
    RoleAssignment,
    User,
    Person,
    Venue,
    VenueKind,
    Topic,
    Area,
]
CELLS = [
    {"gender": "female", "age_band": "18-24", "count": 7},
    {"gender": "male", "age_band": "18-24", "count": 4},
    {"gender": "female", "age_band": "60+", "count": 1},
]


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Rows that other connections see. They are taken away one by one: emptying whole tables, as a transactional
    test does, would take what migrations stored from the tests that follow."""
    with django_db_blocker.unblock():
        before = {model: list(model.objects.values_list("pk", flat=True)) for model in COMMITTED}
        yield
        for model, kept in before.items():
            made = model.objects.exclude(pk__in=kept)
            if model is Area:
                for area in made.order_by("-level"):
                    area.delete()
            else:
                made.delete()


@pytest.fixture
def district():
    return make.area("Prey Nob", level=2)


@pytest.fixture
def school(district):
    return make.venue(area=make.area("Veal Renh", parent=district), code="school-1", name_km="សាលារៀនវាលរេញ")


@pytest.fixture
def elsewhere():
    """A venue in another district."""
    return make.venue(area=make.area("Kampong Seila"), code="far-away", name_km="សាលាឃុំឆ្ងាយ")


@pytest.fixture
def topic():
    return make.topic()


@pytest.fixture
def ambassador(district, school, topic):
    return make.ambassador(area=district, username="sreyneang")


@pytest.fixture
def user(ambassador):
    made = ambassador.person.user
    made.full_name = "សុខ ស្រីនាង"
    made.save()
    return made


@pytest.fixture
def coordinator(district):
    """A coordinator of the district, with the staff group as in the product."""
    set_up_groups()
    return coordinator_of(district, username="chantha", full_name="ច័ន្ទ ថា")


def coordinator_of(*areas, **fields):
    made = make.user(fields.pop("username", None), **fields)
    for area in areas:
        grant_role(user=made, role="coordinator", area=area, by=None)
    return made


@pytest.fixture
def payload(school, topic):
    """Twelve people, as a phone would send it; `payload(note="…")` changes or adds fields."""

    def made(**changes):
        usual = {
            "held_on": timezone.localdate().isoformat(),
            "duration_minutes": 60,
            "venue": school.code,
            "kind": "school",
            "topic": topic.code,
            "headcount_total": 12,
            "headcount": CELLS,
            "people_with_disabilities": 1,
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    return made


@pytest.fixture
def send(user):
    """Hands an item in: `send(payload)` as the ambassador; returns the receipt."""

    def sent(content, *, id=None, base=0, by=user, kind="training-session", made_at=None):
        item = Item(
            id=id or uuid.uuid4(),
            kind=kind,
            payload=content,
            made_at=made_at or timezone.now() - dt.timedelta(minutes=5),
            base_revision=base,
        )
        return receive(item, by=by)

    return sent


@pytest.fixture
def phone(client, user):
    """The ambassador's own phone, signed in: `phone("en")`."""

    def opened(language="km"):
        client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return opened


@pytest.fixture
def typed(school, topic):
    """What the form of a new session sends: twelve people; `typed(note="…")` changes or adds inputs."""

    def made(**changes):
        return {
            "id": str(uuid.uuid4()),
            "base_revision": "0",
            "held_on": timezone.localdate().isoformat(),
            "duration": "60",
            "venue": school.code,
            "kind": "school",
            "subject": f"topic:{topic.code}",
            "headcount_total": "12",
            name_of("female", "18-24"): "7",
            name_of("male", "18-24"): "5",
        } | changes

    return made
