"""The weekly measures against figures with a known answer, and the tasks they open."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Ambassador, Measure, ReviewRule, StaffTask
from ambassadors.review import plausibility as look
from ambassadors.review.actions import close_task
from ambassadors.review.weekly import looks, monday_of, sentence_of
from ambassadors.tasks import look_at_ambassadors
from lms.actions.roles import grant_role
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

DAY = dt.date(2026, 11, 2)
EVEN = [(10, 20)] * 6 + [(8, 20)] * 3 + [(12, 20)] * 3
WOMEN = [(18, 20)] * 6 + [(16, 20)] * 3 + [(19, 20)] * 3
# One class of girls among mixed ones is no pattern.
ONE_CLASS = [(10, 20)] * 11 + [(40, 40)]
MIXED = [frozenset({("female", "18-24", 10 + n)}) for n in range(12)]
AGES_EVEN, AGES_HEAPED = list(range(23, 63)) * 2, [25, 30, 35, 40, 45, 50] * 10 + list(range(23, 43))
TOTALS = [*range(11, 41), 17, 23]
NINE, TEN = 9 * 60, 10 * 60


def timed(day, venue, begin=NINE, minutes=60):
    return DAY + dt.timedelta(day), venue, begin, None if begin is None else begin + minutes


# (what is measured, on what, enough?, odd?)
TABLE = {
    "women and men as among the others": (look.gender_ratio, (EVEN, EVEN, 20), True, False),
    "women far above the others": (look.gender_ratio, (WOMEN, EVEN, 20), True, True),
    "far, but less than the threshold": (look.gender_ratio, (WOMEN, EVEN, 50), True, False),
    "one class of girls": (look.gender_ratio, (ONE_CLASS, EVEN, 20), True, False),
    "nine sessions": (look.gender_ratio, (WOMEN[:9], EVEN, 20), False, False),
    "nobody to compare with": (look.gender_ratio, (WOMEN, EVEN[:9], 20), False, False),
    "few people": (look.gender_ratio, ([(1, 2)] * 12, EVEN, 20), False, False),
    "ages of all kinds": (look.age_heaping, (AGES_EVEN, 175), True, False),
    "ages in fives and tens": (look.age_heaping, (AGES_HEAPED, 175), True, True),
    "forty-nine ages": (look.age_heaping, ([30] * 49, 175), False, False),
    "children are not asked for decades": (look.age_heaping, ([10] * 90, 175), False, False),
    "everybody of one age": (look.one_band, ([(20, 20)] * 12, EVEN, 40), True, True),
    "different numbers": (look.repeated, (MIXED, 25), True, False),
    "the same numbers again and again": (look.repeated, (MIXED[:6] + MIXED[:1] * 6, 25), True, True),
    "small numbers repeat by themselves": (
        look.repeated,
        ([frozenset({("male", "60+", 2)})] * 20, 25),
        False,
        False,
    ),
    "totals of all kinds": (look.last_digits, (TOTALS, 40), True, False),
    "round totals": (look.last_digits, ([20, 25, 30] * 8 + TOTALS[:10], 40), True, True),
    "twenty-nine totals": (look.last_digits, ([20] * 29, 40), False, False),
    "one a day": (look.speed, ([timed(n, 1) for n in range(12)], 5), True, False),
    "six on two days": (look.speed, ([timed(n // 6, 1, NINE + n % 6) for n in range(12)], 5), True, True),
    "from venue to venue in no time": (
        look.speed,
        ([timed(n // 2, n % 2, NINE if n % 2 else TEN) for n in range(12)], 5),
        True,
        True,
    ),
    "at one school all morning": (
        look.speed,
        ([timed(n // 2, 1, NINE if n % 2 else TEN) for n in range(12)], 5),
        True,
        False,
    ),
    "nobody said when": (look.speed, ([timed(n // 2, n % 2, None) for n in range(12)], 5), True, False),
}


@pytest.mark.parametrize("name", TABLE)
def test_measures_of_figures_with_a_known_answer(name):
    measure, given, is_enough, is_odd = TABLE[name]
    result = measure(*given)
    assert (result.is_enough, result.is_odd) == (is_enough, is_odd)


def test_the_index_and_the_tail_are_those_of_the_books():
    assert look.age_heaping(AGES_EVEN, 175).facts["index"] == 100
    assert look.age_heaping([30] * 60, 175).facts["index"] == 500
    assert look.binomial_tail(2, 3, 0.5) == pytest.approx(0.5)
    assert look.binomial_tail(0, 9, 0.2) == pytest.approx(1)


# Tasks


@pytest.fixture
def twelve_times_the_same(held):
    """Twelve sessions of the last weeks with the same headcount."""
    return [held(8 + n) for n in range(12)]


@pytest.mark.django_db
def test_a_finding_opens_one_task_a_week_and_none_while_one_is_open(
    twelve_times_the_same, coordinator, ambassador
):
    assert look_at_ambassadors() == 1
    assert look_at_ambassadors() == 0
    task = StaffTask.objects.get()
    assert (task.kind, task.ambassador, task.area) == (Measure.REPEATED, ambassador, ambassador.area)
    assert sentence_of(task) == "11 of 12 headcounts are just like an earlier one."
    StaffTask.objects.update(week_from=task.week_from - dt.timedelta(7))
    assert look_at_ambassadors() == 0
    closed = close_task(task=task, by=coordinator, note="The same club meets every week.")
    assert look_at_ambassadors() == 0
    StaffTask.objects.update(closed_at=closed.closed_at - dt.timedelta(weeks=6))
    assert look_at_ambassadors() == 1
    duplicate = StaffTask(
        kind=task.kind, ambassador=ambassador, area=task.area, week_from=monday_of(timezone.localdate())
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        duplicate.save()


@pytest.mark.django_db
def test_nothing_is_said_of_few_sessions_and_nothing_is_opened(held, ambassador, django_assert_num_queries):
    held(8)
    # Ambassadors, rules, cells, ages, sessions: as many for one as for a hundred.
    with django_assert_num_queries(5):
        [found] = looks(Ambassador.objects.all(), week_from=monday_of(timezone.localdate()))
    assert {text for _measure, _result, text in found.lines} >= {"Too few to say (1 of 10)."}
    assert look_at_ambassadors() == 0


@pytest.mark.django_db
def test_a_measure_can_be_switched_off_or_made_milder(twelve_times_the_same):
    rule = ReviewRule.objects.create(code=Measure.REPEATED, threshold=95)
    assert look_at_ambassadors() == 0
    rule.is_on, rule.threshold = False, 1
    rule.save()
    assert look_at_ambassadors() == 0


@pytest.mark.django_db
def test_coordinators_of_the_area_close_tasks_and_nobody_those_about_themselves(
    desk, twelve_times_the_same, coordinator, elsewhere
):
    look_at_ambassadors()
    task = StaffTask.objects.get()
    page = desk.get("/admin/review/tasks/").content.decode()
    assert "11 of 12 headcounts are just like an earlier one." in page
    close = f"/admin/review/tasks/{task.pk}/close/"
    desk.post(close, {"note": "  "})
    task.refresh_from_db()
    assert task.is_open
    for stranger in (coordinator_of(elsewhere.area), make.user()):
        assert not StaffTask.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            close_task(task=task, by=stranger, note="no")
    desk.post(close, {"note": "One club"})
    task.refresh_from_db()
    assert (task.closed_by, task.note, task.is_open) == (coordinator, "One club", False)
    with pytest.raises(ValidationError):
        close_task(task=task, by=coordinator, note="again")
    assert "One club" in desk.get("/admin/review/tasks/?closed").content.decode()


@pytest.mark.django_db
def test_the_weekly_page_shows_the_own_area_and_not_oneself(
    client, twelve_times_the_same, coordinator, user, district, elsewhere
):
    make.ambassador(area=elsewhere.area)
    client.force_login(coordinator)
    shown = [found.ambassador for found in client.get("/admin/review/weekly/").context["page"]]
    assert shown == [user.person.ambassador]
    look_at_ambassadors()
    grant_role(user=user, role="coordinator", area=district, by=None)
    client.force_login(user)
    assert list(client.get("/admin/review/weekly/").context["page"]) == []
    assert not StaffTask.objects.visible_to(user).exists()
    client.force_login(make.user(role="me_officer", area=district))
    assert client.get("/admin/review/weekly/").status_code in (302, 403)
