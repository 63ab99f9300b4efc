"""Issue notes: written once on the phone, referred by staff, never lost and never doubled."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from ambassadors.models import IssueEvent, IssueNote
from ambassadors.notes.actions import take_step
from lms.actions.submit_keys import keep_key
from lms.khmer import latin_letters
from lms.models import SetAsideItem
from tests import factories as make
from tests.ambassadors.pages import errors_of
from tests.lms.sync.sender import Sender, made, new_key

pytestmark = pytest.mark.django_db

NEW, MINE, LIST = "/field/notes/new/", "/field/notes/", "/admin/issue-notes/"


@pytest.fixture
def note(school, ambassador):
    return make.issue_note(venue=school, ambassador=ambassador)


@pytest.fixture
def content(school):
    """The payload of a note; `content(text=None)` leaves something out."""
    make.issue_category()

    def filled(**changes):
        usual = {
            "category": "wifi",
            "venue": school.code,
            "made_on": timezone.localdate().isoformat(),
            "text": "វ៉ាយហ្វាយដាច់",
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    return filled


@pytest.fixture
def post(send):
    return lambda payload, **fields: send(payload, kind="issue-note", **fields)


# The item


def test_a_note_is_stored_with_its_commune_and_its_first_event(post, content, school, user):
    receipt = post(content())
    assert receipt.status == "stored"
    note = IssueNote.objects.get(pk=receipt.id)
    assert (note.area, note.venue, note.state) == (school.area, school, "new")
    assert [(event.state, event.by) for event in note.events.all()] == [("new", user)]


def test_a_commune_alone_is_a_place(post, content, school):
    receipt = post(content(venue=None, commune=school.area.code))
    note = IssueNote.objects.get(pk=receipt.id)
    assert (note.area, note.venue, note.place) == (school.area, None, school.area)


def test_the_same_note_again_is_one_note_and_other_words_do_not_overwrite_it(post, content):
    first = post(content())
    assert post(content(), id=first.id).status == "already_stored"
    assert post(content(text="ផ្សេង"), id=first.id).status == "conflict"
    assert IssueNote.objects.get().text == "វ៉ាយហ្វាយដាច់"
    assert SetAsideItem.objects.filter(reason="conflict").count() == 1


def test_a_note_that_was_deleted_does_not_come_back(post, content):
    receipt = post(content())
    IssueNote.objects.all().delete()
    assert post(content(), id=receipt.id).status == "deleted"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "nonsense"}, "category"),
        ({"category": None}, "category"),
        ({"venue": "far-away"}, "place"),
        ({"venue": None}, "place"),
        ({"venue": None, "commune": "99"}, "place"),
        ({"text": " \u200b "}, "text"),
        ({"text": "ក" * 1001}, "text"),
        ({"made_on": "2999-01-01"}, "made_on"),
        ({"made_on": "2001-01-01"}, "made_on"),
        ({"made_on": None}, "made_on"),
    ],
)
def test_what_a_person_can_mend_is_refused_by_field(post, content, elsewhere, changes, field):
    receipt = post(content(**changes))
    assert receipt.status == "refused"
    assert list(receipt.problem.error_dict) == [field]
    assert not IssueNote.objects.exists()


def test_who_is_not_active_or_no_ambassador_is_refused_and_a_learner_quarantined(post, content, ambassador):
    assert post(content(), by=make.user(is_superuser=True)).status == "refused"
    assert post(content(), by=make.learner()).status == "quarantined"
    ambassador.status = "paused"
    ambassador.save()
    assert post(content()).status == "refused"
    assert post(content(text=3)).status == "quarantined"


def test_a_note_from_before_a_pause_is_stored_and_one_from_after_it_refused(post, content, ambassador):
    ambassador.status, ambassador.stopped_on = "paused", timezone.localdate() - dt.timedelta(days=1)
    ambassador.save()
    before = timezone.now() - dt.timedelta(days=1)
    assert post(content(), made_at=before).status == "stored"
    assert post(content(), made_at=before + dt.timedelta(days=1)).status == "refused"


def test_a_phone_hands_notes_in_at_the_endpoint(content, user):
    key = new_key()
    keep_key(owner=user, key=key)
    sender = Sender(Client(), owner=f"user:{user.pk}", key=key)
    item = made("issue-note", content())
    assert sender.statuses(item, made("issue-note", content(text=""))) == ["stored", "refused"]
    assert sender.statuses(item, item) == ["already_stored", "already_stored"]
    assert IssueNote.objects.count() == 1
    assert sender.state()[item["id"]]["status"] == "stored"


# The phone


@pytest.fixture
def typed(content):
    def filled(**changes):
        data = content()
        return data | {"id": str(uuid.uuid4()), "place": f"venue:{data.pop('venue')}"} | changes

    return filled


def test_a_note_is_written_on_the_phone_without_scripts(phone, typed):
    browser = phone()
    assert browser.get(NEW).status_code == 200
    data = typed()
    assert browser.post(NEW, data).url == MINE
    assert browser.post(NEW, data).url == MINE
    assert IssueNote.objects.count() == 1
    assert "វ៉ាយហ្វាយដាច់" in browser.get(MINE).content.decode()


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(phone, typed):
    response = phone().post(NEW, typed(place="", text="កុំបាត់", category=""))
    assert set(errors_of(response)) == {"place", "category"}
    assert "កុំបាត់" in response.content.decode()


def test_other_words_from_the_same_form_make_a_second_note_only_when_sent_again(phone, typed):
    browser, data = phone(), typed()
    browser.post(NEW, data)
    response = browser.post(NEW, data | {"text": "ទីពីរ"})
    assert response.context["is_second"]
    again = data | {"text": "ទីពីរ", "id": response.context["form"]["id"].value()}
    assert browser.post(NEW, again).url == MINE
    assert IssueNote.objects.count() == 2


def test_one_sees_only_ones_own_notes(phone, note, school):
    make.issue_note(venue=school, text="របស់អ្នកដទៃ")
    page = phone().get(MINE)
    assert list(page.context["page_of_notes"]) == [note]
    assert not latin_letters(note.text)


# Staff


@pytest.fixture
def desk(client, coordinator):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    return client


def test_a_note_is_referred_answered_closed_and_taken_up_again(note, coordinator):
    steps = [
        ("referred", "ឃុំ", ""),
        ("answered", "", "ជួសជុលហើយ"),
        ("closed", "", "ចប់"),
        ("referred", "ស្រុក", ""),
    ]
    for state, to, reason in steps:
        take_step(note=note, state=state, by=coordinator, referred_to=to, reason=reason)
        note.refresh_from_db()
        assert note.state == state
    assert [(event.state, event.referred_to, event.reason) for event in note.events.all()] == steps
    assert ModelLogEntry.objects.filter(action__startswith="ambassadors.note_").count() == 4


@pytest.mark.parametrize(
    ("state", "details", "field"),
    [
        ("referred", {}, "referred_to"),
        ("referred", {"referred_to": "ក" * 151}, "referred_to"),
        ("answered", {"reason": " "}, "reason"),
        ("closed", {}, "reason"),
        ("closed", {"reason": "ក" * 1001}, "reason"),
    ],
)
def test_a_step_says_to_whom_or_why(note, coordinator, state, details, field):
    with pytest.raises(ValidationError) as refusal:
        take_step(note=note, state=state, by=coordinator, **details)
    assert list(refusal.value.error_dict) == [field]
    assert not note.events.exists()


@translation.override("en")
def test_two_who_decide_at_once_do_not_overrule_each_other(note, coordinator):
    take_step(note=note, state="closed", reason="ចប់", by=coordinator)
    with pytest.raises(ValidationError, match="meanwhile"):
        take_step(note=note, state="answered", reason="ចប់", by=coordinator, seen="new")
    with pytest.raises(ValidationError, match="not possible"):
        take_step(note=note, state="answered", reason="ចប់", by=coordinator, seen="closed")


def test_nobody_takes_a_step_elsewhere(coordinator, elsewhere):
    with pytest.raises(PermissionDenied):
        take_step(note=make.issue_note(venue=elsewhere), state="closed", reason="x", by=coordinator)


@pytest.mark.parametrize("wrong", [{"state": "referred"}, {"state": "answered"}, {"state": "closed"}])
def test_the_database_keeps_no_step_without_words(note, coordinator, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueEvent.objects.create(note=note, by=coordinator, **wrong)


def test_a_note_without_words_is_not_kept(school, ambassador):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.issue_note(venue=school, ambassador=ambassador, text="")


def test_the_list_is_filtered_and_the_step_is_taken_on_the_page(desk, note, elsewhere):
    far = make.issue_note(venue=elsewhere)
    assert list(desk.get(LIST).context["object_list"]) == [note]
    assert desk.get(f"{LIST}{far.pk}/").status_code == 404
    assert far.area not in desk.get(LIST).context["filters"].form.fields["area"].queryset
    page = desk.post(f"{LIST}{note.pk}/", {"state": "referred", "seen": "new"})
    assert list(page.context["form"].errors) == ["referred_to"]
    assert (
        desk.post(f"{LIST}{note.pk}/", {"state": "referred", "seen": "new", "referred_to": "ឃុំ"}).url == LIST
    )
    assert [row.referred_to for row in desk.get(LIST, {"state": "referred"}).context["object_list"]] == ["ឃុំ"]
    assert list(desk.get(LIST, {"state": "new"}).context["object_list"]) == []
    assert desk.post(f"{LIST}{note.pk}/", {"state": "nonsense", "seen": "referred"}).status_code == 200


def test_the_list_is_exported_with_inert_cells(desk, note):
    IssueNote.objects.filter(pk=note.pk).update(text='=HYPERLINK("http://x")')
    answer = desk.get(LIST, {"export": "csv"})
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[heading.index("Text")].startswith("'=")
    assert row[0] == str(note.pk)
    assert ModelLogEntry.objects.filter(action="lms.export_list").exists()
