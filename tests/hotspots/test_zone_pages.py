"""What a poster leads to, and the poster itself."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from hotspots.models import Zone
from lms.models import Partner
from tests import factories


@pytest.fixture
def pier(db):
    venue = factories.venue(kind="zone", name_en="Old Pier", name_km="ផែចាស់")
    return factories.zone(code="old-pier", venue=venue, ssid='Sala "Pier"; 1', opening_hours="06:00–22:00")


def page(client, path, **headers):
    response = client.get(path, headers=headers)
    return response, response.content.decode()


def test_the_page_names_the_zone_in_both_languages(client, pier):
    response, text = page(client, "/z/old-pier/")
    assert response.status_code == 200
    assert "Old Pier" in text
    assert "ផែចាស់" in text
    assert "The Wi-Fi here is free and needs no account." in text
    assert "វ៉ាយហ្វាយនៅទីនេះឥតគិតថ្លៃ" in text
    assert 'href="/km/"' in text
    assert 'href="/en/"' in text


def test_the_page_is_the_same_whatever_language_the_phone_speaks(client, pier):
    for language in ("km", "en-US", "fr", ""):
        response, text = page(client, "/z/old-pier/", accept_language=language)
        assert response.status_code == 200
        assert "ផែចាស់" in text
        assert "Old Pier" in text


def test_the_venue_is_remembered_on_the_server(client, pier):
    page(client, "/z/old-pier/")
    assert client.session["venue_id"] == pier.venue_id
    other = factories.zone(code="other")
    page(client, "/z/other/")
    assert client.session["venue_id"] == other.venue_id


@pytest.mark.parametrize("code", ["OLD-PIER", "Old-Pier", "old-pier%20"])
def test_a_code_typed_in_capitals_is_found(client, pier, code):
    assert page(client, f"/z/{code}/")[0].status_code == 200


def test_a_code_typed_with_khmer_digits_is_found(client, db):
    factories.zone(code="pier-12")
    assert page(client, "/z/pier-១២/")[0].status_code == 200


def test_the_address_works_without_its_last_stroke(client, pier):
    assert client.get("/z/old-pier", follow=True).status_code == 200


@pytest.mark.parametrize("code", ["nowhere", "ឆ្នេរ", "<script>", "a" * 500, "old--pier", "%00"])
@pytest.mark.parametrize("page_name", ["", "poster/"])
def test_an_unknown_code_is_answered_with_a_way_to_the_lessons(client, pier, code, page_name):
    response, text = page(client, f"/z/{code}/{page_name}")
    assert response.status_code == 404
    assert "We do not know this zone" in text
    assert "យើងមិនស្គាល់តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃនេះទេ" in text
    assert 'href="/km/"' in text
    assert "<script>" not in text
    assert "venue_id" not in client.session


def test_a_closed_zone_says_so_and_still_leads_to_the_lessons(client, pier):
    page(client, "/z/old-pier/")
    closed = factories.venue(kind="zone", closed_on=dt.date(2026, 1, 1))
    factories.zone(code="closed", venue=closed)
    response, text = page(client, "/z/closed/")
    assert response.status_code == 200
    assert "This zone is closed." in text
    assert "តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃនេះបិទហើយ" in text
    assert 'href="/en/"' in text
    assert "needs no account.</p>" not in text.partition("<footer")[0]
    assert client.session["venue_id"] == pier.venue_id


@pytest.mark.parametrize(
    ("opened", "closed", "is_open"),
    [(-1, None, True), (0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False)],
)
def test_a_zone_is_open_from_its_first_day_until_the_day_it_closes(db, opened, closed, is_open):
    today = dt.date(2026, 9, 1)
    days = {"opened_on": opened, "closed_on": closed}
    venue = factories.venue(
        **{name: day if day is None else today + dt.timedelta(days=day) for name, day in days.items()}
    )
    zone = factories.zone(venue=venue)
    assert zone.is_open(on=today) is is_open
    assert Zone.objects.open(on=today).exists() is is_open


def test_only_reading_is_allowed(client, pier):
    assert client.post("/z/old-pier/").status_code == 405
    assert client.post("/z/old-pier/poster/").status_code == 405


def test_the_page_asks_the_database_little(client, pier, django_assert_max_num_queries):
    page(client, "/z/old-pier/")
    with django_assert_max_num_queries(12):
        page(client, "/z/old-pier/")


def test_the_poster_has_two_codes_in_order_and_the_short_address(client, pier, settings):
    settings.SITE_URL = "https://sala.example"
    pier.operator = Partner.objects.create(name_km="រដ្ឋបាលក្រុង", name_en="City hall", kind="authority")
    pier.save()
    response, text = page(client, "/z/old-pier/poster/", accept_language="en")
    assert response.status_code == 200
    labels = re.findall(r'class="qr" role="img" aria-label="([^"]+)"', text)
    assert labels == ["Code to join the Wi-Fi", "Code to open the lessons"]
    assert "sala.example<wbr>/z/old-pier</p>" in text
    assert "Sala &quot;Pier&quot;; 1" in text
    for said in ("ផែចាស់", "Old Pier", "06:00–22:00", "រដ្ឋបាលក្រុង", "City hall", "វ៉ាយហ្វាយឥតគិតថ្លៃ"):
        assert said in text
    assert "No address of a device is kept." in text
    assert "យើងមិនរក្សាទុកអាសយដ្ឋានឧបករណ៍ណាមួយឡើយ។" in text


def test_the_poster_comes_in_two_sizes(client, pier):
    for paper, is_a5 in (("", False), ("?paper=a4", False), ("?paper=a5", True), ("?paper=<a0>", False)):
        _, text = page(client, f"/z/old-pier/poster/{paper}")
        assert ("poster-a5.css" in text) is is_a5


def test_looking_at_a_poster_remembers_nothing(client, pier):
    response, _ = page(client, reverse("zones:poster", args=["old-pier"]))
    assert not response.cookies
