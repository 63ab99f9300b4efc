"""What is forgotten by itself: learners of whom nothing was heard for three years, and the log after five."""

import datetime as dt
import logging
import uuid

import pytest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from lms import tasks
from lms.actions.forgetting import forget_inactive_learners, forget_old_log_entries
from lms.models import (
    Attempt,
    Consent,
    ConsentText,
    Learner,
    LessonProgress,
    Person,
    ReportRun,
    Sitting,
    SubmitKey,
)
from tests import factories as make
from tests.lms.test_erasing import figures, years

pytestmark = pytest.mark.django_db

NOW = timezone.now()
IN_THREE_YEARS = NOW + dt.timedelta(days=3 * 365 + 1)
LATELY = IN_THREE_YEARS - dt.timedelta(days=10)


@pytest.fixture
def learner():
    return make.learner(person=make.person(commune=make.area(), phone="+85512345678"))


def test_after_three_years_without_activity_nobody_knows_who_it_was(learner):
    assert forget_inactive_learners(at=NOW + dt.timedelta(days=3 * 365 - 1)) == 0
    assert forget_inactive_learners(at=IN_THREE_YEARS) == 1
    assert forget_inactive_learners(at=IN_THREE_YEARS) == 0
    person = Person.objects.get()
    assert (person.nickname, person.phone, person.erased_at) == ("", "", IN_THREE_YEARS)


def test_figures_come_out_the_same_after_forgetting(learner):
    guest = make.learner()
    make.completion(learner=learner, on="2024-05-01")
    make.completion(learner=guest, on="2024-05-02")
    session = make.training_session(held_on="2024-06-01", status="verified", cells={("female", "18-24"): 7})
    session.attendances.create(person=learner.person)
    session.attendances.create(person=make.person(gender="male", birth_year=2010))
    periods = [years(2024, 2024), years(2024, 2029)]
    before = [figures(period, IN_THREE_YEARS) for period in periods]
    assert before[0][2] == 2
    assert forget_inactive_learners(at=IN_THREE_YEARS) == 2
    assert [figures(period, IN_THREE_YEARS) for period in periods] == before
    assert Learner.objects.filter(pk=guest.pk, person=None).exists()


def attend(learner, _lesson, status):
    session = make.training_session(held_on=LATELY.date(), status=status, received_at=LATELY)
    session.attendances.create(person=learner.person, recorded_at=LATELY)


def practise(learner, lesson):
    revision = lesson.live_revision_id
    fields = {"page_key": lesson.translation_key, "revision_id": revision, "language": "km"}
    Attempt.objects.create(learner=learner, made_at=LATELY, received_at=LATELY, **fields)


ACTIVITIES = {
    "came with another phone": lambda learner, _lesson: make.learner(person=learner.person, made_at=LATELY),
    "signed in on a guest's phone": lambda learner, _lesson: Learner.objects.update(adopted_at=LATELY),
    "answered": practise,
    "passed a screen": lambda learner, lesson: LessonProgress.objects.create(
        learner=learner, lesson_key=lesson.translation_key, updated_at=LATELY
    ),
    "completed a lesson": lambda learner, _lesson: make.completion(learner=learner, on=LATELY.date()),
    "began a test": lambda learner, lesson: Sitting.objects.create(
        learner=learner,
        page_key=uuid.uuid4(),
        kind="final",
        revision_id=lesson.live_revision_id,
        started_at=LATELY,
    ),
    "handed work in": lambda learner, _lesson: SubmitKey.objects.create(
        learner=learner, key_sha256="0" * 64, last_used_at=LATELY
    ),
    "agreed": lambda learner, _lesson: Consent.objects.create(
        person=learner.person,
        text=ConsentText.objects.create(purpose="contact", version=9, text_km="ក", text_en="a"),
        purpose="contact",
        language="km",
        given_at=LATELY,
    ),
    "was at a training session": lambda learner, lesson: attend(learner, lesson, "verified"),
    "was at one that waits": lambda learner, lesson: attend(learner, lesson, "submitted"),
    "signs in as staff": lambda learner, _lesson: make.user(person=learner.person),
}


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_whoever_was_there_lately_is_kept(learner, lesson, activity):
    ACTIVITIES[activity](learner, lesson)
    # A guest's work is nobody's, and hides nobody.
    make.learner(made_at=LATELY)
    other = make.person()
    assert forget_inactive_learners(at=IN_THREE_YEARS) >= 1
    assert Person.objects.get(pk=other.pk).erased_at == IN_THREE_YEARS
    assert Person.objects.get(pk=learner.person_id).erased_at is None


def test_the_log_is_kept_for_five_years_and_what_a_report_covered_for_good(learner, lesson):
    run = ReportRun.objects.create(
        id=uuid.uuid4(),
        period_label="2020-Q1",
        period_start="2020-01-01",
        period_end="2020-04-01",
        as_of=NOW,
        version="1",
        data_sha256="0" * 64,
        made_at=NOW,
    )
    for model in (ModelLogEntry, PageLogEntry):
        model.objects.all().delete()
    for thing in (learner.person, lesson, run):
        log(thing, "wagtail.edit")
    assert forget_old_log_entries(at=NOW + dt.timedelta(days=5 * 365 - 1)) == 0
    assert forget_old_log_entries(at=NOW + dt.timedelta(days=5 * 365 + 1)) == 2
    assert {entry.object_id for entry in ModelLogEntry.objects.all()} == {str(run.pk)}
    assert not PageLogEntry.objects.exists()


def test_both_are_done_daily_and_said_in_the_log_of_the_server(learner, caplog):
    Person.objects.update(registered_at=NOW - dt.timedelta(days=1500))
    Learner.objects.update(made_at=NOW - dt.timedelta(days=1500), adopted_at=NOW - dt.timedelta(days=1500))
    with caplog.at_level(logging.INFO):
        tasks.forget_learners()
        tasks.forget_log_entries()
    assert "1 learners without activity were forgotten" in caplog.text
    assert "0 entries of the log of staff actions were forgotten" in caplog.text
    daily = {path for _name, path, minutes in tasks.SCHEDULES if minutes == 24 * 60}
    assert {"lms.tasks.forget_learners", "lms.tasks.forget_log_entries"} <= daily
