"""A small world of learning whose figures are worked out by hand, in the comments and in the tests beside it."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from content.models import CheckPage, CoursePage
from lms.actions.roles import grant_role, set_up_groups
from lms.models import Answer, Attempt, LessonProgress
from lms.reporting import periods
from lms.reporting.areas import Scope
from lms.reporting.learning.asked import Asked
from lms.reporting.learning.outline import outlines
from tests import factories as make
from tests.lms.lessons import ONE, RIGHT, SCREEN, SEVERAL, TRUE_FALSE, WRONG, another, ident, question


def moment(month, day, hour=10):
    return dt.datetime(2026, month, day, hour, tzinfo=timezone.get_default_timezone())


def attempt(learner, page, at, answers=None, **fields):
    """An Attempt with `answers` {question id: (response, is right)}."""
    made = Attempt.objects.create(
        learner=learner,
        page_key=page.translation_key,
        revision_id=page.live_revision_id,
        language=fields.pop("language", "km"),
        made_at=at,
        received_at=fields.pop("received_at", at),
        **fields,
    )
    Answer.objects.bulk_create(
        Answer(attempt=made, question_id=key, response=response, is_correct=is_right)
        for key, (response, is_right) in (answers or {}).items()
    )
    return made


def complete(learner, lesson, at, language="km"):
    return (
        make.completion(
            learner=learner,
            lesson_key=lesson.translation_key,
            course_key=lesson.course.translation_key,
            on=timezone.localdate(at),
            language=language,
        )
        .__class__.objects.filter(learner=learner, lesson_key=lesson.translation_key)
        .update(completed_at=at)
    )


def add_check(lesson, kind, number):
    """A check of the course of a lesson with two forms of one question each."""
    page = CheckPage(
        title=f"តេស្ត {kind}",
        slug=f"check-{number}",
        kind=kind,
        introduction="អក្សរ",
        questions_a=[question(ONE, "ក") | {"id": ident(number)}],
        questions_b=[question(ONE, "ខ") | {"id": ident(number + 1)}],
        locale=lesson.locale,
    )
    lesson.course.add_child(instance=page)
    CheckPage.objects.filter(pk=page.pk).update(live_revision=page.save_revision())
    return CheckPage.objects.get(pk=page.pk)


def taken(learner, page, kind, at, score, maximum=4, **fields):
    """A check handed in: form A before the course and form B after it, unless told otherwise."""
    fields = {"form": {"before": "a", "after": "b"}.get(kind, "")} | fields
    return attempt(learner, page, at, kind=kind, score=score, maximum=maximum, **fields)


@pytest.fixture
def world(lessons):
    """Third quarter of 2026, one course of two lessons, its check and its final test.

    sophea (woman, 1990, Prey Nob): both lessons in Khmer; in the first wrong, then right; check 1 of 4, then 3 of 4;
        passes the final test.
    dara (man, 2008, Ream): the first lesson, not completed; one question wrong three times.
    guest (woman by the one-tap question, by the poster in Ream): completes the first lesson in English.
    outsider (man, another province): completes the first lesson.
    rith (man, 1960, Prey Nob): completed the first lesson on 30 June; nothing since.
    """
    first = lessons["km"]
    course = first.course
    CoursePage.objects.update(competences={"dlgf": ["0.2", "1.1"], "digcomp": ["1.1"]})
    second = another(first)
    check, final = add_check(first, "before_after", 500), add_check(first, "final", 600)
    province = make.area("Preah Sihanouk", code="18", level=1)
    district = make.area("Prey Nob", code="1802", level=2, parent=province, name_km="ព្រៃនប់")
    prey_nob = make.area("Prey Nob commune", code="180207", parent=district)
    ream = make.area("Ream", code="180208", parent=district)
    elsewhere = make.area("Kampot commune", code="070101")
    hall = make.venue(area=ream, code="hall-1")

    sophea = make.person(nickname="សុភា", gender="female", birth_year=1990, commune=prey_nob)
    dara = make.person(nickname="ដារ៉ា", gender="male", birth_year=2008, commune=ream)
    rith = make.person(nickname="រិទ្ធ", gender="male", birth_year=1960, commune=prey_nob)
    far = make.person(nickname="ឆ្ងាយ", gender="male", birth_year=1980, commune=elsewhere)
    phone, other_phone = make.learner(person=sophea), make.learner(person=sophea)
    of_dara, of_rith, of_far = (make.learner(person=person) for person in (dara, rith, far))
    guest = make.learner(came_through=hall, gender="female")

    wrong, right = (WRONG[ONE], False), (RIGHT[ONE], True)
    attempt(phone, first, moment(7, 1), {ONE: wrong, TRUE_FALSE: (RIGHT[TRUE_FALSE], True)})
    attempt(other_phone, first, moment(7, 2), {ONE: right, SEVERAL: (WRONG[SEVERAL], False)})
    complete(phone, first, moment(7, 2))
    complete(phone, second, moment(8, 3))
    for hour in (9, 10, 11):
        attempt(of_dara, first, moment(9, 20, hour), {ONE: wrong})
    LessonProgress.objects.create(
        learner=of_dara,
        lesson_key=first.translation_key,
        screens=[SCREEN],
        last_screen=SCREEN,
        updated_at=moment(9, 20, 11),
    )
    attempt(guest, lessons["en"], moment(8, 8), {ONE: right}, language="en")
    complete(guest, first, moment(8, 8), language="en")
    complete(of_far, first, moment(8, 9))
    attempt(of_rith, first, moment(6, 30), {ONE: right})
    complete(of_rith, first, moment(6, 30))
    taken(phone, check, "before", moment(7, 1, 8), 1)
    taken(other_phone, check, "after", moment(8, 4), 3)
    taken(phone, final, "final", moment(8, 5), 4, mastery_score=80, is_passed=True)
    return SimpleNamespace(**{name: value for name, value in locals().items() if not callable(value)})


@pytest.fixture
def asked(world):
    """asked(period="2026-Q3", area=…): an Asked of the district unless told otherwise."""

    def ask(period="2026-Q3", area=None, **fields):
        return Asked(periods.parse(period), Scope((area or world.district,)), **fields)

    return ask


@pytest.fixture
def the_course(world):
    """The Outline of the only course."""
    return next(outline for outline in outlines() if outline.course)


@pytest.fixture
def staff(client, db):
    """Signs in somebody with a role in an area, reading English unless told otherwise."""
    set_up_groups()
    boss = make.user(is_superuser=True)

    def sign_in(role, area, language="en"):
        user = make.user(is_superuser=role is None)
        if role:
            grant_role(user=user, role=role, area=area, by=boss)
        UserProfile.objects.create(user=user, preferred_language=language)
        client.force_login(user)
        return user

    return sign_in
