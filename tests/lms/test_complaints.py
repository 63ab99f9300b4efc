"""Complaints: anybody may, nobody is named, only managers read, and what became of it is public by a number."""

import datetime as dt
import re
import uuid

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.actions.complaints import close_complaint, forget_old_complaints, look_at, receive_complaint
from lms.actions.roles import grant_role, set_up_groups
from lms.khmer import latin_letters
from lms.models import Complaint, RoleAssignment
from lms.models.people import CODE_ALPHABET
from lms.tasks import SCHEDULES
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/admin/complaints/"
MANAGERS = {"province_manager", "municipal_manager"}


@pytest.fixture
def commune():
    area = make.area("Veal Renh")
    make.venue(area=area)
    return area


def complaint(**fields):
    usual = {"id": uuid.uuid4(), "category": "money", "text": "គេសុំលុយ", "language": "km"}
    return receive_complaint(**usual | fields)


@pytest.fixture
def form(commune):
    def filled(**changes):
        return {
            "id": str(uuid.uuid4()),
            "category": "money",
            "text": "គេសុំលុយខ្ញុំ",
            "area": commune.pk,
            "contact": "",
        } | changes

    return filled


# Sending one


def test_a_complaint_needs_neither_name_nor_account_and_leads_to_its_number(phone, form, commune):
    page = phone.get("/km/complain/")
    assert not page.cookies
    response = phone.send("/km/complain/", form(text="  គេសុំលុយ\u0000ខ្ញុំ "))
    made = Complaint.objects.get()
    assert response["Location"] == f"/km/complain/{made.reference}/"
    assert re.fullmatch(f"[{CODE_ALPHABET}]{{10}}", made.reference)
    assert (made.text, made.area, made.contact, made.state) == ("គេសុំលុយខ្ញុំ", commune, "", "received")
    assert [(event.state, event.by) for event in made.events.all()] == [("received", None)]
    assert {field.name for field in Complaint._meta.get_fields()}.isdisjoint(
        {"learner", "person", "user", "ip"}
    )


def test_sending_the_same_form_twice_makes_one_complaint(phone, form):
    data = form()
    first, second = (phone.send("/km/complain/", data)["Location"] for _ in range(2))
    assert first == second
    assert Complaint.objects.count() == 1
    assert phone.send("/km/complain/", form(id="")).status_code == 302
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "ក" * 2001}, "text"),
        ({"category": ""}, "category"),
        ({"category": "nonsense"}, "category"),
        ({"area": "999999"}, "area"),
        ({"contact": "1" * 201}, "contact"),
        ({"id": "nonsense"}, "id"),
    ],
)
def test_what_is_wrong_is_said_in_khmer_and_nothing_is_lost(phone, form, changes, field):
    data = form(**({"contact": "012"} | changes))
    response = phone.send("/km/complain/", data)
    assert list(response.context["form"].errors) == [field]
    assert not latin_letters(" ".join(response.context["form"].errors[field]))
    assert data["text"].strip()[:50] in response.content.decode()
    assert not Complaint.objects.exists()


def test_a_form_from_another_site_changes_nothing(client, form):
    answer = client.post("/km/complain/", form(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Complaint.objects.exists()


def test_one_browser_sends_five_a_day_and_the_one_beside_it_goes_on(phone, other_phone, form):
    answers = [phone.send("/km/complain/", form()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert other_phone.send("/km/complain/", form()).status_code == 302
    session = phone.session
    session["complaints"] = [(timezone.now() - dt.timedelta(hours=25)).isoformat()] * 5
    session.save()
    assert phone.send("/km/complain/", form()).status_code == 302


@pytest.mark.parametrize("language", ["km", "en"])
def test_safety_comes_first_with_the_numbers_of_the_safety_page(client, commune, language):
    page = client.get(f"/{language}/complain/").content.decode()
    assert page.index('value="safety"') < min(
        page.index(f'value="{code}"') for code in ("money", "conduct", "other")
    )
    site = (settings.BASE_DIR / "content/curriculum/site.yaml").read_text()
    numbers = set(re.findall(r'"(tel:\d+)"', site))
    assert numbers == {"tel:117", "tel:1280"}
    assert all(page.index(number) < page.index('value="safety"') for number in numbers)
    assert {"km": "«ប្តឹងតវ៉ា»", "en": "“Complain”"}[language] in site


# What became of it


def test_the_page_behind_a_number_says_the_state_and_nothing_that_was_written(client, commune):
    found = complaint(text="សម្ងាត់", contact="012345678", area=commune)
    for typed in (found.reference, found.reference.lower(), f"{found.reference[:5]}-{found.reference[5:]}"):
        page = client.get(f"/km/complain/{typed}/")
        assert page.status_code == 200
        html = page.content.decode()
        assert found.spaced_reference in html
        assert not {"សម្ងាត់", "012345678"} & set(re.findall(r"[\w]+", html))
        assert "សម្ងាត់" not in html
        assert "noindex" in page["X-Robots-Tag"]
        assert "no-store" in page["Cache-Control"]
    assert not page.cookies


def test_a_number_is_looked_up_as_typed_and_an_unknown_one_is_not_found(client):
    found = complaint()
    answer = client.get("/en/complain/find/", {"reference": f" {found.spaced_reference.lower()} "})
    assert answer.url == f"/en/complain/{found.reference}/"
    assert client.get("/en/complain/find/").status_code == 200
    assert client.get("/en/complain/3467934679/").status_code == 404
    assert "3467934679" in client.get("/en/complain/3467934679/").content.decode()


# Staff


@pytest.fixture
def manager(commune):
    set_up_groups()
    made = make.user()
    grant_role(user=made, role="province_manager", area=commune.parent.parent, by=None)
    UserProfile.objects.create(user=made, preferred_language="en")
    return made


def test_a_complaint_is_looked_at_and_closed_with_a_note_in_both_languages(client, manager, commune):
    found = complaint(area=commune)
    look_at(complaint=found, by=manager)
    close_complaint(complaint=found, by=manager, note_km="បានធ្វើរួច", note_en="Done so")
    found.refresh_from_db()
    assert (found.state, found.closed_at is not None) == ("closed", True)
    assert [event.state for event in found.events.all()] == ["received", "looked_at", "closed"]
    assert "បានធ្វើរួច" in client.get(f"/km/complain/{found.reference}/").content.decode()
    assert "Done so" in client.get(f"/en/complain/{found.reference}/").content.decode()
    with translation.override("en"), pytest.raises(ValidationError, match="meanwhile"):
        look_at(complaint=found, by=manager)


@pytest.mark.parametrize(
    ("notes", "field"),
    [
        (("", "Done"), "closing_note_km"),
        (("ធ្វើរួច", " "), "closing_note_en"),
        (("Done", "Done"), "closing_note_km"),
    ],
)
def test_it_is_not_closed_without_a_note_in_each_language(manager, commune, notes, field):
    with pytest.raises(ValidationError) as refusal:
        close_complaint(complaint=complaint(area=commune), by=manager, note_km=notes[0], note_en=notes[1])
    assert list(refusal.value.error_dict) == [field]


def test_every_opening_is_written_down_and_shown(client, manager, commune):
    found = complaint(area=commune)
    client.force_login(manager)
    listing = client.get(LIST).content.decode()
    assert found.spaced_reference in listing
    assert found.text not in listing
    page = client.get(f"{LIST}{found.pk}/")
    assert found.text in page.content.decode()
    assert [entry.user for entry in page.context["opened"]] == [manager]
    assert ModelLogEntry.objects.filter(action="lms.complaint_opened").count() == 1
    assert client.post(f"{LIST}{found.pk}/", {"decision": "look_at"}).status_code == 302
    again = client.post(f"{LIST}{found.pk}/", {"decision": "close", "closing_note_km": "ល្អ"})
    assert "closing_note_en" in again.context["form"].errors
    notes = {"closing_note_km": "ល្អ", "closing_note_en": "Good"}
    assert client.post(f"{LIST}{found.pk}/", {"decision": "close"} | notes).status_code == 302
    found.refresh_from_db()
    assert found.state == "closed"
    assert client.post(f"{LIST}{found.pk}/", {"decision": "close"} | notes)["Location"] == "/admin/"


def test_what_is_open_and_urgent_comes_first(manager, commune):
    closed = complaint(area=commune, category="safety")
    close_complaint(complaint=closed, by=manager, note_km="ល្អ", note_en="Good")
    later, urgent = complaint(area=commune), complaint(area=commune, category="safety")
    assert list(Complaint.objects.visible_to(manager).open_first()) == [urgent, later, closed]


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_only_managers_read_complaints_and_only_those_of_their_area(client, commune, role):
    set_up_groups()
    inside, outside, nowhere = complaint(area=commune), complaint(area=make.area("Far")), complaint()
    user = make.user()
    grant_role(user=user, role=role, area=commune.parent, by=None)
    seen = {inside} if role in MANAGERS else set()
    assert set(Complaint.objects.visible_to(user)) == seen
    assert set(Complaint.objects.changeable_by(user)) == seen
    client.force_login(user)
    assert client.get(LIST).status_code == (200 if seen else 302)
    for found in (inside, outside, nowhere):
        answer = client.get(f"{LIST}{found.pk}/").status_code
        assert answer == 200 if found in seen else answer in (302, 404)
        if found not in seen:
            with pytest.raises(PermissionDenied):
                look_at(complaint=found, by=user)
    user.is_active = False
    assert not Complaint.objects.visible_to(user).exists()


def test_what_names_no_place_is_read_by_whoever_has_a_whole_province(manager, commune):
    nowhere = complaint()
    assert nowhere in Complaint.objects.visible_to(manager)
    assert nowhere in Complaint.objects.visible_to(make.user(is_superuser=True))


# Keeping and forgetting


def test_words_are_forgotten_a_year_after_closing_and_the_number_stays(client, manager, commune):
    old, young, _still_open = (complaint(area=commune, contact="012") for _ in range(3))
    for found in (old, young):
        close_complaint(complaint=found, by=manager, note_km="ល្អ", note_en="Good")
    Complaint.objects.filter(pk=old.pk).update(closed_at=timezone.now() - dt.timedelta(days=366))
    assert forget_old_complaints() == 1
    assert forget_old_complaints() == 0
    old.refresh_from_db()
    assert (old.text, old.contact, old.forgotten_at is not None) == ("", "", True)
    assert client.get(f"/km/complain/{old.reference}/").status_code == 200
    assert Complaint.objects.exclude(text="").count() == 2
    assert "lms.tasks.forget_complaints" in {path for _name, path, _minutes in SCHEDULES}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"reference": "0123456789"},
        {"state": "closed"},
        {"closed_at": timezone.now()},
        {"forgotten_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_must_not_be(wrong):
    found = complaint()
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=found.pk).update(**wrong)


def test_a_step_but_the_first_is_somebodys():
    found = complaint()
    with pytest.raises(IntegrityError), transaction.atomic():
        found.events.create(state="looked_at")
