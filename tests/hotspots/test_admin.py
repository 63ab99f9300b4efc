"""The staff screens: who sees which zone, and sending a file of usage."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from hotspots.models import AccessPointIdentity, Connection, UsageDay, UsageSource, Zone
from hotspots.uploads import LARGEST_UPLOAD
from lms.actions.roles import grant_role, set_up_groups
from tests import factories
from tests.hotspots.radius import export, session


def staff(role, area):
    """A user who holds a role in an area, with the permissions it gives in the staff pages."""
    set_up_groups()
    user = factories.user()
    grant_role(user=user, role=role, area=area, by=None)
    return user


@pytest.fixture
def operator(client, beach):
    """The zone operator of the beach's commune, signed in."""
    user = staff("zone_operator", beach.venue.area)
    client.force_login(user)
    return user


def upload(client, source, data, **options):
    form = {"source": source.pk, "file": SimpleUploadedFile("radacct.csv", data)}
    return client.post(reverse("wifi-import:index"), form, **options)


def test_an_operator_sees_own_zones_and_their_posters(client, operator, beach):
    other = factories.zone(code="elsewhere")
    text = client.get(reverse("zone:index")).content.decode()
    assert "/z/beach/poster/" in text
    assert "elsewhere" not in text
    assert client.get(reverse("zone:edit", args=[beach.pk])).status_code == 200
    assert client.get(reverse("zone:edit", args=[other.pk])).status_code == 404


def test_an_operator_is_offered_only_own_venues(client, operator, beach):
    own = factories.venue(area=beach.venue.area, name_en="Own hall")
    factories.venue(name_en="Foreign hall")
    text = client.get(reverse("zone:add")).content.decode()
    assert own.name_en in text or own.name_km in text
    assert "Foreign hall" not in text
    form = {"venue": own.pk, "code": "hall", "ssid": "Sala"}
    assert client.post(reverse("zone:add"), form).status_code == 302
    assert Zone.objects.get(code="hall").venue == own


def test_a_zone_cannot_be_put_at_a_venue_of_others(client, operator):
    foreign = factories.venue()
    response = client.post(reverse("zone:add"), {"venue": foreign.pk, "code": "hall", "ssid": "Sala"})
    assert response.status_code == 200
    assert not Zone.objects.filter(code="hall").exists()


def test_an_access_point_is_registered_with_its_names(client, operator, beach):
    form = {
        "zone": beach.pk,
        "name": "roof",
        "model": "",
        "identities-TOTAL_FORMS": 1,
        "identities-INITIAL_FORMS": 0,
        "identities-MIN_NUM_FORMS": 0,
        "identities-MAX_NUM_FORMS": 1000,
        "identities-0-kind": "station",
        "identities-0-value": "02-00-00-00-00-AB",
        "identities-0-id": "",
    }
    assert client.post(reverse("accesspoint:add"), form).status_code == 302
    assert AccessPointIdentity.objects.get(access_point__name="roof").value == "02:00:00:00:00:ab"


def test_daily_usage_is_read_by_those_who_may_see_the_zone_and_written_by_nobody(client, operator, radius):
    upload(client, radius, export(session()))
    foreign = factories.zone(code="elsewhere")
    UsageDay.objects.create(
        zone=foreign,
        source=radius,
        day=dt.date(2026, 9, 1),
        connections=777,
        devices=0,
        randomised_devices=0,
        visits=0,
        seconds=0,
        bytes_up=0,
        bytes_down=0,
        estimated=0,
    )
    text = client.get(reverse("usageday:index")).content.decode()
    assert "777" not in text
    assert client.get(reverse("usageday:index"), {"zone": foreign.pk}).content.decode().count("777") == 0
    client.force_login(factories.user(is_superuser=True))
    assert "777" in client.get(reverse("usageday:index")).content.decode()
    usage = UsageDay.objects.first()
    for page, arguments in (("add", []), ("edit", [usage.pk]), ("delete", [usage.pk])):
        response = client.get(reverse(f"usageday:{page}", args=arguments))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")


def test_daily_usage_can_be_exported(client, operator, radius):
    upload(client, radius, export(session()))
    response = client.get(reverse("usageday:index"), {"export": "csv"})
    assert "beach" in response.text.splitlines()[1]
    assert ModelLogEntry.objects.filter(action="lms.export_list", user=operator).exists()


def test_an_operator_sends_a_file(client, operator, radius):
    response = upload(client, radius, export(session(1), session(2)), follow=True)
    assert response.redirect_chain[-1][0] == reverse("usageday:index")
    assert [str(message) for message in response.context["messages"]]
    assert UsageDay.objects.get().connections == 2


@pytest.mark.parametrize(
    ("language", "said", "nothing"),
    [
        ("en", "Line 2, the last one, is cut off.", "Nothing was saved."),
        ("km", "ជួរទី 2 ដែលជាជួរចុងក្រោយ ដាច់ពាក់កណ្តាល។", "មិនបានរក្សាទុកអ្វីទេ។"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_user(client, operator, radius, language, said, nothing):
    client.cookies["django_language"] = language
    response = upload(client, radius, export(session())[:-60], headers={"accept-language": language})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert nothing in response.content.decode()
    assert not Connection.objects.exists()


def test_a_form_without_a_file_is_refused(client, operator, radius):
    response = client.post(reverse("wifi-import:index"), {"source": radius.pk})
    assert response.status_code == 422


def test_a_file_for_zones_of_others_is_refused_even_where_they_may_be_seen(client, radius, beach):
    operator = staff("zone_operator", factories.area())
    grant_role(user=operator, role="partner", area=beach.venue.area, by=None)
    client.force_login(operator)
    response = upload(client, radius, export(session()))
    assert response.status_code == 422
    assert "10.0.0.1" in response.content.decode()
    assert not Connection.objects.exists()


def test_a_source_of_a_zone_of_others_is_not_offered(client, beach):
    source = factories.usage_source(zone=beach)
    user = staff("zone_operator", factories.area())
    client.force_login(user)
    assert upload(client, source, export(session())).status_code == 422
    assert not UsageSource.objects.visible_to(user).exists()
    assert UsageSource.objects.visible_to(factories.user(is_superuser=True)).exists()


def test_those_who_only_look_may_not_send_files(client, beach, radius):
    client.force_login(staff("partner", beach.venue.area))
    assert reverse("wifi-import:index") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert upload(client, radius, export(session())).status_code in (302, 403)
    assert not Connection.objects.exists()


def test_a_forged_form_is_refused(operator, radius, client):
    client.handler.enforce_csrf_checks = True
    assert upload(client, radius, export(session())).status_code == 403
    assert not Connection.objects.exists()


def test_a_file_too_large_for_memory_is_refused_before_it_is_read(client, operator, radius):
    response = client.generic(
        "POST",
        reverse("wifi-import:index"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST_UPLOAD + 1),
    )
    assert response.status_code == 413
    assert "import_wifi" in response.content.decode()


@pytest.mark.parametrize(
    "screen", ["zone:index", "accesspoint:index", "usagesource:index", "wifi-import:index"]
)
def test_every_screen_opens(client, operator, screen):
    assert client.get(reverse(screen)).status_code == 200
