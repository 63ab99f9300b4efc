"""Rules the database keeps, whoever writes: each allows what is right and refuses what is not."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from lms.models import (
    Answer,
    Area,
    Attempt,
    Completion,
    Consent,
    ConsentText,
    Learner,
    LearnerCard,
    Person,
    ReportRun,
    RoleAssignment,
    User,
    Venue,
    VenueKind,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
NOON = MORNING + dt.timedelta(hours=3)


def refused(name, write, *arguments, **fields):
    """Asserts that a write is refused by the constraint of this name."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        write(*arguments, **fields)
    said = str(problem.value)
    # SQLite names a plain unique constraint by its columns.
    assert name in said or said.startswith("UNIQUE constraint failed"), said


# People


def test_a_user_name_is_taken_once():
    make.user("chantha")
    refused("username", make.user, "chantha")
    make.user("chantha2")


def test_a_role_is_granted_once_per_area():
    area = make.area()
    user = make.user(role="coordinator", area=area)
    refused(
        "role_granted_once_per_area", RoleAssignment.objects.create, user=user, role="coordinator", area=area
    )
    RoleAssignment.objects.create(user=user, role="coordinator", area=make.area())
    RoleAssignment.objects.create(user=user, role="editor", area=area)


def test_a_persons_gender_is_a_known_code():
    make.person(gender="another")
    refused("person_gender_is_known_code", make.person, gender="f")


def test_a_persons_birth_year_is_plausible():
    for year in (1900, 2100, None):
        make.person(birth_year=year)
    for year in (1899, 2101, 0):
        refused("person_birth_year_is_plausible", make.person, birth_year=year)


def test_a_person_has_a_birth_year_or_an_age_band():
    make.person(birth_year=None, age_band="31-45")
    refused("person_has_birth_year_or_age_band", make.person, birth_year=1990, age_band="31-45")


def test_a_stated_minor_has_a_nickname_only():
    make.person(birth_year=None, age_band="15-17")
    make.person(birth_year=None, age_band="18-24", family_name_km="សុខ")
    for field in ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin"):
        refused(
            "person_stated_minor_has_nickname_only",
            make.person,
            birth_year=None,
            age_band="15-17",
            **{field: "x"},
        )


def test_a_consent_text_has_each_version_once(consent_text):
    fields = {"purpose": "progress", "text_km": "ក", "text_en": "a"}
    refused("consent_text_version_unique", ConsentText.objects.create, version=1, **fields)
    ConsentText.objects.create(version=2, **fields)


def consent(person, text, **fields):
    return Consent.objects.create(person=person, text=text, purpose=text.purpose, language="km", **fields)


def test_one_consent_is_in_force_for_a_purpose(consent_text):
    person = make.person()
    consent(person, consent_text, given_at=MORNING, withdrawn_at=NOON)
    consent(person, consent_text)
    refused("consent_in_force_once", consent, person, consent_text)
    consent(make.person(), consent_text)


def test_a_consent_is_withdrawn_after_it_was_given(consent_text):
    person = make.person()
    refused(
        "consent_withdrawn_after_given", consent, person, consent_text, given_at=NOON, withdrawn_at=MORNING
    )
    consent(person, consent_text, given_at=NOON, withdrawn_at=NOON)


def card(code, person=None):
    return LearnerCard.objects.create(person=person or make.person(), code=code, pin_hash="x")


def test_a_card_has_a_readable_code():
    card("ACD346")
    for code in ("ACD34", "ACD34O", "acd346", "ACD 46", ""):
        refused("learner_card_code_is_readable", card, code)


def test_a_code_belongs_to_one_card_and_a_person_has_one():
    person = card("ACD346").person
    refused("code", card, "ACD346")
    refused("person", card, "ACD347", person)


# Learning


def test_a_learner_is_adopted_when_the_person_is_known():
    Learner.objects.create()
    Learner.objects.create(person=make.person(), adopted_at=NOON)
    refused("learner_adopted_when_person_known", Learner.objects.create, person=make.person())
    refused("learner_adopted_when_person_known", Learner.objects.create, adopted_at=NOON)


@pytest.fixture
def revision():
    return Page.objects.get(depth=1).save_revision()


def attempt(revision, **fields):
    return Attempt.objects.create(
        learner=make.learner(), page_key=uuid.uuid4(), revision=revision, language="km", **fields
    )


def test_an_attempt_is_not_made_in_the_future(revision):
    attempt(revision, made_at=MORNING, received_at=NOON)
    attempt(revision, made_at=NOON, received_at=NOON)
    refused("attempt_not_made_in_the_future", attempt, revision, made_at=NOON, received_at=MORNING)


def test_a_question_is_answered_once_per_attempt(revision):
    first, second = (attempt(revision, made_at=MORNING) for _ in range(2))
    fields = {"question_id": uuid.uuid4(), "response": [], "is_correct": True}
    Answer.objects.create(attempt=first, **fields)
    refused("question_answered_once_per_attempt", Answer.objects.create, attempt=first, **fields)
    Answer.objects.create(attempt=second, **fields)


def test_a_lesson_is_completed_once_per_learner():
    learner, key = make.learner(), uuid.uuid4()
    make.completion(learner=learner, lesson_key=key)
    refused("lesson_completed_once_per_learner", make.completion, learner=learner, lesson_key=key)
    make.completion(learner=make.learner(), lesson_key=key)


def test_a_completion_is_not_a_duplicate_of_itself():
    first, second = make.completion(), make.completion()
    Completion.objects.filter(pk=second.pk).update(duplicate_of=first)
    refused(
        "completion_not_a_duplicate_of_itself",
        Completion.objects.filter(pk=first.pk).update,
        duplicate_of=first,
    )


# Places


def test_an_area_code_is_valid_from_a_day_once():
    make.area(code="1801", level=1, valid_from="2020-01-01")
    refused("area_code_unique_from_a_day", make.area, code="1801", level=1, valid_from="2020-01-01")
    make.area(code="1801", level=1, valid_from="2024-01-01")


def test_an_area_code_is_valid_from_the_beginning_once():
    make.area(code="1801", level=1)
    refused("area_code_unique_from_the_beginning", make.area, code="1801", level=1)
    make.area(code="1801", level=1, valid_from="2024-01-01")


def test_an_area_ends_after_it_starts():
    make.area(level=1, valid_from="2020-01-01", valid_to="2020-01-02")
    make.area(level=1, valid_to="2020-01-02")
    refused("area_ends_after_it_starts", make.area, level=1, valid_from="2020-01-01", valid_to="2020-01-01")


def test_only_a_province_has_no_parent():
    province = make.area(level=1)
    make.area(level=2, parent=province)
    fields = {"name_km": "ក", "name_latin": "K", "kind": "srok"}
    refused("area_has_a_parent_unless_province", Area.objects.create, code="x", level=2, **fields)
    refused("area_has_a_parent_unless_province", make.area, level=1, parent=province)
    refused(
        "area_has_a_parent_unless_province", Area.objects.create, code="y", level=5, parent=province, **fields
    )


def test_a_venue_is_urban_or_rural():
    make.venue(setting="rural")
    for setting in ("", "town"):
        refused("venue_is_urban_or_rural", make.venue, setting=setting)


def test_a_venue_closes_after_it_opens():
    make.venue(opened_on="2026-01-02", closed_on="2026-01-02")
    refused("venue_closes_after_it_opens", make.venue, opened_on="2026-01-02", closed_on="2026-01-01")


def test_codes_of_venues_and_their_kinds_are_unique():
    venue = make.venue()
    refused("code", make.venue, code=venue.code)
    refused("code", VenueKind.objects.create, code=venue.kind.code, name_km="ក", name_en="k")
    assert Venue.objects.count() == 1


# Reporting


def test_a_report_run_covers_at_least_a_day():
    def run(start, end):
        return ReportRun.objects.create(
            period_label="x", period_start=start, period_end=end, as_of=timezone.now(), version="0"
        )

    run("2026-01-01", "2026-01-02")
    for end in ("2026-01-01", "2025-12-31"):
        refused("report_run_period_is_not_empty", run, "2026-01-01", end)


def test_people_and_users_are_apart():
    person = make.person()
    make.user("one", person=person)
    refused("person", make.user, "two", person=person)
    assert User.objects.count() == Person.objects.count() == 1
