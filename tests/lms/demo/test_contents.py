"""What is in the demonstration: people, places, lessons and the use of the zones."""

import datetime as dt
from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.db.models import Count, Max, Q

from ambassadors.models import (
    Ambassador,
    Attendance,
    HeadcountCell,
    ReviewEvent,
    TrainingSession,
    TrainingSessionRevision,
)
from hotspots.actions.counting import COUNTED, count_days_again
from hotspots.models import Connection, ConnectionDay, UsageDay, UsageSource, Zone
from lms.actions.people import check_card
from lms.demo.sign_ins import DEMO_CARD, DEMO_PASSWORD, DEMO_PIN
from lms.khmer import has_khmer, latin_letters, normalise
from lms.models import (
    Answer,
    Attempt,
    Completion,
    Consent,
    Learner,
    Partner,
    Person,
    RoleAssignment,
    User,
    Venue,
)
from lms.models.choices import MINOR_AGE_BANDS
from tests.lms.demo.conftest import UNTIL

pytestmark = pytest.mark.django_db


def share_of_women(genders):
    counted = Counter(genders)
    return counted["female"] / (counted["female"] + counted["male"])


def registered():
    return Person.objects.filter(is_demo=True, ambassador=None)


def test_it_holds_what_a_programme_needs(loaded):
    zones = Zone.objects.filter(venue__is_demo=True)
    schools = Venue.objects.filter(is_demo=True, kind__code="school")
    places = Venue.objects.filter(Q(pk__in=schools) | Q(zone__in=zones))
    assert zones.count() == 8
    assert schools.count() == 12
    assert places.values("area").distinct().count() >= 8
    assert set(zones.values_list("venue__setting", flat=True)) == {"urban", "rural"}
    assert set(schools.values_list("setting", flat=True)) == {"urban", "rural"}
    assert not places.exclude(area__parent__parent__code="18").exists()
    assert Ambassador.objects.count() == 14
    assert Counter(Ambassador.objects.values_list("person__gender", flat=True)) == {"female": 9, "male": 5}
    assert Learner.objects.filter(is_demo=True).count() == 400
    assert 30 <= Learner.objects.guests().count() <= 60
    assert Partner.objects.values("kind").distinct().count() >= 5
    coordinators = RoleAssignment.objects.filter(role="coordinator")
    areas = {
        user: set(coordinators.filter(user=user).values_list("area__code", flat=True))
        for user in {c.user for c in coordinators}
    }
    assert len(areas) == 2
    assert not set.intersection(*areas.values())
    for model in (Attendance, Completion, Attempt, Answer, UsageDay, Connection, Consent):
        assert model.objects.exists(), model
    assert set(Consent.GivenBy.values) == set(Consent.objects.values_list("given_by", flat=True))


def test_everything_lies_in_the_six_months(loaded):
    _, demonstration = loaded
    held = TrainingSession.objects.values_list("held_on", flat=True)
    assert min(held) < demonstration.since + dt.timedelta(days=14)
    assert UNTIL - dt.timedelta(days=7) < max(held) < UNTIL
    for model, field in (
        (Person, "registered_at"),
        (Completion, "completed_at"),
        (Attempt, "made_at"),
        (TrainingSession, "received_at"),
        (TrainingSessionRevision, "received_at"),
        (ReviewEvent, "at"),
        (Connection, "last_seen_at"),
    ):
        assert model.objects.aggregate(last=Max(field))["last"] < demonstration.end, model
    assert UsageDay.objects.aggregate(last=Max("day"))["last"] == UNTIL - dt.timedelta(days=1)


def test_every_role_has_a_documented_sign_in(loaded):
    _, demonstration = loaded
    secrets = {sign_in.name: sign_in.secret for sign_in in demonstration.sign_ins}
    assert set(User.objects.filter(is_demo=True).values_list("username", flat=True)) == set(secrets) - {
        DEMO_CARD
    }
    roles = RoleAssignment.objects.filter(user__is_demo=True)
    assert set(roles.values_list("role", flat=True)) == set(RoleAssignment.Role.values)
    user = authenticate(username="demo-coordinator-1", password=DEMO_PASSWORD)
    assert user.groups.filter(name="coordinator").exists()
    assert secrets[DEMO_CARD] == DEMO_PIN
    owner = check_card(code=DEMO_CARD, pin=DEMO_PIN)
    assert Completion.objects.filter(learner__person=owner).count() == 3


def test_a_gender_gap_shows_that_differs_by_place_and_closes_slowly(loaded):
    _, demonstration = loaded
    people = list(registered().select_related("commune__parent"))
    assert 0.40 < share_of_women(each.gender for each in people) < 0.48
    middle = demonstration.moment(demonstration.since + dt.timedelta(days=91))
    early, late = (
        share_of_women(each.gender for each in people if (each.registered_at < middle) is is_early)
        for is_early in (True, False)
    )
    assert late - early > 0.06
    districts = {each.commune.parent for each in people if each.commune}
    shares = [
        share_of_women(each.gender for each in people if each.commune and each.commune.parent == district)
        for district in districts
    ]
    assert max(shares) - min(shares) > 0.1
    heads = HeadcountCell.objects.filter(training_session__status="verified")
    by_gender = Counter()
    for cell in heads:
        by_gender[cell.gender] += cell.count
    assert 0.40 < share_of_women(by_gender.elements()) < 0.49
    assert set(Person.objects.values_list("gender", flat=True)) >= {"another", "undisclosed", "not_recorded"}


def test_minors_are_nicknames_with_the_consent_of_somebody_grown_up(loaded):
    minors = [each for each in registered() if each.age_band_at(UNTIL) in MINOR_AGE_BANDS]
    assert minors
    for minor in minors:
        assert minor.name == minor.nickname
        assert minor.disability == "not_asked"
        assert {consent.given_by for consent in minor.consents.all()} <= {"guardian", "school"}
        assert minor.consents.exists()
        assert not minor.attendances.exists()


def test_texts_are_clean_and_say_that_they_are_a_demonstration(loaded):
    for place in [*Venue.objects.filter(is_demo=True), *Partner.objects.filter(is_demo=True)]:
        assert "emonstration" in place.name_en
        assert "សាកល្បង" in place.name_km
        assert not latin_letters(place.name_km)
    khmer = [
        *Venue.objects.values_list("name_km", flat=True),
        *(
            name
            for each in Person.objects.all()
            for name in (each.family_name_km, each.given_name_km, each.nickname)
        ),
        *TrainingSession.objects.values_list("note", flat=True),
        *ReviewEvent.objects.values_list("reason", flat=True),
        *User.objects.filter(is_demo=True).values_list("full_name", flat=True),
    ]
    for text in filter(None, khmer):
        assert normalise(text) == text
        assert has_khmer(text)
        assert not latin_letters(text)
    for row in [*Person.objects.all(), *Venue.objects.all(), *Partner.objects.all(), *Zone.objects.all()]:
        row.full_clean()


def test_usage_by_day_is_what_the_connections_say(loaded):
    assert Connection.objects.count() <= 6000
    source = UsageSource.objects.get(is_demo=True)
    touched = set(ConnectionDay.objects.values_list("zone", "day"))
    fields = [field for field in COUNTED if field != "rebuilt_at"]
    before = list(UsageDay.objects.order_by("zone", "day").values("zone", "day", *fields))
    count_days_again(source=source, touched=touched)
    assert list(UsageDay.objects.order_by("zone", "day").values("zone", "day", *fields)) == before
    assert len(touched) > 8 * 25
    assert UsageDay.objects.count() > len(touched) * 4
    assert all(day["devices"] <= day["connections"] + 3 for day in before)


def test_one_zone_was_silent_for_a_week(loaded):
    day = UNTIL - dt.timedelta(days=24)
    silent = [day + dt.timedelta(days=number) for number in range(7)]
    assert not UsageDay.objects.filter(zone__code="demo-ream", day__in=silent).exists()
    assert UsageDay.objects.filter(zone__code="demo-ream", day=silent[-1] + dt.timedelta(days=1)).exists()


def test_a_lesson_done_again_on_a_second_phone_counts_once(loaded):
    duplicates = Completion.objects.exclude(duplicate_of=None).select_related(
        "duplicate_of__learner", "learner"
    )
    assert duplicates
    for again in duplicates:
        assert again.duplicate_of.learner.person_id == again.learner.person_id
        assert again.duplicate_of.lesson_key == again.lesson_key
        assert again.duplicate_of.completed_at <= again.completed_at
    once = Completion.objects.counted().exclude(learner__person=None).values("learner__person", "lesson_key")
    assert not once.annotate(times=Count("pk")).filter(times__gt=1).exists()
