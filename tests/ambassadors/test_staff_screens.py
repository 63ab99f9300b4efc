"""The coordinator's screens: only one's own area, decisions with reasons, ambassadors enrolled."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from ambassadors.models import Ambassador, TrainingSession
from lms.actions.roles import grant_role
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db

LIST = "/admin/training-sessions/"


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser, in English."""
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    return client


@pytest.fixture
def session(school, ambassador):
    return make.training_session(
        venue=school, ambassador=ambassador, cells={("female", "0-9"): 3, ("male", "60+"): 2}
    )


def listed(response):
    return list(response.context["object_list"])


def decide(client, session, decision, **data):
    return client.post(f"{LIST}{session.pk}/", {"decision": decision, "seen": session.version} | data)


def test_the_list_shows_the_own_area_what_waits_first(desk, session, school, ambassador, elsewhere):
    verified = make.training_session(venue=school, ambassador=ambassador, status="verified")
    make.training_session(venue=elsewhere)
    response = desk.get(LIST)
    assert listed(response) == [session, verified]
    assert "Training sessions" in response.content.decode()


def test_who_was_named_is_counted_with_the_others(desk, session):
    for gender in ("female", "male", "another"):
        session.attendances.create(person=make.person(gender=gender))
    [shown] = listed(desk.get(LIST))
    assert (shown.women, shown.men, shown.people_total) == (4, 3, 8)
    assert "8 people" in desk.get(f"{LIST}{session.pk}/").content.decode()


def test_the_list_is_filtered(desk, session, school, ambassador):
    verified = make.training_session(
        venue=school, ambassador=ambassador, status="verified", held_on="2026-01-05"
    )
    assert listed(desk.get(LIST, {"status": "verified"})) == [verified]
    assert listed(desk.get(LIST, {"venue": make.venue(area=school.area).pk})) == []
    assert listed(desk.get(LIST, {"ambassador": ambassador.pk, "held_on_to": "2026-02-01"})) == [verified]
    assert listed(desk.get(LIST, {"status": "nonsense"})) == [session, verified]


def test_filters_offer_nothing_from_elsewhere(desk, session, elsewhere):
    far = make.ambassador(area=elsewhere.area)
    page = desk.get(LIST)
    form = page.context["filters"].form
    assert elsewhere not in form.fields["venue"].queryset
    assert far not in form.fields["ambassador"].queryset


def test_the_list_costs_the_same_for_one_session_and_for_twenty(
    desk, session, school, ambassador, django_assert_max_num_queries
):
    for _ in range(19):
        make.training_session(venue=school, ambassador=ambassador)
    desk.get(LIST)
    with django_assert_max_num_queries(25):
        desk.get(LIST)


def test_a_session_is_shown_whole(desk, send, payload):
    receipt = send(payload(note="កំណត់ចំណាំ"))
    page = desk.get(f"{LIST}{receipt.id}/").content.decode()
    for text in ("កំណត់ចំណាំ", "Woman or girl", "60 years and over", "Verify", "Send back", "Reject"):
        assert text in page
    assert page.count("headcount_total") == 1


def test_a_session_elsewhere_is_not_there(desk, elsewhere):
    far = make.training_session(venue=elsewhere)
    assert desk.get(f"{LIST}{far.pk}/").status_code == 404
    assert decide(desk, far, "verify").status_code == 404
    far.refresh_from_db()
    assert far.status == "submitted"


def test_a_coordinator_of_two_areas_sees_both(client, coordinator, district, elsewhere, session):
    far = make.training_session(venue=elsewhere)
    client.force_login(coordinator_of(district, elsewhere.area))
    assert set(listed(client.get(LIST))) == {session, far}
    assert decide(client, far, "verify").url == LIST


@pytest.mark.parametrize(
    ("decision", "status"), [("verify", "verified"), ("send_back", "returned"), ("reject", "rejected")]
)
def test_a_decision_is_taken_and_leads_back_to_the_list(desk, session, decision, status):
    assert decide(desk, session, decision, reason="សូមពិនិត្យ").url == LIST
    session.refresh_from_db()
    assert session.status == status
    event = session.review_events.get()
    assert event.reason == ("" if decision == "verify" else "សូមពិនិត្យ")


@pytest.mark.parametrize("decision", ["send_back", "reject"])
def test_without_a_reason_the_form_comes_again(desk, session, decision):
    response = decide(desk, session, decision, reason=" ")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["reason"]
    assert "Say why, so that the ambassador knows what to do." in response.content.decode()
    session.refresh_from_db()
    assert session.status == "submitted"


@pytest.mark.parametrize("decision", ["", "delete", "_decide"])
def test_only_the_three_buttons_decide(desk, session, decision):
    assert decide(desk, session, decision).status_code == 200
    session.refresh_from_db()
    assert session.status == "submitted"


def test_a_decision_somebody_else_took_meanwhile_is_shown(desk, session):
    seen = session.version
    TrainingSession.objects.filter(pk=session.pk).update(status="rejected")
    response = desk.post(f"{LIST}{session.pk}/", {"decision": "verify", "seen": seen})
    assert "Somebody has decided meanwhile" in response.content.decode()
    session.refresh_from_db()
    assert session.status == "rejected"


def test_ones_own_session_has_no_buttons(client, user, district, session, coordinator):
    grant_role(user=user, role="coordinator", area=district, by=None)
    client.force_login(user)
    page = client.get(f"{LIST}{session.pk}/")
    assert 'name="decision"' not in page.content.decode()
    assert decide(client, session, "verify").status_code == 200
    session.refresh_from_db()
    assert session.status == "submitted"


def test_somebody_who_may_only_look_has_no_buttons_and_no_say(client, coordinator, district, session):
    viewer = make.user()
    grant_role(user=viewer, role="me_officer", area=district, by=None)
    client.force_login(viewer)
    assert 'name="decision"' not in client.get(f"{LIST}{session.pk}/").content.decode()
    decide(client, session, "verify")
    session.refresh_from_db()
    assert session.status == "submitted"


@pytest.mark.parametrize("role", ["commune_viewer", "editor", "ambassador", "zone_operator", None])
def test_roles_without_the_right_do_not_come_in(client, coordinator, district, session, role):
    visitor = make.user()
    if role:
        grant_role(user=visitor, role=role, area=district, by=None)
    client.force_login(visitor)
    assert client.get(LIST).status_code == client.get("/admin/ambassadors/").status_code == 302
    assert client.get(f"{LIST}{session.pk}/").status_code in (302, 404)
    assert decide(client, session, "verify").status_code in (302, 404)


def test_an_administrator_sees_all_and_the_log_leads_to_the_session(client, session, coordinator):
    from ambassadors.review.decisions import verify

    verify(session=session, by=coordinator)
    client.force_login(make.user(is_superuser=True, is_staff=True))
    assert listed(client.get(LIST)) == [session]
    assert client.get(f"{LIST}{session.pk}/").status_code == 200
    log = client.get(reverse("wagtailadmin_reports:site_history"))
    assert f"{LIST}{session.pk}/" in log.content.decode()


# Ambassadors


@pytest.fixture
def enrolment(district):
    return {
        "family_name_km": "ចាន់",
        "given_name_km": "ដារ៉ា",
        "gender": "male",
        "birth_year": "2003",
        "area": district.pk,
        "joined_on": "2026-01-10",
        "username": "dara",
        "new_password": "koh-rong-2026",
    }


def test_a_coordinator_enrols_an_ambassador_who_can_sign_in(desk, enrolment, district, client):
    assert desk.post("/admin/ambassadors/new/", enrolment).status_code == 302
    made = Ambassador.objects.get(person__given_name_km="ដារ៉ា")
    assert (made.area, made.status, made.may_log) == (district, "training", False)
    assert [assignment.role for assignment in made.person.user.roles.all()] == ["ambassador"]
    client.logout()
    signed_in = client.post("/field/sign-in/", {"username": "dara", "password": "koh-rong-2026"})
    assert signed_in.url == "/field/"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"family_name_km": "", "given_name_km": ""}, "family_name_km"),
        ({"username": "sreyneang"}, "username"),
        ({"username": "ដារ៉ា"}, "username"),
        ({"new_password": "short"}, "new_password"),
        ({"birth_year": "3003"}, "birth_year"),
        ({"phone": "012 345 678"}, "phone"),
        ({"area": ""}, "area"),
    ],
)
def test_an_enrolment_that_is_not_right_makes_nothing(desk, enrolment, ambassador, changes, field):
    response = desk.post("/admin/ambassadors/new/", enrolment | changes)
    assert field in response.context["form"].errors
    assert Ambassador.objects.count() == 1


def test_nobody_is_enrolled_outside_ones_area(desk, enrolment, elsewhere):
    response = desk.post("/admin/ambassadors/new/", enrolment | {"area": elsewhere.area.pk})
    assert "area" in response.context["form"].errors


def test_the_list_of_ambassadors_keeps_to_the_area(desk, ambassador, elsewhere):
    far = make.ambassador(area=elsewhere.area)
    assert listed(desk.get("/admin/ambassadors/")) == [ambassador]
    assert desk.get(f"/admin/ambassadors/edit/{ambassador.pk}/").status_code == 200
    assert desk.get(f"/admin/ambassadors/edit/{far.pk}/").status_code == 404


def change_of(ambassador, **changes):
    person = ambassador.person
    return {
        "family_name_km": person.family_name_km,
        "given_name_km": person.given_name_km,
        "gender": person.gender,
        "birth_year": "2001",
        "area": ambassador.area_id,
        "joined_on": "2026-01-10",
    } | changes


def test_changing_the_area_moves_the_role_along(desk, ambassador, school):
    data = change_of(ambassador, area=school.area_id, given_name_km="ស្រីពៅ")
    assert desk.post(f"/admin/ambassadors/edit/{ambassador.pk}/", data).status_code == 302
    ambassador.refresh_from_db()
    assert (ambassador.status, ambassador.person.given_name_km) == ("active", "ស្រីពៅ")
    assert [assignment.area for assignment in ambassador.person.user.roles.all()] == [school.area]


def test_a_forgotten_password_is_replaced(desk, ambassador):
    data = change_of(ambassador, new_password="preah-vihear-2026")
    assert desk.post(f"/admin/ambassadors/edit/{ambassador.pk}/", data).status_code == 302
    ambassador.person.user.refresh_from_db()
    assert ambassador.person.user.check_password("preah-vihear-2026")


def test_but_not_that_of_somebody_with_further_rights(desk, ambassador, user, elsewhere):
    grant_role(user=user, role="province_manager", area=elsewhere.area, by=None)
    data = change_of(ambassador, new_password="preah-vihear-2026")
    response = desk.post(f"/admin/ambassadors/edit/{ambassador.pk}/", data)
    assert "new_password" in response.context["form"].errors
