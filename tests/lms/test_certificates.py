"""Who gets a certificate, what it says, and how it is taken back."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.actions.certificates import forget_holder, issue, issue_again, issue_all, revoke, rotate_signing_key
from lms.models import Certificate, SigningKey
from lms.models.certificates import tidy_code
from lms.models.people import CODE_ALPHABET
from tests import factories as make
from tests.lms.earning import completed

pytestmark = pytest.mark.django_db


@pytest.fixture
def course_key(lesson):
    return lesson.get_parent().translation_key


@pytest.fixture
def area():
    return make.area()


@pytest.fixture
def manager(area):
    return make.user(role="municipal_manager", area=area)


@pytest.fixture
def certificate(lesson, course_key, area):
    return issue(person=completed(lesson, commune=area), course_key=course_key)


def test_a_completed_course_gives_a_certificate_once(lesson, course_key):
    person = completed(lesson)
    certificate = issue(person=person, course_key=course_key)
    assert issue(person=person, course_key=course_key) == certificate
    assert issue_all(person=person) == [certificate]
    assert Certificate.objects.of_person(person).get() == certificate
    assert ModelLogEntry.objects.get(action="lms.certificate_issued").object_id == str(certificate.pk)


def test_nothing_is_issued_before_the_course_is_completed(lesson, course_key):
    person = make.person()
    assert issue(person=person, course_key=course_key) is None
    assert issue(person=completed(lesson), course_key=uuid.uuid4()) is None
    assert issue_all(person=person) == []
    assert not Certificate.objects.exists()


def test_it_keeps_name_and_titles_as_they_were(lessons, course_key):
    person = completed(
        lessons["km"],
        nickname="",
        family_name_km="ជឹម",
        given_name_km="ស្រីមុំ",
        family_name_latin="Chhim",
        given_name_latin="Sreymom",
    )
    certificate = issue(person=person, course_key=course_key)
    course = lessons["km"].get_parent()
    course.title = "ចំណងជើងថ្មី"
    course.save()
    person.given_name_km = "ផ្សេង"
    person.save()
    certificate.refresh_from_db()
    assert (certificate.name_km, certificate.name_en) == ("ជឹម ស្រីមុំ", "Chhim Sreymom")
    assert (certificate.course_title_km, certificate.course_title_en) == ("មេរៀន", "Lesson")


def test_a_minor_is_called_by_the_nickname_alone(lesson, course_key):
    born = timezone.localdate().year - 15
    person = completed(lesson, nickname="តារា", birth_year=born, family_name_km="សុខ", given_name_km="វិសាល")
    certificate = issue(person=person, course_key=course_key)
    assert certificate.name_km == certificate.name_en == "តារា"


def test_without_a_name_that_may_be_shown_there_is_none(lesson, course_key):
    born = timezone.localdate().year - 15
    person = completed(lesson, nickname="", birth_year=born, family_name_km="សុខ")
    assert issue(person=person, course_key=course_key) is None


def test_a_code_is_random_and_readable(lesson, course_key):
    codes = {issue(person=completed(lesson), course_key=course_key).code for _ in range(5)}
    assert len(codes) == 5
    assert all(re.fullmatch(f"[{CODE_ALPHABET}]{{12}}", code) for code in codes)
    assert len(CODE_ALPHABET) ** 12 >= 2**50


def test_a_code_is_found_however_it_is_typed(certificate):
    khmer_digits = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
    spaced = certificate.spaced_code
    for typed in (
        spaced,
        spaced.lower(),
        spaced.replace(" ", "-"),
        spaced.translate(khmer_digits),
        f" {spaced}\u200b",
    ):
        assert Certificate.objects.with_code(typed) == certificate
    assert Certificate.objects.with_code(certificate.code[:-1]) is None
    assert Certificate.objects.with_code(f"{certificate.code}A") is None
    assert tidy_code("សាលា/\x00<>") == ""


def test_revoking_is_for_ever_and_says_who_when_and_why(certificate, manager):
    revoke(certificate=certificate, by=manager, reason="  ចម្លងចម្លើយ ")
    certificate.refresh_from_db()
    assert certificate.is_revoked
    assert (certificate.revoked_by, certificate.reason) == (manager, "ចម្លងចម្លើយ")
    assert ModelLogEntry.objects.get(action="lms.certificate_revoked").user == manager
    with pytest.raises(ValidationError):
        revoke(certificate=certificate, by=manager, reason="again")


@pytest.mark.parametrize("reason", ["", " \n\u200b ", "ក" * 301])
def test_revoking_needs_a_reason_of_readable_length(certificate, manager, reason):
    with pytest.raises(ValidationError) as refused:
        revoke(certificate=certificate, by=manager, reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    assert Certificate.objects.in_force().filter(pk=certificate.pk).exists()


def test_only_those_in_charge_of_the_area_revoke_or_issue_again(certificate, area, manager):
    strangers = [
        make.user(role="municipal_manager", area=make.area("Elsewhere")),
        make.user(role="coordinator", area=area),
        make.user(role="municipal_manager", area=area, is_active=False),
        make.user(),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            revoke(certificate=certificate, by=stranger, reason="x")
    revoke(certificate=certificate, by=manager, reason="x")
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            issue_again(certificate=certificate, by=stranger)


def test_a_certificate_is_seen_by_staff_of_the_persons_or_the_venues_area(lesson, course_key, area):
    elsewhere = make.area("Elsewhere")
    here = issue(person=completed(lesson, commune=area), course_key=course_key)
    there = issue(person=completed(lesson, commune=elsewhere), course_key=course_key)
    homeless = issue(person=completed(lesson), course_key=course_key)
    Certificate.objects.filter(pk=there.pk).update(venue=make.venue(area=area))
    coordinator = make.user(role="coordinator", area=area)
    assert set(Certificate.objects.visible_to(coordinator)) == {here, there}
    assert set(Certificate.objects.visible_to(make.user(is_superuser=True))) == {here, there, homeless}
    assert not Certificate.objects.visible_to(make.user(role="zone_operator", area=area)).exists()


def test_a_revoked_certificate_does_not_come_back_by_itself(certificate, manager, course_key):
    revoke(certificate=certificate, by=manager, reason="x")
    assert issue(person=certificate.person, course_key=course_key) is None
    again = issue_again(certificate=certificate, by=manager)
    assert again.code != certificate.code
    assert list(Certificate.objects.of_person(certificate.person).in_force()) == [again]
    with pytest.raises(ValidationError):
        issue_again(certificate=certificate, by=manager)


def test_forgetting_the_holder_leaves_no_name(certificate, course_key):
    forget_holder(person=certificate.person)
    forget_holder(person=certificate.person)
    certificate.refresh_from_db()
    assert (certificate.name_km, certificate.name_en) == ("", "")
    assert certificate.is_revoked
    assert issue(person=certificate.person, course_key=course_key) is None


def test_forgetting_keeps_the_reason_of_one_revoked_before(certificate, manager):
    revoke(certificate=certificate, by=manager, reason="x")
    forget_holder(person=certificate.person)
    certificate.refresh_from_db()
    assert (certificate.reason, certificate.revoked_by, certificate.name_km) == ("x", manager, "")


# What the database keeps


def refused(name, **changes):
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        Certificate.objects.update(**changes)
    assert name in str(problem.value) or "UNIQUE" in str(problem.value)


def test_the_database_keeps_a_certificate_whole(certificate):
    now = timezone.now()
    refused("certificate_code_is_readable", code="34679ACDEFG0")
    refused("certificate_revoked_for_a_reason", revoked_at=now)
    refused("certificate_revoked_for_a_reason", reason="x")
    refused("certificate_in_force_names_its_holder", name_km="", name_en="")
    for score, maximum in [(11, 10), (1, None), (None, 10), (0, 0)]:
        refused("certificate_score_within_maximum", score=score, maximum=maximum)
    Certificate.objects.update(score=10, maximum=10, revoked_at=now, reason="x", name_km="", name_en="")


def test_the_database_allows_one_in_force_for_a_person_and_course(certificate):
    def second():
        fields = {
            name: getattr(certificate, name)
            for name in ("person", "course_key", "course_title_km", "name_km")
        }
        return Certificate.objects.create(code="34679ACDEFGH", **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        second()
    Certificate.objects.update(revoked_at=timezone.now(), reason="x")
    second()


def test_one_key_signs_and_a_retired_one_has_no_private_half(certificate):
    old = SigningKey.objects.get()
    new = rotate_signing_key()
    old.refresh_from_db()
    assert SigningKey.objects.current() == new
    assert old.encrypted_private_key == ""
    assert old.retired_at - timezone.now() < dt.timedelta(minutes=1)
    for changes in (
        {"is_current": True, "retired_at": None, "encrypted_private_key": "x"},
        {"retired_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SigningKey.objects.filter(pk=old.pk).update(**changes)
