"""What ambassadors are told and given to work with: announcements by area, resources on the phone, own figures."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.home.figures import figures_of
from ambassadors.models import Announcement, Resource
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RoleAssignment
from tests import factories as make
from tests.ambassadors.pages import LANGUAGES, words_of

pytestmark = pytest.mark.django_db

KEEPERS = {"province_manager", "municipal_manager", "coordinator"}


def test_an_ambassador_is_told_what_concerns_the_own_area_now(phone, ambassador, school):
    today = timezone.localdate()
    own = make.announcement(area=ambassador.area)
    above = make.announcement(area=ambassador.area.parent, title_km="ខេត្ត", title_en="Province")
    make.announcement(area=school.area)  # below: for others
    make.announcement()  # elsewhere
    make.announcement(area=ambassador.area, published_on=today + dt.timedelta(days=1))
    make.announcement(area=ambassador.area, published_on=today - dt.timedelta(days=9), expires_on=today)
    client = phone()
    assert {found.pk for found in client.get("/field/").context["announcements"]} == {own.pk, above.pk}
    kept = {found["id"]: found for found in client.get("/field/data.json").json()["announcements"]}
    assert kept.keys() == {own.pk, above.pk}
    assert kept[above.pk]["title"] == {"km": "ខេត្ត", "en": "Province"}
    assert kept[own.pk]["title"]["en"] == own.title_km


def test_what_was_read_does_not_come_again(phone, ambassador):
    own, elsewhere = make.announcement(area=ambassador.area), make.announcement()
    client = phone()
    for _twice in range(2):
        assert client.post(f"/field/announcements/{own.pk}/read/").status_code == 302
    assert not client.get("/field/").context["announcements"]
    assert client.get("/field/data.json").json()["announcements"] == []
    assert list(client.get("/field/announcements/").context["announcements"]) == [own]
    assert client.post(f"/field/announcements/{elsewhere.pk}/read/").status_code == 404


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_staff_announce_in_their_area_alone_and_in_khmer(client, district, elsewhere, role):
    set_up_groups()
    user = make.user()
    grant_role(user=user, role=role, area=district, by=None)
    client.force_login(user)
    today = timezone.localdate()
    days = {"published_on": today.isoformat(), "expires_on": (today + dt.timedelta(days=3)).isoformat()}
    for area, title in ((district, "ប្រជុំ"), (elsewhere.area, "ប្រជុំ"), (district, "Meeting")):
        text = {"title_km": title, "text_km": "ថ្ងៃសៅរ៍", "area": area.pk}
        client.post("/admin/announcements/new/", text | days)
    made = Announcement.objects.values_list("area", "title_km")
    assert list(made) == ([(district.pk, "ប្រជុំ")] if role in KEEPERS else [])
    other = make.announcement(area=elsewhere.area)
    assert client.get(f"/admin/announcements/edit/{other.pk}/").status_code in (302, 404)


def test_an_announcement_speaks_khmer_and_ends_after_it_begins(district):
    for wrong in ({"title_km": ""}, {"expires_on": timezone.localdate()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.announcement(area=district, **wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_resources_are_on_the_page_and_in_what_the_phone_keeps(phone, client, language):
    call_command("load_reference", verbosity=0)
    Resource.objects.filter(code="checklist").update(name_km="បញ្ជីថ្មី", name_en="New list")
    call_command("load_reference", verbosity=0)  # what editors changed stays
    kept = client.get(f"/field/offline/{language}/").content.decode()
    page = phone(language).get("/field/resources/").content.decode()
    for text in (kept, page):
        assert {"km": "បញ្ជីថ្មី", "en": "New list"}[language] in text
        # The script is there in both languages, with the very text people agree to.
        assert "I agree that Sala keeps my nickname" in text
        assert "ខ្ញុំយល់ព្រមឱ្យសាលារក្សាទុកឈ្មោះហៅក្រៅ" in text
        assert "1280" in text
        assert "volunteering as a" not in text  # asked of ambassadors, not by them


def test_editors_alone_keep_the_resources(client, district, coordinator):
    call_command("load_reference", verbosity=0)
    editor = make.user()
    grant_role(user=editor, role="editor", area=district, by=None)
    for user, may in ((editor, True), (coordinator, False)):
        client.force_login(user)
        pk = Resource.objects.first().pk
        assert (client.get(f"/admin/resources/edit/{pk}/").status_code == 200) is may


def test_figures_are_of_verified_sessions_also_those_taught_together(phone, ambassador, school):
    usual = {"venue": school, "status": "verified"}
    make.training_session(ambassador=ambassador, duration_minutes=90, **usual)
    joint = make.training_session(duration_minutes=60, cells={("male", "60+"): 5}, **usual)
    joint.co_ambassadors.add(ambassador)
    make.training_session(ambassador=ambassador, venue=school, duration_minutes=600, status="rejected")
    make.training_session(ambassador=ambassador, held_on="2025-01-31", duration_minutes=45, **usual)
    make.training_session(**usual)
    figures = figures_of(ambassador)
    assert (figures["verified"], figures["people"]) == (2, 7)
    assert (figures["minutes_month"], figures["minutes_all"]) == (150, 195)
    kept = phone("en").get("/field/data.json").json()
    assert (kept["figures"]["hours_month"], kept["figures"]["hours_all"]) == ("2.5", "3.2")
    assert set(kept["as_of"]) == {"km", "en"}
    assert "2.5" in words_of(phone("en").get("/field/"))
