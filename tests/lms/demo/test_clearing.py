"""The demonstration is always the same, and goes without a trace."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction

from ambassadors.models import (
    Attendance,
    SessionPhoto,
    TrainingSession,
)
from lms.actions.demonstration import clear_demonstration, load_demonstration
from lms.demo.sign_ins import DEMO_CARD
from lms.models import (
    Person,
    User,
    Venue,
)
from tests.factories import learner, person, training_session
from tests.lms.demo.comparing import counts, fingerprint
from tests.lms.demo.conftest import UNTIL

pytestmark = pytest.mark.django_db


def test_it_goes_without_a_trace_and_comes_back_the_same(loaded):
    before, _ = loaded
    first = fingerprint()
    assert clear_demonstration() > 10_000
    assert counts() == before
    assert clear_demonstration() == 0
    load_demonstration(until=UNTIL)
    assert fingerprint() == first


def test_what_people_tried_out_in_it_goes_too(loaded, private_files, django_capture_on_commit_callbacks):
    before, _ = loaded
    owner = Person.objects.get(learner_card__code=DEMO_CARD)
    learner(person=owner)
    learner(came_through=Venue.objects.get(code="demo-market"))
    admin = User.objects.create_superuser("real-admin", password="not a demonstration")
    session = TrainingSession.objects.filter(status="submitted").first()
    session.review_events.create(kind="rejected", reason="…", revision_number=1, by=admin)
    photo = SessionPhoto(training_session=session, sha256="a" * 64)
    photo.file.save("room.jpg", ContentFile(b"a photo"))
    assert [file.name for file in private_files.rglob("*.jpg")] == ["room.jpg"]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clear_demo", stdout=io.StringIO())
    assert counts() == before | {User: before[User] + 1}
    assert not list(private_files.rglob("*.jpg"))


def test_it_cannot_be_loaded_twice(loaded):
    with pytest.raises(CommandError, match="clear_demo"):
        call_command("load_demo")


def test_clearing_is_refused_while_something_real_hangs_on_it(loaded):
    all_there = counts()
    demo_session = TrainingSession.objects.filter(kind="community").first()
    with transaction.atomic():
        real = training_session(venue=Venue.objects.get(code="demo-school-1"), cells={})
        Attendance.objects.create(training_session=demo_session, person=real.ambassador.person)
        learner(person=person(), came_through=Venue.objects.get(code="demo-bus"))
        with pytest.raises(CommandError) as refusal:
            call_command("clear_demo")
        transaction.set_rollback(True)
    assert refusal.value.returncode == 1
    for phrase in (
        "1 training session (on venues)",
        "1 attendance (on training sessions)",
        "1 learner (on venues)",
    ):
        assert phrase in str(refusal.value)
    assert counts() == all_there
