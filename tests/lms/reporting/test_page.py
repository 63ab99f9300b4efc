"""The reach report in the staff pages."""

import io
import json
import re

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from lms.actions.roles import grant_role, set_up_groups
from lms.models import Learner, ReportRun
from tests import factories as make

URL, DOWNLOAD = "/admin/reports/reach/", "/admin/reports/reach/download/"


@pytest.fixture
def staff(client, db):
    """Signs in somebody with a role in an area, reading English unless told otherwise."""
    set_up_groups()
    boss = make.user(is_superuser=True)

    def sign_in(role, area, language="en"):
        user = make.user(is_superuser=role is None)
        if role:
            grant_role(user=user, role=role, area=area, by=boss)
        UserProfile.objects.create(user=user, preferred_language=language)
        client.force_login(user)
        return user

    return sign_in


def text_of(response):
    page = response.content.decode()
    page = page[page.index('<div class="reach">') :] if '<div class="reach">' in page else page
    page = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def download(client, **fields):
    return client.post(DOWNLOAD, {"period": "2026-Q3", "area": "", "format": "xlsx"} | fields)


def test_the_page_shows_the_four_measures_apart(client, staff, world):
    staff("municipal_manager", world.district)
    response = client.get(URL, {"period": "2026-Q3"})
    said = text_of(response)
    assert response.status_code == 200
    assert "third quarter of 2026" in said
    assert "People reached 4 They account for 17 % of participations." in said  # 6 of 36
    assert "Participations 36 13 more wait for review and are not counted." in said
    assert "Training sessions 2 1 more wait" in said
    assert "Connections 100 Devices, not people." in said
    assert "Distinct registered persons with at least one participation" in said


def test_a_number_leads_to_the_records_behind_it(client, staff, world):
    staff("municipal_manager", world.district)
    page = client.get(URL, {"period": "2026-Q3"}).content.decode()
    link = "/admin/training-sessions/?status=verified&amp;held_on_from=2026-07-01&amp;held_on_to=2026-09-30"
    assert link in page
    listed = client.get(link.replace("&amp;", "&"))
    assert listed.status_code == 200
    assert len(listed.context["object_list"]) == 2
    usage = re.search(r'href="(/admin/usageday/[^"]+)"', page)[1].replace("&amp;", "&")
    assert len(client.get(usage).context["object_list"]) == 2


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_speaks_the_language_of_its_reader(client, staff, world, language):
    staff("province_manager", world.province, language)
    said = text_of(client.get(URL, {"period": "2026-Q3"}))
    assert ("ត្រីមាសទី 3 ឆ្នាំ 2026" in said) == (language == "km")
    assert ("Women" in said) == (language == "en")
    if language == "km":
        said = re.sub(r"JSON|CSV|Excel|FY\d|-[HQ]\d", " ", said)
        assert re.findall(r"[A-Za-z]{2,}", said) == []


def test_this_quarter_is_shown_unless_another_period_is_asked_for(client, staff, world):
    staff("municipal_manager", world.district)
    assert client.get(URL).status_code == 200


def test_what_cannot_be_shown_is_refused_with_a_sentence(client, staff, world):
    staff("municipal_manager", world.district)
    response = client.get(URL, {"period": "soon"})
    assert response.status_code == 422
    assert "“soon” is not a period." in text_of(response)
    response = client.get(URL, {"period": "2026-Q3", "area": "070101"})
    assert response.status_code == 422
    assert "Kampot commune (070101) is outside your area." in text_of(response)
    assert "50" not in re.findall(r"\d+", text_of(response))


def test_only_the_own_areas_are_offered(client, staff, world):
    staff("municipal_manager", world.district)
    page = client.get(URL).content.decode()
    assert 'value="180208"' in page
    assert 'value="070101"' not in page


def test_a_report_that_does_not_add_up_is_not_shown(client, staff, world):
    staff("municipal_manager", world.district)
    Learner.objects.filter(person=None, gender="female").update(gender="unknown")
    said = text_of(client.get(URL, {"period": "2026-Q3"}))
    assert "does not add up" in said
    assert "Participations 36" not in said
    assert download(client).status_code == 302
    assert not ReportRun.objects.exists()


def test_who_may_not_see_reports_sees_none(client, staff, world):
    staff("editor", world.district)
    assert client.get(URL).status_code == 302
    assert download(client).status_code == 302
    client.logout()
    assert client.get(URL).status_code == 302


def test_the_menu_shows_reports_to_those_who_may_see_them(client, staff, world):
    staff("municipal_manager", world.district)
    assert reverse("reach_report") in client.get(reverse("wagtailadmin_home")).content.decode()
    staff("editor", world.district)
    assert reverse("reach_report") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_workbook_is_handed_out_and_recorded(client, staff, world):
    user = staff("municipal_manager", world.district)
    response = download(client)
    assert response["Content-Disposition"] == 'attachment; filename="sala-reach-2026-Q3-1802.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book["reach_gender"]["J2"].value == 4
    run = ReportRun.objects.get()
    assert (run.made_by, run.area) == (user, world.district)


def test_json_of_one_commune(client, staff, world):
    staff("municipal_manager", world.district)
    response = download(client, area="180208", format="json")
    data = json.loads(b"".join(response.streaming_content))
    assert data["report"]["Area"].startswith("Ream (180208)")


@pytest.mark.parametrize(
    "fields", [{"area": "070101"}, {"area": "18"}, {"period": "x"}, {"format": "exe"}, {"area": "0"}]
)
def test_a_download_beyond_the_own_area_or_sense_is_refused(client, staff, world, fields):
    staff("municipal_manager", world.district)
    response = download(client, **fields)
    assert response.status_code == 302
    assert response.url.startswith(URL)
    assert get_messages(response.wsgi_request)
    assert not ReportRun.objects.exists()


def test_seeing_is_not_taking_away(client, staff, world):
    staff("coordinator", world.district)
    response = client.get(URL, {"period": "2026-Q3"})
    assert response.status_code == 200
    assert DOWNLOAD not in response.content.decode()
    assert download(client).status_code == 302
    assert not ReportRun.objects.exists()


def test_a_download_is_asked_for_by_post(client, staff, world):
    staff("municipal_manager", world.district)
    assert client.get(DOWNLOAD).status_code == 405


def test_queries_do_not_grow_with_the_world(client, staff, world, django_assert_max_num_queries):
    staff("municipal_manager", world.district)
    with translation.override("en"):
        client.get(URL, {"period": "2026"})  # menus and content types
        with django_assert_max_num_queries(40) as first:
            client.get(URL, {"period": "2026"})
    for _more in range(5):
        venue = make.venue(area=make.area(parent=world.district))
        session = make.training_session(venue=venue, held_on="2026-08-01", status="verified")
        session.attendances.create(person=make.person())
        make.completion(learner=make.learner(person=make.person(), came_through=venue), on="2026-08-02")
    with django_assert_max_num_queries(len(first)):
        client.get(URL, {"period": "2026"})
