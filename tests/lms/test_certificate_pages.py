"""The holder's page, the public check and the staff screen of a certificate."""

import io

import jwt
import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.actions.certificates import issue, revoke
from lms.actions.roles import grant_role, set_up_groups
from lms.models import Certificate, SigningKey
from lms.views.browser import LEARNER_KEY
from tests import factories as make
from tests.lms.earning import completed

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("1")</script>'


@pytest.fixture
def area():
    return make.area()


@pytest.fixture
def manager(area):
    return make.user(role="municipal_manager", area=area)


@pytest.fixture
def certificate(lesson, area):
    person = completed(lesson, nickname="ស្រីមុំ", commune=area)
    return issue(person=person, course_key=lesson.get_parent().translation_key)


def signed_in(phone, person):
    session = phone.session
    session[LEARNER_KEY] = str(person.learners.first().pk)
    session.save()
    return phone


@pytest.fixture
def holder(phone, certificate):
    return signed_in(phone, certificate.person)


def own(certificate, rest="", language="km"):
    return f"/{language}/me/certificates/{certificate.code}/{rest}"


# The holder


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_holder_sees_the_sheet_and_every_way_to_keep_it(holder, certificate, language):
    response = holder.get(own(certificate, language=language))
    html = response.content.decode()
    assert "ស្រីមុំ" in html
    assert certificate.spaced_code in html
    for address in (
        own(certificate, "picture.png", "km"),
        own(certificate, "picture.png", "en"),
        own(certificate, "badge.jwt", language),
        certificate.check_url,
    ):
        assert f'href="{address}"' in html
    assert response.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("rest", ["", "picture.png", "badge.jwt"])
def test_nobody_else_gets_at_it(other_phone, client, certificate, lesson, rest):
    assert client.get(own(certificate, rest)).headers["Location"] == "/km/me/"
    signed_in(other_phone, completed(lesson))
    assert other_phone.get(own(certificate, rest)).status_code == 404


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_picture_is_a_png_1200_pixels_wide_with_the_badge_inside(holder, certificate, language):
    response = holder.get(own(certificate, "picture.png", language))
    assert response.headers["Content-Type"] == "image/png"
    assert f"sala-{certificate.code}-{language}.png" in response.headers["Content-Disposition"]
    drawn = Image.open(io.BytesIO(response.content))
    assert drawn.size == (1200, 848)
    assert len(response.content) < 80 * 1024
    assert jwt.decode(drawn.text["openbadgecredential"], options={"verify_signature": False})["sub"]


def test_the_badge_file_is_one_compact_token(holder, certificate):
    response = holder.get(own(certificate, "badge.jwt"))
    assert response.headers["Content-Type"] == "application/jwt"
    assert jwt.get_unverified_header(response.content)["alg"] == "ES256"


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_key_that_cannot_be_read_costs_the_badge_only(holder, certificate, language, settings):
    SigningKey.objects.update(encrypted_private_key="-----BEGIN ENCRYPTED PRIVATE KEY-----\nx")
    assert holder.get(own(certificate, "badge.jwt", language)).status_code == 503
    drawn = Image.open(io.BytesIO(holder.get(own(certificate, "picture.png", language)).content))
    assert "openbadgecredential" not in drawn.text


def test_the_holder_of_a_revoked_one_reads_why_and_gets_no_picture(holder, certificate, manager):
    revoke(certificate=certificate, by=manager, reason="ចម្លងចម្លើយ")
    html = holder.get(own(certificate)).content.decode()
    assert "ចម្លងចម្លើយ" in html
    assert "picture.png" not in html
    for rest in ("picture.png", "badge.jwt"):
        assert holder.get(own(certificate, rest)).headers["Location"] == own(certificate)


def test_a_name_is_shown_as_text_whatever_is_in_it(holder, certificate):
    for name in (NASTY, "=1+1", "ស្រី\u200bមុំ", "😀", "ក" * 165, "\u17d2" * 40):
        Certificate.objects.update(name_km=name, name_en=name)
        for path in (own(certificate), f"/v/{certificate.code}/"):
            html = holder.get(path).content.decode()
            assert NASTY not in html
            assert ("&lt;script&gt;" in html) == (name == NASTY)
        assert holder.get(own(certificate, "picture.png")).status_code == 200


# Anyone


def test_anyone_checks_a_certificate_by_its_code(client, certificate):
    response = client.get(f"/v/{certificate.code}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    for shown in ("ស្រីមុំ", "មេរៀន", certificate.spaced_code):
        assert shown in html
    assert "/me/certificates/" not in html
    assert str(certificate.person.learners.first().pk) not in html


@pytest.mark.parametrize(("header", "language"), [("km", "km"), ("en-GB,en", "en"), ("de", "km")])
def test_the_check_speaks_the_language_of_the_browser_or_the_one_chosen(
    client, certificate, header, language
):
    path = f"/v/{certificate.code}/"
    response = client.get(path, headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.content.decode()
    chosen = client.get(f"{path}?language=en", headers={"Accept-Language": header})
    assert '<html lang="en">' in chosen.content.decode()
    assert chosen.headers["Content-Language"] == "en"
    assert client.get(f"{path}?language=<b>", headers={"Accept-Language": header}).status_code == 200


def test_a_code_is_typed_as_people_type(client, certificate):
    typed = certificate.spaced_code.lower()
    response = client.get("/v/", {"code": f" {typed} "})
    assert response.headers["Location"] == f"/v/{certificate.code}/"
    assert client.get(f"/v/{typed}/").status_code == 200
    kept = client.get("/v/", {"code": typed, "language": "en"})
    assert kept.headers["Location"] == f"/v/{certificate.code}/?language=en"


@pytest.mark.parametrize("typed", ["", "  ", "សាលា", "///", "<>"])
def test_a_form_without_a_code_asks_again(client, typed):
    response = client.get("/v/", {"code": typed}, headers={"Accept-Language": "en"})
    assert "Please type the code." in response.content.decode()


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "1", "x" * 500, "0OIL", NASTY.replace("/", ""), "%00", "ក"])
def test_an_unknown_code_says_nothing_about_anybody(client, certificate, code):
    response = client.get(f"/v/{code}/", headers={"Accept-Language": "en"})
    html = response.content.decode()
    assert response.status_code == 404
    assert "We do not know this certificate" in html
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "<script>" not in html
    assert "ស្រីមុំ" not in html


def test_a_revoked_certificate_is_told_without_name_or_reason(client, certificate, manager):
    revoke(certificate=certificate, by=manager, reason="ចម្លងចម្លើយ")
    response = client.get(f"/v/{certificate.code}/", headers={"Accept-Language": "en"})
    html = response.content.decode()
    assert "This certificate is no longer valid" in html
    assert "ស្រីមុំ" not in html
    assert "ចម្លងចម្លើយ" not in html


def test_the_check_takes_no_data(client, certificate):
    assert client.post(f"/v/{certificate.code}/").status_code == 405
    assert client.post("/v/").status_code == 405


def test_the_check_asks_the_database_once_for_the_certificate(
    client, certificate, django_assert_max_num_queries
):
    client.get(f"/v/{certificate.code}/")
    with django_assert_max_num_queries(6):
        client.get(f"/v/{certificate.code}/")


# Staff


@pytest.fixture
def at_desk(client, area):
    """A municipal manager's browser."""
    return at_work(client, "municipal_manager", area)


def at_work(client, role, area):
    set_up_groups()
    user = make.user()
    UserProfile.objects.create(user=user, preferred_language="en")
    grant_role(user=user, role=role, area=area, by=None)
    client.force_login(user)
    return client


def test_staff_see_the_certificates_of_their_area_only(at_desk, certificate, lesson):
    key = lesson.get_parent().translation_key
    stranger = issue(person=completed(lesson, commune=make.area("Elsewhere")), course_key=key)
    html = at_desk.get("/admin/certificates/").content.decode()
    assert certificate.spaced_code in html
    assert stranger.spaced_code not in html
    assert at_desk.get(reverse("certificates:inspect", args=[stranger.pk])).status_code == 404


def test_staff_revoke_with_a_reason_and_issue_again(at_desk, certificate):
    page = reverse("certificates:inspect", args=[certificate.pk])
    assert "Revoke this certificate" in at_desk.get(page).content.decode()
    refused = at_desk.post(page, {"decision": "revoke", "reason": " "})
    assert refused.status_code == 200
    assert "Say why" in refused.content.decode()
    assert at_desk.post(page, {"decision": "revoke", "reason": NASTY}).status_code == 302
    html = at_desk.get(page).content.decode()
    assert NASTY not in html
    assert "Issue again" in html
    assert at_desk.post(page, {"decision": "issue_again"}).status_code == 302
    assert Certificate.objects.in_force().get().code != certificate.code
    assert ModelLogEntry.objects.filter(action__startswith="lms.certificate").count() == 3


def test_whoever_may_only_look_gets_no_buttons(client, certificate, area):
    at_work(client, "coordinator", area)
    page = reverse("certificates:inspect", args=[certificate.pk])
    assert "Revoke this certificate" not in client.get(page).content.decode()
    client.post(page, {"decision": "revoke", "reason": "x"})
    certificate.refresh_from_db()
    assert not certificate.is_revoked
