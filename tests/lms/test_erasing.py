"""Forgetting a person: what goes, what stays counted, and that figures come out the same again."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.actions.erasing import StillAUser, erase
from lms.actions.people import WrongCodeOrPin, check_card, register
from lms.models import Certificate, LearnerCard, Person, SubmitKey
from lms.reporting.periods import Period
from lms.reporting.reach import Reach
from tests import factories as make

pytestmark = pytest.mark.django_db

KEY = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def person(consent_text):
    learner = make.learner()
    register(
        learner=learner,
        nickname="សុខា",
        gender="female",
        birth_year=2001,
        age_band="not_recorded",
        pin="2468",
        consent_text=consent_text,
        language="km",
        by=make.user(),
    )
    person = Person.objects.get()
    person.commune, person.phone, person.disability = make.area(), "+85512345678", "yes"
    person.save()
    return person


def years(first, last):
    return Period(dt.date(first, 1, 1), dt.date(last + 1, 1, 1), f"{first}-{last}")


def figures(period, as_of):
    reach = Reach(period=period, as_of=as_of)
    people = reach.people
    return (
        reach.participations,
        people.cells,
        people.total,
        people.returning,
        people.by_area,
        people.by("channel"),
        people.new_by_day,
    )


def test_nothing_that_says_who_it_is_stays(person):
    code = person.learner_card.code
    erase(person=person)
    person = Person.objects.get()
    assert person.erased_at
    assert {person.name, person.nickname, person.phone} == {""}
    assert person.enrolled_by is None
    assert not LearnerCard.objects.exists()
    assert not person.consents.filter(withdrawn_at=None).exists()
    with pytest.raises(WrongCodeOrPin):
        check_card(code=code, pin="2468")


def test_figures_already_reported_come_out_the_same_again(person):
    poster = make.venue(kind="zone")
    for on, learner in (
        ("2024-05-01", person.learners.get()),
        ("2026-11-02", make.learner(person=person, came_through=poster)),
        ("2026-11-03", make.learner()),
    ):
        make.completion(learner=learner, on=on)
    as_of = timezone.now()
    periods = [years(2024, 2024), years(2026, 2026), years(2024, 2029)]
    before = [figures(period, as_of) for period in periods]
    erase(person=person)
    assert [figures(period, as_of) for period in periods] == before
    assert [figures(period, timezone.now()) for period in periods] == before
    assert figures(periods[2], as_of)[2] == 1


def test_a_commune_stays_only_where_it_places_a_lesson(person):
    make.completion(learner=make.learner(person=person, came_through=make.venue(kind="zone")))
    erase(person=person)
    assert Person.objects.get().commune is None


def test_of_somebody_never_counted_nothing_stays(person):
    erase(person=person)
    person = Person.objects.get()
    assert (person.gender, person.birth_year, person.age_band) == ("not_recorded", None, "not_recorded")
    assert (person.commune, person.disability) == (None, "not_asked")


def test_keys_of_the_person_hand_nothing_in_any_more(person):
    own = SubmitKey.objects.create(key_sha256=SubmitKey.sha256_of(KEY), learner=person.learners.get())
    other = SubmitKey.objects.create(key_sha256="0" * 64, learner=make.learner())
    erase(person=person)
    assert set(SubmitKey.objects.in_force()) == {other}
    own.refresh_from_db()
    assert own.revoked_at


def test_erasing_is_logged_without_a_name_and_twice_changes_nothing(person):
    first = erase(person=person)
    assert erase(person=person).erased_at == first.erased_at
    entry = ModelLogEntry.objects.get(action="lms.erase_person")
    assert entry.label == str(person.pk)
    assert "សុខា" not in str(list(ModelLogEntry.objects.values()))


def test_an_ambassador_is_not_erased_behind_the_coordinators_back(person):
    make.user(person=person)
    with pytest.raises(StillAUser):
        erase(person=person)
    person.refresh_from_db()
    assert person.nickname == "សុខា"


@pytest.mark.parametrize("field", ["family_name_km", "given_name_latin", "nickname", "phone"])
def test_the_database_refuses_a_name_for_an_erased_person(person, field):
    erase(person=person)
    with pytest.raises(IntegrityError, match="person_erased_has_no_name"):
        Person.objects.update(**{field: "x"})


def test_those_erased_are_not_among_the_known(person):
    assert list(Person.objects.known()) == [person]
    erase(person=person)
    assert not Person.objects.known()


def test_a_certificate_loses_its_name_and_its_force(person):
    certificate = Certificate.objects.create(
        code="ACDEFGHJKMN3", person=person, course_key=uuid.uuid4(), course_title_km="វគ្គ", name_km="សុខា"
    )
    erase(person=person)
    certificate.refresh_from_db()
    assert (certificate.name_km, certificate.is_revoked) == ("", True)
