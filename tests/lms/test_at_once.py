"""Several requests in the same moment: a double tap, a class signing in, a guess repeated by a machine."""

import threading

import pytest
from django.db import connection

from lms.actions.people import WrongCodeOrPin, check_card, register
from lms.actions.tries import Locked
from lms.models import Consent, ConsentPurpose, ConsentText, Learner, LearnerCard, Person

PIN = "2468"


@pytest.fixture
def stored(django_db_setup, django_db_blocker):
    """A database whose changes other threads see; what a test made is taken away again afterwards."""
    with django_db_blocker.unblock():
        ConsentText.objects.create(purpose="progress", version=1, text_km="ខ្ញុំយល់ព្រម", text_en="I agree")
        yield
        for model in (Learner, LearnerCard, Consent, ConsentText, Person):
            model.objects.all().delete()
        connection.close()


def at_once(work, times):
    """Runs `work` in so many threads that begin together; returns what each returned or raised."""
    barrier, outcomes = threading.Barrier(times), []

    def run():
        barrier.wait()
        try:
            outcomes.append(work())
        except Exception as problem:
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def joined(learner):
    return register(
        learner=learner,
        nickname="សុខា",
        gender="female",
        birth_year=1990,
        age_band="not_recorded",
        pin=PIN,
        consent_text=ConsentText.objects.in_force(ConsentPurpose.PROGRESS),
        language="km",
    )


def test_joining_several_times_at_once_makes_one_person(stored):
    learner = Learner.objects.create()
    cards = at_once(lambda: joined(learner), 5)
    assert len({card.pk for card in cards}) == 1
    assert Person.objects.count() == LearnerCard.objects.count() == Consent.objects.count() == 1


def test_guesses_at_once_are_not_more_than_allowed(stored):
    card = joined(Learner.objects.create())
    outcomes = at_once(lambda: check_card(code=card.code, pin="1357"), 12)
    assert sum(isinstance(outcome, WrongCodeOrPin) for outcome in outcomes) == LearnerCard.FAILURES_ALLOWED
    assert sum(isinstance(outcome, Locked) for outcome in outcomes) == 12 - LearnerCard.FAILURES_ALLOWED
