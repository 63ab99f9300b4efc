"""Tests taken under the eyes of an ambassador: their codes, and what a result made so says (learning.md)."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from lms.actions.checks import CodeRefused, OwnCode, begin, record_check
from lms.actions.proctoring import make_proctor_code
from lms.actions.tries import Locked
from lms.models import ProctorCode, Sitting
from lms.models.proctoring import PROCTORED_TIME
from tests import factories as make
from tests.lms.check_pages import A, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(final):
    return make_proctor_code(page_key=final["km"].translation_key, venue=make.venue(), by=make.user())


def test_a_code_puts_the_test_under_the_eyes_of_an_ambassador(final, code):
    typed = f" {code.code[:3].lower()} {code.code[3:]} "
    attempt = take(make.learner(), final["km"], code=typed)
    assert (attempt.sitting.venue, attempt.sitting.proctored_by) == (code.venue, code.made_by)
    code.refresh_from_db()
    assert code.used == 1


def test_a_test_begun_alone_is_not_gone_on_with_under_a_code_nor_the_other_way(final, code):
    learner, test = make.learner(), final["km"]
    alone = begin(learner=learner, check=test)
    watched = begin(learner=learner, check=test, code=code.code)
    assert watched != alone
    assert begin(learner=learner, check=test) == alone
    assert begin(learner=learner, check=test, code=code.code) == watched
    code.refresh_from_db()
    assert code.used == 1


def test_a_test_handed_in_after_the_ambassador_has_left_counts_as_taken_alone(final, code):
    begun = timezone.now() - PROCTORED_TIME - dt.timedelta(minutes=1)
    ProctorCode.objects.update(made_at=begun, expires_at=begun + PROCTORED_TIME)
    sitting = begin(learner=make.learner(), check=final["km"], code=code.code, at=begun)
    attempt = record_check(sitting=sitting, answers=A.right, at=begun + dt.timedelta(minutes=5))
    attempt.sitting.refresh_from_db()
    assert attempt.is_passed
    assert not attempt.sitting.is_proctored


def test_codes_that_do_not_fit_are_refused_without_saying_why(final, before_after, courses, code):
    learner, now = make.learner(), timezone.now()
    other = make_proctor_code(page_key=uuid.uuid4(), venue=code.venue, by=code.made_by)
    for typed in ("ACDEFG", other.code, "?"):
        with pytest.raises(CodeRefused):
            begin(learner=learner, check=final["km"], code=typed)
    for late in (make.learner(), make.learner()):
        with pytest.raises(CodeRefused):
            begin(learner=late, check=final["km"], code=code.code, at=now + PROCTORED_TIME)
    ProctorCode.objects.update(used=40)
    with pytest.raises(CodeRefused):
        begin(learner=learner, check=final["km"], code=code.code)
    with pytest.raises(CodeRefused):
        begin(learner=learner, check=before_after["km"], code=code.code)
    assert not Sitting.objects.exists()


def test_too_many_wrong_codes_lock_the_learner_alone(final, code):
    learner, test = make.learner(), final["km"]
    for _ in range(5):
        with pytest.raises(CodeRefused):
            begin(learner=learner, check=test, code="ACDEFG")
    with pytest.raises(Locked):
        begin(learner=learner, check=test, code=code.code)
    assert begin(learner=make.learner(), check=test, code=code.code)
    assert begin(learner=learner, check=test), "without a code the test stays open"
    assert begin(learner=learner, check=test, code=code.code, at=timezone.now() + dt.timedelta(minutes=16))


def test_a_second_tap_makes_no_second_code(code):
    same = {"page_key": code.page_key, "venue": code.venue, "by": code.made_by}
    assert make_proctor_code(**same) == code
    assert make_proctor_code(**same | {"venue": make.venue()}) != code
    assert make_proctor_code(**same, at=timezone.now() + PROCTORED_TIME / 2) != code


@pytest.mark.parametrize(
    "wrong",
    [{"code": "ABC10O"}, {"code": "ACDEF"}, {"used": 41}, {"expires_at": timezone.now() - dt.timedelta(1)}],
)
def test_a_code_out_of_order_cannot_be_stored(code, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProctorCode.objects.filter(pk=code.pk).update(**wrong)


def full(code):
    ProctorCode.objects.filter(pk=code.pk).update(used=code.most)


def run_out(code):
    ProctorCode.objects.filter(pk=code.pk).update(
        made_at=timezone.now() - PROCTORED_TIME, expires_at=timezone.now() - dt.timedelta(minutes=1)
    )


@pytest.mark.parametrize("no_longer_valid", [full, run_out])
def test_who_began_with_a_code_comes_back_with_it_when_it_lets_nobody_else_begin(
    final, code, no_longer_valid
):
    person = make.person()
    learner, other_phone = make.learner(person=person), make.learner(person=person)
    watched = begin(learner=learner, check=final["km"], code=code.code)
    no_longer_valid(code)
    for _ in range(7):  # more often than wrong codes may be typed
        assert begin(learner=learner, check=final["km"], code=code.code) == watched
    assert begin(learner=other_phone, check=final["km"], code=code.code) == watched
    with pytest.raises(CodeRefused):
        begin(learner=make.learner(), check=final["km"], code=code.code)
    assert Sitting.objects.get() == watched


def test_who_is_locked_for_wrong_codes_still_comes_back_to_what_was_begun(final, code):
    learner = make.learner()
    watched = begin(learner=learner, check=final["km"], code=code.code)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            begin(learner=learner, check=final["km"], code="ACDEFG")
    assert begin(learner=learner, check=final["km"], code=code.code) == watched


@pytest.mark.parametrize(
    "other", [{"venue": True}, {"by": True}, {"page_key": uuid.uuid4()}, {"begun_at": -PROCTORED_TIME}]
)
def test_a_code_that_ran_out_leads_back_to_nothing_but_what_was_begun_with_it(final, code, other):
    same = {"page_key": code.page_key, "venue": code.venue, "by": code.made_by}
    begun_at = timezone.now() + other.pop("begun_at", dt.timedelta())
    changed = {"venue": make.venue(), "by": make.user(), "page_key": uuid.uuid4()}
    second = make_proctor_code(**same | {name: changed[name] for name in other}, at=begun_at)
    ProctorCode.objects.filter(pk=code.pk).update(made_at=begun_at)
    learner = make.learner()
    begin(learner=learner, check=final["km"], code=code.code, at=begun_at)
    run_out(second)
    with pytest.raises(CodeRefused):
        begin(learner=learner, check=final["km"], code=second.code)


def test_a_test_that_was_handed_in_is_not_begun_again_with_a_full_code(final, code):
    take(learner := make.learner(), final["km"], code=code.code)
    full(code)
    with pytest.raises(CodeRefused):
        begin(learner=learner, check=final["km"], code=code.code)


def test_nobody_watches_over_their_own_test(final):
    person = make.person()
    second_record = make.person(merged_into=person)
    for learns, signs_in in ((person, person), (second_record, person), (person, second_record)):
        maker = make.user(person=signs_in)
        own = make_proctor_code(page_key=final["km"].translation_key, venue=make.venue(), by=maker)
        learner = make.learner(person=learns)
        for _ in range(7):
            with pytest.raises(OwnCode):
                begin(learner=learner, check=final["km"], code=own.code)
        assert not Sitting.objects.exists()
        assert begin(learner=make.learner(), check=final["km"], code=own.code)
        Sitting.objects.all().delete()
        maker.person = None
        maker.save()


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_says_that_somebody_else_has_to_watch(phone, final, language):
    with translation.override(language):
        phone.begin(final[language], language=language)
    learner = Sitting.objects.get().learner
    person = make.person()
    type(learner).objects.filter(pk=learner.pk).update(person=person, adopted_at=timezone.now())
    own = make_proctor_code(
        page_key=final["km"].translation_key, venue=make.venue(), by=make.user(person=person)
    )
    with translation.override(language):  # a request leaves its language behind
        page = phone.begin(final[language], language=language, code=own.code)
    assert page.status_code == 200
    assert f'value="{own.code}"' in page.content.decode()
    problem = page.context["problem"]
    assert problem
    assert language == "km" or problem == "This is your own code. Ask another ambassador to watch your test."
