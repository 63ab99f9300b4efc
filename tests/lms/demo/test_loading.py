"""When the demonstration may be loaded, and what loading it says."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ambassadors.models import Topic, TrainingSession
from lms.actions.demonstration import load_demonstration
from lms.demo import Refused
from lms.demo.sign_ins import DEMO_CARD, DEMO_PASSWORD, DEMO_PIN
from lms.models import Area, ConsentText, Person, User, Venue, VenueKind
from tests.factories import person
from tests.lms.demo.conftest import UNTIL

pytestmark = pytest.mark.django_db


def test_it_is_not_loaded_between_real_people_unless_asked_for(shipped):
    real = person()
    with pytest.raises(CommandError, match="--beside-real-data"):
        call_command("load_demo")
    printed = io.StringIO()
    call_command("load_demo", "--beside-real-data", stdout=printed)
    for expected in (
        "demo-province",
        "demo-ambassador-14",
        DEMO_CARD,
        DEMO_PIN,
        DEMO_PASSWORD,
        "1804 Kampong Seila",
    ):
        assert expected in printed.getvalue()
    assert set(TrainingSession.objects.values_list("status", flat=True)) == set(TrainingSession.Status.values)
    call_command("clear_demo", stdout=printed)
    assert list(Person.objects.all()) == [real]


def test_a_day_in_the_future_is_refused():
    with pytest.raises(CommandError, match="future"):
        call_command("load_demo", until=timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("model", "lacking"),
    [(Area, "import_areas"), (VenueKind, "venue kinds"), (ConsentText, "consent texts"), (Topic, "topics")],
)
def test_it_says_what_has_to_be_loaded_first(shipped, model, lacking):
    model.objects.all()._raw_delete(using="default")
    with pytest.raises(Refused, match=lacking):
        load_demonstration(until=UNTIL)
    assert not Person.objects.exists()
    assert not User.objects.filter(is_demo=True).exists()


def test_a_code_in_use_is_refused_with_a_sentence(shipped):
    User.objects.create(username="demo-editor")
    with pytest.raises(Refused, match="in use already"):
        load_demonstration(until=UNTIL)
    assert not Venue.objects.filter(is_demo=True).exists()
