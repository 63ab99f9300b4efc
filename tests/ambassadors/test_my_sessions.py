"""What becomes of one's sessions: read, mended, and nothing lost when two change the same one."""

import datetime as dt

import pytest
from django.utils import timezone

from ambassadors.models import TrainingSession
from ambassadors.review.decisions import reject, send_back, verify
from ambassadors.sessions.grid import name_of
from ambassadors.sessions.headcount import Headcount
from lms.khmer import latin_letters
from tests import factories as make
from tests.ambassadors.pages import LANGUAGES, NEW, errors_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(phone, typed):
    """One session logged in Khmer; (client, what was typed, session)."""
    client, data = phone(), typed()
    client.post(NEW, data)
    return client, data, TrainingSession.objects.get()


def test_home_and_list_say_where_every_session_stands(logged, coordinator, ambassador, school):
    client, _, session = logged
    reason = "ចំនួនបុរសមិនត្រឹមត្រូវ"
    send_back(session=session, by=coordinator, reason=reason)
    verified = make.training_session(ambassador=ambassador, venue=school)
    verify(session=verified, by=coordinator)
    make.training_session(ambassador=ambassador, venue=school, status="verified", held_on="2025-01-01")
    home = client.get("/field/")
    assert home.context["figures"] == {
        "waiting": 0,
        "returned": 1,
        "verified": 1,
        "people": 2,
        "minutes_month": 60,
        "minutes_all": 120,
        "hours_month": "1",
        "hours_all": "2",
    }
    assert reason in words_of(home)
    listed = client.get("/field/sessions/")
    assert len(listed.context["page_of_sessions"]) == 3
    assert reason in words_of(listed)
    only_returned = client.get("/field/sessions/?status=returned").context["page_of_sessions"]
    assert [found.pk for found in only_returned] == [session.pk]
    for page in (home, listed, client.get(f"/field/sessions/{session.pk}/")):
        assert not latin_letters(words_of(page))


def test_the_list_costs_the_same_for_one_session_and_for_twenty(
    logged, ambassador, school, django_assert_max_num_queries
):
    client, _, _ = logged
    for _ in range(19):
        make.training_session(ambassador=ambassador, venue=school)
    with django_assert_max_num_queries(8):
        client.get("/field/sessions/")


def test_a_long_list_is_turned_page_by_page(phone, ambassador, school):
    for _ in range(21):
        make.training_session(ambassador=ambassador, venue=school)
    client = phone()
    assert len(client.get("/field/sessions/").context["page_of_sessions"]) == 20
    assert len(client.get("/field/sessions/?page=2").context["page_of_sessions"]) == 1
    assert client.get("/field/sessions/?page=nonsense").status_code == 200


def test_the_phone_keeps_what_came_back_however_old_beside_the_latest(
    logged, coordinator, ambassador, school
):
    client, _, old = logged
    send_back(session=old, by=coordinator, reason="x")
    today = timezone.localdate()
    TrainingSession.objects.update(held_on=today - dt.timedelta(days=300))
    usual = {"ambassador": ambassador, "venue": school, "status": "verified"}
    days = [today - dt.timedelta(days=number) for number in range(50)]
    latest = [make.training_session(**usual, held_on=day) for day in days]
    kept = client.get("/field/data.json").json()["sessions"]
    assert [row["id"] for row in kept] == [str(session.pk) for session in [*latest[:49], old]]


def test_other_ambassadors_sessions_are_not_there(phone, school):
    other = make.training_session(venue=school)
    client = phone()
    for path in (f"/field/sessions/{other.pk}/", f"/field/sessions/{other.pk}/edit/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {}).status_code == 404
    assert not client.get("/field/sessions/").context["page_of_sessions"].object_list


def test_a_session_taught_together_is_read_and_not_mended(phone, ambassador, school):
    joint = make.training_session(venue=school)
    joint.co_ambassadors.add(ambassador)
    client = phone()
    page = client.get(f"/field/sessions/{joint.pk}/")
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()
    assert client.get(f"/field/sessions/{joint.pk}/edit/").status_code == 404


def test_a_returned_session_is_mended(logged, coordinator):
    client, data, session = logged
    send_back(session=session, by=coordinator, reason="ពិនិត្យបុរស")
    edit = f"/field/sessions/{session.pk}/edit/"
    form_page = client.get(edit)
    form = form_page.context["form"]
    assert "ពិនិត្យបុរស" in words_of(form_page)
    assert form["base_revision"].value() == 1
    assert form.grid.typed == {("female", "18-24"): "7", ("male", "18-24"): "5"}
    mended = data | {"base_revision": "1", "headcount_total": "13", name_of("male", "18-24"): "6"}
    assert client.post(edit, mended).url == f"/field/sessions/{session.pk}/"
    session.refresh_from_db()
    assert (session.status, session.revision_number) == ("submitted", 2)
    assert Headcount.of(session).total == 13


def test_what_an_edit_shows_is_what_is_stored(phone, ambassador, school):
    session = make.training_session(
        ambassador=ambassador,
        venue=school,
        duration_minutes=45,
        starts_at=dt.time(9, 5),
        people_with_disabilities=2,
        note="ពីរនាក់",
        is_from_paper=True,
        cells={("female", "0-9"): 3, ("another", "60+"): 1},
    )
    colleague = make.ambassador(area=ambassador.area)
    session.co_ambassadors.add(colleague)
    client = phone()
    form = client.get(f"/field/sessions/{session.pk}/edit/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "from_paper"}
    data |= {name_of(*key): text for key, text in form.grid.typed.items()} | {"from_paper": "on"}
    client.post(f"/field/sessions/{session.pk}/edit/", data)
    before, after = session, TrainingSession.objects.get(pk=session.pk)
    assert after.revision_number == 2
    for name in (
        "held_on",
        "starts_at",
        "duration_minutes",
        "venue",
        "kind",
        "topic",
        "note",
        "is_from_paper",
    ):
        assert str(getattr(after, name)) == str(getattr(before, name)), name
    assert after.people_with_disabilities == 2
    assert list(after.co_ambassadors.all()) == [colleague]
    assert Headcount.of(after).cells == {("female", "0-9"): 3, ("another", "60+"): 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_returned_session_sent_again_unchanged_is_pointed_out(logged, phone, coordinator, language):
    _, data, session = logged
    send_back(session=session, by=coordinator, reason="ពិនិត្យ")
    response = phone(language).post(f"/field/sessions/{session.pk}/edit/", data | {"base_revision": "1"})
    assert bool(latin_letters(errors_of(response)["__all__"][0])) == (language == "en")
    session.refresh_from_db()
    assert session.status == "returned"


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_windows_the_second_hears_of_the_first_and_loses_nothing(logged, phone, language):
    _, data, session = logged
    edit, client = f"/field/sessions/{session.pk}/edit/", phone(language)
    client.post(edit, data | {"base_revision": "1", "note": "ផ្ទាំងទីមួយ"})
    second = data | {"base_revision": "1", "note": "ផ្ទាំងទីពីរ"}
    session.attendances.create(person=make.person())
    response = client.post(edit, second)
    assert response.context["newer"].people_total == 13
    form = response.context["form"]
    assert 'role="alert"' in response.content.decode()
    assert form["note"].value() == "ផ្ទាំងទីពីរ"
    assert form["base_revision"].value() == "2"
    session.refresh_from_db()
    assert (session.note, session.revision_number) == ("ផ្ទាំងទីមួយ", 2)
    client.post(edit, second | {"base_revision": "2"})
    session.refresh_from_db()
    assert (session.note, session.revision_number) == ("ផ្ទាំងទីពីរ", 3)


def test_a_verified_or_rejected_session_offers_no_mending(logged, coordinator, ambassador, school):
    client, _, session = logged
    verify(session=session, by=coordinator)
    assert client.get(f"/field/sessions/{session.pk}/edit/").url == f"/field/sessions/{session.pk}/"
    other = make.training_session(ambassador=ambassador, venue=school)
    reject(session=other, by=coordinator, reason="មិនបានធ្វើ")
    page = client.get(f"/field/sessions/{other.pk}/")
    assert "មិនបានធ្វើ" in words_of(page)
    assert "/edit/" not in page.content.decode()


def test_what_was_typed_survives_a_rejection_that_came_meanwhile(logged, coordinator):
    client, data, session = logged
    reject(session=session, by=coordinator, reason="មិនបានធ្វើ")
    edited = data | {"base_revision": "1", "note": "កែ"}
    response = client.post(f"/field/sessions/{session.pk}/edit/", edited)
    assert response.context["form"]["note"].value() == "កែ"
    assert not latin_letters(errors_of(response)["__all__"][0])


def test_no_page_is_kept_by_a_shared_phone(logged):
    client, _, session = logged
    for path in ("/field/", NEW, "/field/sessions/", f"/field/sessions/{session.pk}/"):
        assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/field/", NEW, "/field/sessions/", "/field/sign-in/"])
def test_empty_pages_are_khmer_throughout(phone, client, path):
    if path != "/field/sign-in/":
        phone()
    assert not latin_letters(words_of(client.get(path)))
