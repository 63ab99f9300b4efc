import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule

from lms.management.commands.setup_schedules import declared_schedules

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_means_that_scheduled_tasks_are_started_in_time(client):
    call_command("setup_schedules")
    assert client.get("/readyz").status_code == 200
    Schedule.objects.update(next_run=timezone.now() - dt.timedelta(minutes=6))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is True
    assert answer.json()["worker"] is False


def test_schedules_are_set_up_once_however_often(capsys):
    Schedule.objects.create(name="A task of an earlier version", func="lms.tasks.no_more")
    call_command("setup_schedules")
    call_command("setup_schedules")
    declared = list(declared_schedules())
    assert declared
    assert Schedule.objects.count() == len(declared)
    assert {schedule.func for schedule in Schedule.objects.all()} == {function for _, function, _ in declared}


def test_an_uploaded_file_is_served_and_nothing_beside_it(client):
    name = default_storage.save("drawing.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 200
    assert answer.getvalue().startswith(b"<svg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert client.get("/media/../secret-key").status_code == 400
    assert client.get("/media/none.svg").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "language"), [("en-GB,en;q=0.9", "en"), ("km", "km"), ("fr", "km"), ("", "km")]
)
def test_the_bare_address_leads_to_the_language_of_the_browser_or_to_khmer(client, accepted, language):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.url) == (302, f"/{language}/")


def test_what_is_missing_stays_missing(client):
    assert client.get("/z/nowhere/").status_code == 404
    assert client.get("/getting-online/").status_code == 404
