"""People named, small counts, and places in no list: what a session says beyond its headcount."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ambassadors.models import TrainingSession
from ambassadors.reach import attendance_rows, attendance_total
from ambassadors.review.decisions import choose_venue, send_back, verify
from ambassadors.sessions.grid import name_of
from ambassadors.sessions.headcount import Headcount
from ambassadors.sync import store_training_session, training_session_schema
from lms.actions.erasing import erase
from lms.actions.merging import merge
from lms.models import AgeBand, Gender, LearnerCard, Person, Venue
from lms.reporting import registry
from lms.reporting.periods import Period
from lms.sync import Item
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards():
    """Two learners with cards, one woman and one man."""
    made = []
    for code, gender in (("ACDEFG", "female"), ("HJKMNP", "male")):
        card = LearnerCard(person=make.person(gender=gender), code=code)
        card.set_pin("2468")
        card.save()
        made.append(card)
    return made


def test_named_and_counted_people_together_are_everybody(send, payload, cards):
    content = payload(
        kind="community",
        headcount_total=14,
        roster=[" acd-\u200befg", "https://sala.example/c/HJKMNP/\u200b"],
        roster_consent=True,
    )
    assert send(content).status == "stored"
    session = TrainingSession.objects.with_people().get()
    assert session.people_total == 14
    assert Headcount.of(session).total == 12
    assert {row.person for row in session.attendances.all()} == {card.person for card in cards}
    assert all(row.has_consent for row in session.attendances.all())


def test_codes_with_a_space_of_no_width_between_them_are_two(phone, typed, cards):
    codes = {"roster": "ACDEFG\u200bHJKMNP", "roster_consent": "on"}
    phone().post("/field/sessions/new/", typed(kind="community", headcount_total="14\u200b") | codes)
    assert TrainingSession.objects.get().attendances.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "school", "headcount_total": 13, "roster": ["ACDEFG"], "roster_consent": True}, "roster"),
        ({"headcount_total": 13, "roster": ["ACDEFG"]}, "roster_consent"),
        ({"headcount_total": 12, "roster": ["ACDEFG"], "roster_consent": True}, "headcount"),
        ({"headcount_total": 13, "roster": ["XXXXXX"], "roster_consent": True}, "roster"),
        ({"headcount_total": 14, "roster": ["ACDEFG", "ac-defg"], "roster_consent": True}, "roster"),
        ({"priority": {"poor": 13}}, "priority"),
        ({"feedback": {"1": 7, "3": 6}}, "feedback"),
        ({"venue": "not-listed"}, "venue_text"),
        ({"grade": "x" * 21}, "grade"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(send, payload, cards, changes, field):
    receipt = send(payload(**{"kind": "community"} | changes))
    assert receipt.status == "refused"
    assert list(receipt.problem.error_dict) == [field]
    assert not TrainingSession.objects.exists()


@pytest.mark.parametrize(
    "damaged", [{"priority": {"rich": 1}}, {"location": {"latitude": 1}}, {"roster": [7]}]
)
def test_what_no_form_sends_is_set_aside(send, payload, damaged):
    assert send(payload(**damaged)).status == "quarantined"


def test_a_corrected_roster_keeps_who_stays_and_drops_who_was_not_there(send, payload, cards):
    first = payload(kind="community", headcount_total=14, roster=["ACDEFG", "HJKMNP"], roster_consent=True)
    receipt = send(first)
    kept = TrainingSession.objects.get().attendances.get(person=cards[0].person)
    mended = payload(kind="community", headcount_total=13, roster=["ACDEFG"], roster_consent=True)
    assert send(mended, id=receipt.id, base=1).status == "stored"
    assert list(TrainingSession.objects.get().attendances.all()) == [kept]


def test_both_cards_of_somebody_who_was_registered_twice_name_one_person(send, payload, cards):
    keep, second = (card.person for card in cards)
    Person.objects.filter(pk=second.pk).update(merged_into=keep)
    content = payload(kind="community", headcount_total=13, roster=["HJKMNP"], roster_consent=True)
    assert send(content).status == "stored"
    assert TrainingSession.objects.get().attendances.get().person == keep
    both = send(content | {"headcount_total": 14, "roster": ["HJKMNP", "ACDEFG"]})
    assert list(both.problem.error_dict) == ["roster"]


def test_people_merged_or_erased_between_reading_and_storing_stay_one_person(payload, cards, school, user):
    manager = make.user(role="municipal_manager", area=school.area.parent)
    Person.objects.update(commune=school.area)
    keep, other = (card.person for card in cards)
    content = payload(kind="community", roster_consent=True)
    one, both = (
        training_session_schema(content | {"roster": codes, "headcount_total": 12 + len(codes)}, by=user)
        for codes in (["HJKMNP"], ["ACDEFG", "HJKMNP"])
    )

    def store(read):
        item = Item(id=uuid.uuid4(), kind="training-session", payload=content, made_at=timezone.now())
        return store_training_session(item, read, by=user)

    merge(keep=keep, other=other, by=manager)
    store(one)
    assert TrainingSession.objects.get().attendances.get().person == keep
    with pytest.raises(ValidationError):
        store(both)
    erase(person=keep)
    with pytest.raises(ValidationError):
        store(one)
    assert TrainingSession.objects.count() == 1


@pytest.fixture
def returned(send, payload, cards, coordinator):
    """Twelve heads and two names, sent back; then the first of the two had her data deleted."""
    send(payload(kind="community", headcount_total=14, roster=["ACDEFG", "HJKMNP"], roster_consent=True))
    session = TrainingSession.objects.get()
    send_back(session=session, by=coordinator, reason="ម៉ោង?")
    erase(person=cards[0].person)
    return session


def people_and_heads(session):
    found = TrainingSession.objects.with_people().get(pk=session.pk)
    return found.people_total, Headcount.of(found).total


def test_whose_data_was_deleted_stays_counted_when_the_form_mends_the_session(phone, returned):
    client, address = phone("en"), f"/field/sessions/{returned.pk}/edit/"
    form = client.get(address).context["form"]
    assert (form["headcount_total"].value(), form["roster"].value(), form.staying) == (13, "HJKMNP", 1)
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    data |= {name_of(*key): text for key, text in form.grid.typed.items()}
    assert client.post(address, data | {"starts_at": "08:30"}).status_code == 302
    assert people_and_heads(returned) == (14, 12)


def test_whose_data_was_deleted_stays_counted_when_a_phone_mends_the_session(send, payload, phone, returned):
    kept = phone().get("/field/data.json").json()["sessions"][0]
    assert (kept["payload"]["headcount_total"], kept["payload"]["roster"], kept["staying"]) == (
        13,
        ["HJKMNP"],
        1,
    )
    assert send(kept["payload"] | {"starts_at": "8:30"}, id=returned.pk, base=1).status == "stored"
    # And a phone that has not heard of it.
    late = payload(kind="community", headcount_total=14, roster=["ACDEFG", "HJKMNP"], roster_consent=True)
    assert send(late | {"note": "ម៉ោង 9"}, id=returned.pk, base=2).status == "stored"
    assert people_and_heads(returned) == (14, 12)
    for codes in (["ACDEFG", "XXXXXX"], ["XXXXXX"]):
        unknown = late | {"roster": codes, "headcount_total": 12 + len(codes)}
        assert send(unknown, id=returned.pk, base=3).status == "refused"
    assert send(late | {"note": "ថ្មី"}).status == "refused"


def test_a_session_at_which_nobody_else_was_can_be_mended(send, payload, cards):
    content = payload(kind="home", headcount_total=1, headcount=[], roster=["ACDEFG"], roster_consent=True)
    receipt = send(content)
    erase(person=cards[0].person)
    nobody = content | {"headcount_total": 0, "roster": []}
    assert send(nobody, id=receipt.id, base=1).status == "stored"
    assert people_and_heads(TrainingSession.objects.get()) == (1, 0)
    assert send(nobody).status == "refused"


def test_the_reach_report_counts_the_named_once_and_apart_from_the_counted(send, payload, cards, coordinator):
    """By hand: 12 heads, 2 names, nothing before the coordinator has verified."""
    send(payload(kind="community", headcount_total=14, roster=["ACDEFG", "HJKMNP"], roster_consent=True))
    session = TrainingSession.objects.get()
    today = timezone.localdate()
    period = Period(today, today + dt.timedelta(days=1), "today")
    now = timezone.now()
    assert attendance_total(registry.COUNTED, period, None, now) == 0
    verify(session=session, by=coordinator)
    now = timezone.now()
    assert attendance_total(registry.COUNTED, period, None, now) == 2
    assert attendance_rows(registry.COUNTED, now).during(period).count() == 2
    (headcount,) = [source for source in registry.participations() if source.channel == "headcount"]
    assert headcount.total(registry.COUNTED, period, None, now) == 12


def test_small_counts_location_and_class_are_kept(send, payload):
    send(
        payload(
            grade="៧ ក",
            language="km",
            priority={"poor": 3, "marginalised": "០"},
            feedback={"3": "៩", "2": 2},
            location={"latitude": 10.62753, "longitude": 103.52231, "accuracy": 24.6},
        )
    )
    session = TrainingSession.objects.get()
    assert (session.grade, session.language) == ("៧ ក", "km")
    assert (session.priority_counts, session.feedback_counts) == ({"poor": 3}, {"3": 9, "2": 2})
    assert (session.latitude, session.longitude) == (Decimal("10.628"), Decimal("103.522"))
    assert session.accuracy_metres == 25


def test_half_a_location_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.training_session(latitude=Decimal("10.5"))


def test_a_place_in_no_list_waits_for_its_venue_and_then_counts(send, payload, school, coordinator):
    send(payload(venue="not-listed", venue_text="ផ្ទះមេភូមិ ភូមិថ្មី"))
    session = TrainingSession.objects.get()
    assert session.place == "ផ្ទះមេភូមិ ភូមិថ្មី"
    assert session.venue not in Venue.objects.open()
    with pytest.raises(ValidationError):
        verify(session=session, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.update(status="verified")
    choose_venue(session=session, venue=school, by=coordinator)
    session.refresh_from_db()
    assert session.place == str(school)
    verify(session=session, by=coordinator)


cells = st.lists(
    st.tuples(st.sampled_from(Gender.values), st.sampled_from(AgeBand.values)), unique=True, max_size=6
)


class AnyPayload(TestCase):
    """R27 whatever a client sends: what is taken in adds up, and the rest is refused."""

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        cells=cells, counts=st.lists(st.integers(-1, 9), min_size=6, max_size=6), total=st.integers(-1, 40)
    )
    def test_only_what_adds_up_is_read(self, cells, counts, total):
        user = make.ambassador().person.user
        pairs = list(zip(cells, counts, strict=False))
        payload = {
            "headcount_total": total,
            "headcount": [{"gender": key[0], "age_band": key[1], "count": count} for key, count in pairs],
        }
        adds_up = total >= 1 and all(count >= 0 for _key, count in pairs)
        adds_up = adds_up and sum(count for _key, count in pairs) == total
        with pytest.raises(ValidationError) as refused:
            training_session_schema(payload, by=user)
        is_blamed = bool({"headcount", "headcount_total"} & refused.value.error_dict.keys())
        assert is_blamed != adds_up
