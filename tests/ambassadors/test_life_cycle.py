"""How ambassadors come and go, who may hand in what, and the course that comes first (R23)."""

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from ambassadors.models import Ambassador, AmbassadorEvent, SpokenLanguage, TrainingSession
from ambassadors.team.life_cycle import STEPS, Kind, possible_steps, record_training, take_step
from content.models import CoursePage
from content.required import required_course_key
from lms.actions.learning import adopt
from lms.actions.roles import grant_role
from lms.models import Partner
from lms.sync import Status
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of
from tests.ambassadors.pages import NEW, errors_of, words_of
from tests.content import factories as pages

pytestmark = pytest.mark.django_db

State = Ambassador.Status


@pytest.fixture
def course(tmp_path):
    """The required course, of one lesson."""
    made = pages.course(parent=pages.homes(tmp_path)["km"])
    pages.lesson(parent=made)
    CoursePage.objects.update(is_required_of_ambassadors=True)
    return CoursePage.objects.get()


@pytest.fixture
def trainee(ambassador):
    Ambassador.objects.update(status=State.TRAINING, required_course_done_at=None)
    ambassador.refresh_from_db()
    return ambassador


def step(ambassador, kind, by, reason="ព្រោះ"):
    event = take_step(ambassador=ambassador, kind=kind, by=by, reason=reason)
    ambassador.refresh_from_db()
    return event


def complete(person, course):
    learner = make.learner(person=person)
    for lesson in course.get_children().live():
        make.completion(learner=learner, lesson_key=lesson.translation_key, course_key=course.translation_key)
    return learner


def test_the_whole_life_leaves_a_history_of_who_when_and_why(trainee, coordinator):
    record_training(ambassador=trainee, by=coordinator, reason="រៀននៅសាលា")
    for kind in (Kind.ACTIVATED, Kind.PAUSED, Kind.RESUMED, Kind.LEFT, Kind.CAME_BACK):
        step(trainee, kind, coordinator)
    assert [event.kind for event in trainee.events.all()] == [
        *("trained", "activated", "paused", "resumed", "left", "came_back")
    ]
    assert {event.by for event in trainee.events.all()} == {coordinator}
    assert (trainee.status, trainee.stopped_on, trainee.may_log) == ("training", timezone.localdate(), False)
    step(trainee, Kind.ACTIVATED, coordinator)
    assert (trainee.stopped_on, trainee.may_log) == (None, True)


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_possible_only_from_its_states_and_only_as_seen(kind, ambassador, coordinator):
    for status in State:
        Ambassador.objects.update(status=status, stopped_on=None)
        ambassador.refresh_from_db()
        is_possible = kind in dict(possible_steps(ambassador))
        assert is_possible == (status in STEPS[kind].possible_from)
        if is_possible:
            with pytest.raises(ValidationError), transaction.atomic():
                take_step(ambassador=ambassador, kind=kind, by=coordinator, reason="x", seen="other")
            assert step(ambassador, kind, coordinator).kind == kind
        else:
            with pytest.raises(ValidationError):
                step(ambassador, kind, coordinator)


@pytest.mark.parametrize("kind", [Kind.PAUSED, Kind.LEFT])
def test_pausing_and_leaving_need_a_reason(kind, ambassador, coordinator):
    with pytest.raises(ValidationError) as refused:
        step(ambassador, kind, coordinator, reason=" ")
    assert "reason" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        AmbassadorEvent.objects.create(ambassador=ambassador, kind=kind, by=coordinator)


def test_nobody_decides_elsewhere_or_about_themselves(ambassador, user, coordinator, elsewhere, district):
    with pytest.raises(PermissionDenied):
        step(ambassador, Kind.PAUSED, coordinator_of(elsewhere.area))
    grant_role(user=user, role="coordinator", area=district, by=None)
    with pytest.raises(ValidationError):
        step(ambassador, Kind.PAUSED, user)


def test_the_database_knows_nobody_active_before_the_course(ambassador):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ambassador.objects.update(required_course_done_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ambassador.objects.update(stopped_on=timezone.localdate())


def test_in_training_nothing_can_be_logged_by_form_or_phone_and_the_way_on_is_shown(
    trainee, phone, typed, send, payload, course
):
    client = phone("en")
    assert "0 of 1 lesson done" in words_of(client.get("/field/"))
    assert client.get(NEW).status_code == 403
    assert errors_of(client.post(NEW, typed()))["__all__"]
    receipt = send(payload())
    assert receipt.status == Status.REFUSED
    assert receipt.as_json()["errors"]["__all__"].keys() == {"km", "en"}
    assert not TrainingSession.objects.exists()


def test_completing_the_course_opens_the_way_and_the_coordinator_activates(
    trainee, coordinator, course, send, payload, django_capture_on_commit_callbacks
):
    with pytest.raises(ValidationError):
        step(trainee, Kind.ACTIVATED, coordinator)
    guest = complete(None, course)
    with django_capture_on_commit_callbacks(execute=True):
        adopt(learner=guest, person=trainee.person)
    trainee.refresh_from_db()
    assert trainee.required_course_done_at == guest.completions.get().completed_at
    assert [(event.kind, event.by) for event in trainee.events.all()] == [("course_done", None)]
    step(trainee, Kind.ACTIVATED, coordinator)
    assert trainee.may_log
    assert send(payload()).status == Status.STORED


def test_another_course_opens_nothing(trainee, course, django_capture_on_commit_callbacks):
    other = pages.course(parent=course.get_parent().specific)
    pages.lesson(parent=other)
    guest = complete(None, other)
    with django_capture_on_commit_callbacks(execute=True):
        adopt(learner=guest, person=trainee.person)
    trainee.refresh_from_db()
    assert trainee.required_course_done_at is None


def test_the_button_leads_to_the_course_as_the_ambassador_and_takes_over_what_a_guest_did(
    trainee, phone, course
):
    client = phone()
    response = client.post("/field/course/")
    assert response.url == course.get_url()
    learner = trainee.person.learners.get()
    assert client.session["learner_id"] == str(learner.pk)
    client.post("/field/course/")
    assert trainee.person.learners.count() == 1


@pytest.mark.parametrize("kind", [Kind.PAUSED, Kind.LEFT])
def test_who_stops_hands_in_what_was_before_and_nothing_later(
    kind, ambassador, coordinator, phone, send, payload
):
    step(ambassador, kind, coordinator)
    Ambassador.objects.update(stopped_on=timezone.localdate() - dt.timedelta(days=3))
    id, before = uuid.uuid4(), (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    assert send(payload(held_on=before), id=id).status == Status.STORED
    later = payload(held_on=(timezone.localdate() - dt.timedelta(days=2)).isoformat())
    assert send(later).status == send(later, id=id, base=1).status == Status.REFUSED
    assert send(payload(held_on=before, note="x"), id=id, base=1).status == Status.STORED
    client = phone()
    assert client.get("/field/sessions/").status_code == client.get(NEW).status_code == 200
    assert client.get("/field/learners/new/").status_code == 403
    assert client.get("/field/data.json").json()["last_day"] == before


def test_who_came_back_hands_in_what_was_before_they_left(ambassador, coordinator, send, payload):
    step(ambassador, Kind.LEFT, coordinator)
    Ambassador.objects.update(stopped_on=timezone.localdate() - dt.timedelta(days=3))
    before, later = ((timezone.localdate() - dt.timedelta(days=days)).isoformat() for days in (3, 2))
    for kind in (Kind.CAME_BACK, Kind.LEFT, Kind.CAME_BACK):
        ambassador.refresh_from_db()
        step(ambassador, kind, coordinator)
        assert send(payload(held_on=before)).status == Status.STORED
        assert send(payload(held_on=later)).status == Status.REFUSED


def test_a_trainee_who_leaves_hands_in_nothing(trainee, coordinator, send, payload):
    record_training(ambassador=trainee, by=coordinator, reason="x")
    trainee.refresh_from_db()
    step(trainee, Kind.LEFT, coordinator)
    assert trainee.last_day is None
    assert send(payload()).status == Status.REFUSED


def test_steps_are_buttons_of_the_coordinator_alone(client, coordinator, ambassador, district, elsewhere):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    address = f"/admin/ambassadors/inspect/{ambassador.pk}/"
    client.force_login(coordinator)
    data = {"step": "paused", "seen": "active"}
    assert list(client.post(address, data).context["form"].errors) == ["reason"]
    assert client.post(address, data | {"reason": "ឈឺ"}).url == address
    assert "ឈឺ" in client.get(address).content.decode()
    assert client.post(address, data | {"reason": "x"}).status_code == 200  # in a second tab
    assert client.post(address, {"step": "nonsense"}).status_code == 200
    client.force_login(coordinator_of(elsewhere.area))
    assert client.get(address).status_code == client.post(address, data).status_code == 404
    viewer = make.user()
    grant_role(user=viewer, role="me_officer", area=district, by=None)
    client.force_login(viewer)
    assert 'name="step"' not in client.get(address).content.decode()
    assert client.post(address, {"step": "resumed", "seen": "paused"}).status_code in (302, 403)
    ambassador.refresh_from_db()
    assert ambassador.status == "paused"


def test_the_list_is_filtered_and_taken_away(client, coordinator, ambassador, district, school):
    make.training_session(venue=school, ambassador=ambassador, status="verified")
    partner = Partner.objects.create(kind="ngo", name_km="អង្គការ", name_en="An NGO")
    man = make.ambassador(
        area=school.area,
        partner=partner,
        person=make.person(nickname="", given_name_latin="=Dara", family_name_latin="Chan", gender="male"),
    )
    khmer = SpokenLanguage.objects.create(code="km", name_km="ខ្មែរ", name_en="Khmer")
    man.languages.add(khmer)
    client.force_login(coordinator)
    address = "/admin/ambassadors/"

    def found(**asked):
        return list(client.get(address, asked).context["object_list"])

    assert found() == [ambassador, man]
    assert found(gender="male") == found(partner=partner.pk) == found(languages=khmer.pk) == [man]
    assert found(area=school.area.pk) == [man]
    assert found(area=district.pk) == [ambassador, man]
    assert found(setting="urban") == [ambassador]
    assert found(setting="rural") == []
    assert found(status="paused") == []
    # 06:30 on the next day in Phnom Penh.
    Ambassador.objects.update(required_course_done_at=dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC))
    for kind, ending in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        answer = client.get(address, {"export": kind})
        assert ending in answer["Content-Type"]
    text = client.get(address, {"export": "csv", "gender": "male"}).content.decode("utf-8-sig")
    assert "Chan" in text
    assert "សុខ" not in text
    assert "2026-03-02 06:30:00" in text
    book = load_workbook(io.BytesIO(client.get(address, {"export": "xlsx"}).getvalue()))
    assert "2026-03-02 06:30:00" in [str(cell.value) for row in book.active for cell in row]


def test_which_course_is_required_stands_in_the_course(course):
    assert required_course_key() == course.translation_key
    CoursePage.objects.update(is_required_of_ambassadors=False)
    assert required_course_key() is None
