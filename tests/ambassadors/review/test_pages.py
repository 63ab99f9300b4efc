"""Every review page in both languages, and who gets none of them."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from ambassadors.models import ReviewPolicy, SpotCheck, StaffTask, TrainingSession
from ambassadors.review.decisions import send_back
from ambassadors.review.sampling import draw_sample
from lms.actions.roles import grant_role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(send, payload, coordinator):
    """Returned and mended, and then another version came from a second phone; its place is in no list."""
    first = send(payload(venue="not-listed", venue_text="ផ្ទះមេភូមិ", starts_at="05:00", course=None))
    found = TrainingSession.objects.get()
    send_back(session=found, by=coordinator, reason="ចំនួន")
    send(payload(venue="not-listed", venue_text="ផ្ទះមេភូមិ", note="កែហើយ"), id=first.id, base=1)
    assert send(payload(duration_minutes=5), id=first.id, base=1).status == "conflict"
    found.refresh_from_db()
    return found


@pytest.fixture
def pages(session, held, coordinator, ambassador):
    held(8)
    draw_sample(week_from=timezone.localdate() - dt.timedelta(days=10), size=1, by=coordinator)
    facts = {"most": 7, "full": 2, "hurried": 3, "minutes": 10, "usual": 5}
    StaffTask.objects.create(kind="speed", facts=facts, area=ambassador.area, ambassador=ambassador)
    return [
        "/admin/",
        "/admin/review/",
        "/admin/review/?part=conflicts&all",
        f"/admin/training-sessions/{session.pk}/?queue",
        f"/admin/review/sessions/{session.pk}/venue/",
        f"/admin/review/sessions/{session.pk}/duplicate/",
        "/admin/review/spot-checks/",
        "/admin/review/tasks/",
        "/admin/review/tasks/?closed",
        "/admin/review/weekly/",
    ]


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_opens(client, coordinator, pages, language):
    UserProfile.objects.create(user=coordinator, preferred_language=language)
    client.force_login(coordinator)
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert f'lang="{language}"' in response.content.decode()
    assert client.get("/admin/review/policy/").status_code in (302, 403)


def test_the_page_of_a_session_says_how_learners_liked_it(client, coordinator, district):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    venue = make.venue(area=district)
    asked = make.training_session(venue=venue, feedback_counts={"3": 11, "1": 2})
    never = make.training_session(venue=venue)
    for session, said in ((asked, "Good: 11, So so: 0, Not good: 2"), (never, "–")):
        text = client.get(f"/admin/training-sessions/{session.pk}/").content.decode()
        assert f'<th scope="row">How learners liked it</th><td>{said}</td>' in text


@pytest.mark.parametrize("role", ["province_manager", "municipal_manager", "me_officer"])
def test_who_only_looks_decides_nothing(client, coordinator, district, session, pages, role):
    viewer = make.user()
    grant_role(user=viewer, role=role, area=district, by=None)
    client.force_login(viewer)
    check = SpotCheck.objects.get()
    task = StaffTask.objects.get()
    for page, data in {
        f"/admin/review/sessions/{session.pk}/versions/": {"take": "stored", "seen": session.version},
        f"/admin/review/sessions/{session.pk}/duplicate/": {"seen": session.version},
        f"/admin/review/sessions/{session.pk}/free/": {"seen": session.version},
        f"/admin/review/sessions/{session.pk}/venue/": {"venue": session.venue_id},
        f"/admin/review/spot-checks/{check.pk}/": {"result": "confirmed"},
        "/admin/review/spot-checks/": {"week_from": "2026-01-01", "size": "1"},
        f"/admin/review/tasks/{task.pk}/close/": {"note": "…"},
        "/admin/review/": {"chosen": f"{session.pk}:{session.version}"},
    }.items():
        assert client.post(page, data).status_code in (302, 403), page
    text = client.get(f"/admin/training-sessions/{session.pk}/").content.decode()
    assert "review-flags" not in text
    assert 'name="take"' not in text
    for record in (session, check, task):
        before = {name: value for name, value in vars(record).items() if not name.startswith("_")}
        record.refresh_from_db()
        assert {name: value for name, value in vars(record).items() if not name.startswith("_")} == before
    assert not ReviewPolicy.objects.exists()


def test_pages_of_the_queue_keep_what_was_asked_for(desk, held):
    for number in range(51):
        received_at = timezone.now() - dt.timedelta(days=number)
        held(number + 1, cells={("female", "0-9"): number % 7 + 1}, received_at=received_at)
    page = desk.get("/admin/review/?part=clean").content.decode()
    assert "part=clean&amp;p=2" in page or "p=2&amp;part=clean" in page
