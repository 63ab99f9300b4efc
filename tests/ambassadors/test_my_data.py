"""My data holds what ambassadors wrote down about me, and nothing about anybody else; erasing takes it away."""

import json

import pytest
from django.test import Client
from django.utils import timezone, translation

from ambassadors.models import Application, LearnerGroup, TrainingSession
from ambassadors.team.service_certificates import issue_service_certificate
from lms.actions.erasing import erase
from lms.models import ConsentText, Person
from lms.my_data import everything_about
from lms.plain_words import in_plain_words
from lms.reporting.reach import Reach
from tests import factories as make
from tests.lms.test_erasing import years

pytestmark = pytest.mark.django_db


@pytest.fixture
def dara():
    return make.person(nickname="តារា")


@pytest.fixture
def other():
    return make.person(nickname="ពិសី")


@pytest.fixture
def sessions(ambassador, school, dara, other):
    """One that counts, and one that was rejected; the other learner was there too."""
    made = {}
    for status, day in (("verified", "2026-11-02"), ("rejected", "2026-11-03")):
        made[status] = make.training_session(ambassador=ambassador, venue=school, held_on=day, status=status)
        made[status].attendances.create(person=dara, has_consent=True)
        made[status].attendances.create(person=other, has_consent=True)
    return made


@pytest.fixture
def group(ambassador, dara, other):
    return make.learner_group(ambassador=ambassador, name="ក្រុមថ្ងៃសៅរ៍", members=[dara, other])


def applying(person, area, **fields):
    text = ConsentText.objects.get_or_create(
        purpose="volunteer", version=9, defaults={"text_km": "ក", "text_en": "a"}
    )[0]
    return Application.objects.create(
        family_name="ចាន់",
        given_name="តារា",
        birth_year=2000,
        phone="+85512345678",
        person=person,
        area=area,
        consent_text=text,
        language="km",
        **fields,
    )


def words_about(person):
    with translation.override("km"):
        return " ".join(f"{section.title} {section.lines}" for section in in_plain_words(person))


def test_a_learner_sees_every_session_and_group_and_nobody_else(sessions, group, dara, other):
    kept = everything_about(dara)
    assert [(row["day"], row["status"], row["agreed_to_be_named"]) for row in kept["attendances"]] == [
        ("2026-11-02", "verified", True),
        ("2026-11-03", "rejected", True),
    ]
    assert kept["learner_groups"] == [{"group": str(group.pk), "name": group.name, "venue": None}]
    assert (kept["ambassador"], kept["applications"]) == (None, [])
    words, file = words_about(dara), json.dumps(kept, ensure_ascii=False)
    for told in ("2 វិច្ឆិកា 2026", "3 វិច្ឆិកា 2026", "ក្រុមថ្ងៃសៅរ៍", "សាលារៀនវាលរេញ"):
        assert told in words
    assert words.count("2 វិច្ឆិកា 2026") == 1
    for text in (words, file):
        assert "ពិសី" not in text
        assert "ស្រីនាង" not in text


def test_an_ambassador_sees_the_own_record_steps_and_work_without_learners(
    ambassador, sessions, group, coordinator, dara
):
    ambassador.events.create(kind="paused", reason="ប្រឡង", by=coordinator)
    helped = make.training_session(venue=group.venue, held_on="2026-11-04")
    helped.co_ambassadors.add(ambassador)
    make.plan(ambassador=ambassador)
    make.issue_note(ambassador=ambassador)
    issued = issue_service_certificate(ambassador=ambassador, by=ambassador.person.user)
    kept = everything_about(ambassador.person)["ambassador"]
    assert [(step["kind"], step["reason"]) for step in kept["events"]] == [("paused", "ប្រឡង")]
    assert [(row["day"], row["led"]) for row in kept["training_sessions"]] == [
        ("2026-11-02", True),
        ("2026-11-03", True),
        ("2026-11-04", False),
    ]
    [certificate] = kept["certificates_of_service"]
    assert (certificate["code"], certificate["training_sessions"]) == (issued.code, 1)
    assert kept["groups_led"] == [{"name": group.name, "people": 2}]
    assert (len(kept["planned_sessions"]), len(kept["issue_notes"])) == (1, 1)
    words, file = words_about(ambassador.person), json.dumps(kept, ensure_ascii=False)
    assert "ប្រឡង" in words
    for text in (words, file):
        assert "តារា" not in text
        assert str(coordinator) not in text


def test_an_ambassador_reads_it_on_the_field_pages_and_takes_it_along(phone, ambassador, sessions):
    client = phone()
    assert 'href="/field/my-data/"' in client.get("/field/").content.decode()
    assert "ស្រីនាង" in client.get("/field/my-data/").content.decode()
    assert "sala-my-data.html" in client.get("/field/my-data.html")["Content-Disposition"]
    file = client.get("/field/my-data.json")
    assert "no-store" in file["Cache-Control"]
    assert len(file.json()["ambassador"]["training_sessions"]) == 2
    assert Client().get("/field/my-data.json").status_code == 302


def test_an_application_is_told_to_who_sent_it_as_a_learner(dara, other, school):
    applying(dara, school.area)
    assert [row["given_name"] for row in everything_about(dara)["applications"]] == ["តារា"]
    assert "+85512345678" in words_about(dara)
    assert everything_about(other)["applications"] == []


def test_erasing_keeps_the_counts_and_takes_names_groups_and_applications_away(
    sessions, group, dara, other, school, coordinator
):
    applying(dara, school.area)
    refused = applying(
        dara,
        school.area,
        state="refused",
        reason="រវល់",
        decided_at=timezone.now(),
        decided_by=coordinator,
    )
    period, as_of = years(2026, 2026), timezone.now()

    def figures():
        reach = Reach(period=period, as_of=as_of)
        return reach.participations, reach.people.cells, reach.people.total

    before = figures()
    for _twice in range(2):
        erase(person=dara)
    assert figures() == before
    assert list(LearnerGroup.objects.get().members.all()) == [other]
    assert sessions["verified"].attendances.count() == 2
    assert Person.objects.get(pk=dara.pk).name == ""
    refused.refresh_from_db()
    assert Application.objects.get() == refused
    assert (refused.name, refused.phone, refused.person, bool(refused.forgotten_at)) == ("", "", None, True)


@pytest.mark.parametrize("status", ["returned", "duplicate", "rejected"])
def test_erasing_keeps_what_was_reported_of_a_session_that_does_not_count_now(
    status, ambassador, school, coordinator, dara
):
    session = make.training_session(ambassador=ambassador, venue=school, held_on="2026-11-02")
    session.attendances.create(person=dara, has_consent=True)

    def becomes(kind):
        session.review_events.create(kind=kind, reason="x", revision_number=1, by=coordinator)
        TrainingSession.objects.update(status=kind)

    def figures(as_of):
        reach = Reach(period=years(2026, 2026), as_of=as_of)
        return reach.participations, reach.people.cells, reach.people.total

    becomes("verified")
    reported_at = timezone.now()
    before = figures(reported_at)
    becomes(status)
    erase(person=dara)
    assert figures(reported_at) == before
    becomes("verified")
    assert figures(timezone.now()) == before
