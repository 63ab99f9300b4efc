"""The demonstration has checks before and after its course, and final tests."""

import pytest

from lms.models import Attempt, AttemptKind, Sitting

pytestmark = pytest.mark.django_db


def test_learners_know_more_after_the_course_than_before(loaded):
    def share(kind):
        made = Attempt.objects.filter(kind=kind)
        return sum(attempt.score for attempt in made) / sum(attempt.maximum for attempt in made)

    assert share(AttemptKind.AFTER) > share(AttemptKind.BEFORE)
    before = {attempt.learner_id: attempt for attempt in Attempt.objects.filter(kind=AttemptKind.BEFORE)}
    after = Attempt.objects.filter(kind=AttemptKind.AFTER, learner__in=before)
    assert after
    for attempt in after:
        earlier = before[attempt.learner_id]
        assert earlier.made_at < attempt.made_at
        assert {earlier.form, attempt.form} == {"a", "b"}


def test_final_tests_are_passed_and_failed_by_their_pass_mark(loaded):
    made = list(Attempt.objects.filter(kind=AttemptKind.FINAL))
    assert {attempt.is_passed for attempt in made} == {True, False}
    assert all(attempt.is_passed == (attempt.percent >= 80) for attempt in made)


def test_every_sitting_was_handed_in(loaded):
    assert not Sitting.objects.filter(attempt=None).exists()
