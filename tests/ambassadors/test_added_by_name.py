"""People named after the session was handed in: every figure stays explained, nobody is counted twice (R26, R27)."""

import uuid

import pytest

from ambassadors.models import TrainingSession
from ambassadors.sessions.headcount import Headcount
from lms.actions.erasing import erase
from lms.models import Consent, ConsentText, LearnerCard
from tests import factories as make

pytestmark = pytest.mark.django_db


def card(code, **person):
    made = LearnerCard(person=make.person(**person), code=code)
    made.set_pin("2468")
    made.save()
    return made


@pytest.fixture
def session(send, payload):
    receipt = send(payload(kind="community"))
    TrainingSession.objects.update(status="verified")
    return TrainingSession.objects.get(pk=receipt.id)


@pytest.fixture
def add(send, session):
    def added(*codes, id=None, **changes):
        content = {"session": str(session.pk), "codes": list(codes), "consent": True} | changes
        return send(content, kind="attendance", id=id)

    return added


def state(session):
    session = TrainingSession.objects.with_people().get(pk=session.pk)
    return session.people_total, Headcount.of(session).total, session.revision_number, session.status


def test_a_person_added_later_is_in_a_revision_that_is_reviewed_again(add, session):
    card("ACDEFG", birth_year=1990)
    first = add("acdefg")
    assert (first.status, state(session)) == ("stored", (13, 12, 2, "submitted"))
    revision = session.revisions.get(number=2)
    assert (revision.payload["headcount_total"], revision.payload["roster"]) == (13, ["ACDEFG"])
    # The same item, and another one with the same person, change nothing.
    assert add("acdefg", id=first.id).status == "already_stored"
    assert add("ACDEFG").status == "stored"
    assert state(session) == (13, 12, 2, "submitted")


def test_who_was_counted_as_a_head_is_taken_out_of_the_table(add, session):
    card("ACDEFG", gender="male", birth_year=2004)
    assert add("ACDEFG", counted=True).is_safe
    assert state(session) == (12, 11, 2, "submitted")
    assert Headcount.of(session).cells[("male", "18-24")] == 3


def test_what_a_phone_mends_afterwards_adds_up_where_somebodys_data_was_deleted(add, send, session, phone):
    card("ACDEFG")
    leaving = card("HJKMNP").person
    assert add("HJKMNP").is_safe
    erase(person=leaving)
    assert add("ACDEFG").is_safe
    assert state(session) == (14, 12, 3, "submitted")
    kept = phone().get("/field/data.json").json()["sessions"][0]["payload"]
    assert (kept["headcount_total"], kept["roster"]) == (13, ["ACDEFG"])
    assert send(kept | {"note": "ម៉ោង 9"}, id=session.pk, base=3).status == "stored"
    assert state(session)[:2] == (14, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": False}, "consent"),
        ({"codes": ["XXXXXX"]}, "codes"),
        ({"codes": []}, "codes"),
        ({"codes": ["\u200b "]}, "codes"),
        ({"session": str(uuid.uuid4())}, "session"),
        ({"counted": True}, "counted"),
    ],
)
def test_what_may_not_be_is_refused_and_changes_nothing(add, session, changes, field):
    card("ACDEFG", gender="male", birth_year=1950)
    receipt = add("ACDEFG", **changes)
    assert (receipt.status, list(receipt.problem.error_dict)) == ("refused", [field])
    assert state(session) == (12, 12, 1, "verified")


def test_a_session_of_somebody_else_takes_no_names(send, session, district):
    card("ACDEFG")
    other = make.ambassador(area=district).person.user
    content = {"session": str(session.pk), "codes": ["ACDEFG"], "consent": True}
    assert send(content, kind="attendance", by=other).status == "refused"


def test_under_eighteen_only_with_the_word_of_guardian_or_school(add, session):
    child = card("ACDEFG", birth_year=2015).person
    assert list(add("ACDEFG").problem.error_dict) == ["codes"]
    text = ConsentText.objects.filter(purpose="progress").first() or ConsentText.objects.create(
        purpose="progress", version=1, text_km="ខ្មែរ", text_en="English"
    )
    Consent.objects.create(person=child, text=text, purpose="progress", language="km", given_by="guardian")
    assert add("ACDEFG").is_safe


def test_the_page_adds_without_scripts(phone, session):
    card("ACDEFG")
    address = f"/field/sessions/{session.pk}/names/"
    client = phone("en")
    assert "names/" in client.get(f"/field/sessions/{session.pk}/").content.decode()
    refused = client.post(address, {"id": str(uuid.uuid4()), "codes": "ACDEFG"})
    assert "Only write down by name who agrees" in refused.content.decode()
    client.post(address, {"id": str(uuid.uuid4()), "codes": "ACDEFG\u200b", "consent": "on"})
    assert state(session)[0] == 13


def test_where_names_are_switched_off_nobody_is_named(settings, add, send, session, payload):
    settings.NAMES_AT_SESSIONS = False
    card("ACDEFG", birth_year=1990)
    named = payload(kind="community", headcount_total=13, roster=["ACDEFG"], roster_consent=True)
    for receipt, field in ((send(named), "roster"), (add("ACDEFG"), "codes")):
        assert (receipt.status, list(receipt.problem.error_dict)) == ("refused", [field])
