"""Where learners stopped: plain facts for whoever may help them, of nobody else's learners."""

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import LessonPage
from lms.actions.erasing import erase
from lms.models import Person
from lms.reporting.learning.outline import outlines
from lms.reporting.learning.stopped import where_learners_stopped
from tests import factories as make
from tests.lms.lessons import ONE, RIGHT, SCREEN, WRONG, screens
from tests.lms.reporting.learning.conftest import attempt, complete, moment

NOW = moment(9, 25)


def stops(people=None, **fields):
    people = Person.objects.all() if people is None else people
    return {stop.person: stop for stop in where_learners_stopped(people, outlines(), at=NOW, **fields)}


def test_a_stop_says_course_lesson_screen_days_and_what_was_tried_in_vain(world):
    stop = stops()[world.dara]
    assert (stop.course, stop.lesson, stop.days) == (world.course, world.first, 4)
    assert stop.screen == (1, 1, "មេរៀន")
    assert stop.address.endswith(f"/km/course/lesson/#s-{SCREEN}")
    assert stop.hard == ("មេរៀន",)


def test_three_tries_of_which_one_was_right_are_not_in_vain(world):
    attempt(world.of_dara, world.first, moment(9, 21), {ONE: (RIGHT[ONE], True)})
    assert stops()[world.dara].hard == ()


def test_tries_on_two_phones_are_those_of_one_person(world):
    learner, other = make.learner(person=world.rith), make.learner(person=world.rith)
    for phone, day in ((learner, 20), (learner, 21), (other, 22)):
        attempt(phone, world.second, moment(9, day), {ONE: (WRONG[ONE], False)})
    assert stops()[world.rith].hard == ("មេរៀនទីពីរ",)


def test_between_two_lessons_the_next_one_is_named(world):
    attempt(world.of_far, world.first, moment(9, 1), {ONE: (RIGHT[ONE], True)})
    stop = stops()[world.far]
    assert (stop.lesson, stop.screen) == (world.second, None)
    assert stop.address == world.second.url


def test_who_finished_the_course_and_who_was_long_away_is_not_listed(world):
    assert world.sophea not in stops()  # both lessons
    found = where_learners_stopped(Person.objects.all(), outlines(), at=moment(12, 31).replace(year=2027))
    assert (len(found), list(found)) == (0, [])


def test_guests_and_erased_people_never_appear(world):
    attempt(world.guest, world.second, moment(9, 24), {ONE: (WRONG[ONE], False)})
    assert set(stops()) == {world.dara, world.rith}
    erase(person=world.dara)
    assert set(stops()) == {world.rith}


def test_the_latest_comes_first_and_nobody_is_ranked(world):
    attempt(world.of_rith, world.second, moment(9, 24), {ONE: (RIGHT[ONE], True)})
    assert list(stops()) == [world.rith, world.dara]


def test_who_never_began_is_listed_only_for_who_enrolled_them(world):
    new = make.person(nickname="ថ្មី", registered_at=moment(9, 10))
    assert new not in stops()
    assert stops(with_new=True)[new].days == 15
    assert stops(with_new=True)[new].lesson is None


def test_queries_do_not_grow_with_people(world, django_assert_max_num_queries):
    for number in range(6):
        learner = make.learner(person=make.person(nickname=f"ក{number}"))
        attempt(learner, world.first, moment(9, 1), {ONE: (WRONG[ONE], False)})
    known = outlines()
    people = Person.objects.all()
    with django_assert_max_num_queries(4):
        found = where_learners_stopped(people, known, with_new=True, at=NOW)
        assert len(found) == 9  # with one who never began
    with django_assert_max_num_queries(5):
        assert len(found[:9]) == 9


def test_of_many_people_only_those_on_the_page_are_read(world):
    for number in range(30):
        learner = make.learner(person=make.person(nickname=f"ក{number}"))
        attempt(learner, world.first, moment(9, 1), {ONE: (WRONG[ONE], False)})
        make.person(nickname=f"ខ{number}", registered_at=moment(1, 1))
    known = outlines()
    with CaptureQueriesContext(connection) as queries:
        found = where_learners_stopped(Person.objects.all(), known, at=NOW)
        page = Paginator(found, 4).get_page(2)
        assert [stop.person for stop in page] == [stop.person for stop in list(found)[4:8]]
    people = [query["sql"] for query in queries if "nickname" in query["sql"]]
    assert people
    assert all(sql.count(",") < 200 for sql in people)
    answers = [query["sql"] for query in queries if "lms_answer" in query["sql"]]
    assert len(answers) == 2  # the page, and all of them to compare it with


def test_the_course_of_what_was_done_last_decides_unless_it_is_completed(world):
    """Somebody goes on in a second course after completing the first, and reads again in the first one."""
    course = world.course.copy(update_attrs={"slug": "next", "title": "វគ្គបន្ទាប់"})
    course.save_revision().publish()
    lesson = LessonPage(
        title="ថ្មី", slug="new", aim="ក", remember="ក", screens=screens("ថ្មី"), locale=course.locale
    )
    course.add_child(instance=lesson)
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    learner = world.phone
    attempt(learner, lesson, moment(9, 2), {ONE: (WRONG[ONE], False)})
    attempt(learner, world.first, moment(9, 3), {ONE: (RIGHT[ONE], True)})
    stop = stops()[world.sophea]
    assert (stop.course, stop.lesson, stop.at) == (course, lesson, moment(9, 2))
    complete(learner, lesson, moment(9, 4))
    assert world.sophea not in stops()


def test_who_only_did_what_is_no_longer_public_is_neither_new_nor_in_a_course(world):
    new = make.person(nickname="ថ្មី", registered_at=moment(9, 10))
    attempt(make.learner(person=new), world.second, moment(9, 11), {ONE: (WRONG[ONE], False)})
    assert stops(with_new=True)[new].lesson
    world.second.unpublish()
    assert new not in stops(with_new=True)


def test_a_coordinator_sees_the_own_area_alone(client, staff, world):
    for learner in (world.of_dara, world.of_far):  # lately, whenever this is run
        attempt(learner, world.second, timezone.now(), {ONE: (WRONG[ONE], False)})
    staff("coordinator", world.district)
    page = client.get(reverse("learners_stopped")).content.decode()
    assert "ដារ៉ា" in page
    assert "ឆ្ងាយ" not in page
    staff("coordinator", world.elsewhere)
    page = client.get(reverse("learners_stopped")).content.decode()
    assert "ដារ៉ា" not in page
    assert "ឆ្ងាយ" in page


@pytest.mark.parametrize("role", ["commune_viewer", "partner", "editor", "me_officer", "zone_operator"])
def test_who_may_not_see_people_sees_none(client, staff, world, role):
    staff(role, world.district)
    assert client.get(reverse("learners_stopped")).status_code == 302


def test_an_ambassador_sees_the_own_learners_alone(client, world):
    ambassador = make.ambassador(area=world.district)
    other = make.ambassador(area=world.district)
    Person.objects.filter(pk=world.dara.pk).update(enrolled_by=ambassador.person.user)
    Person.objects.filter(pk=world.rith.pk).update(enrolled_by=other.person.user)
    complete(world.of_far, world.second, moment(9, 1))
    client.force_login(ambassador.person.user)
    page = client.get("/field/learners/?").content.decode()
    assert "ដារ៉ា" in page
    assert "រិទ្ធ" not in page
    assert "សុភា" not in page
    client.force_login(other.person.user)
    assert "ដារ៉ា" not in client.get("/field/learners/").content.decode()
    client.logout()
    assert client.get("/field/learners/").status_code == 302


def listed(client, ambassador):
    client.force_login(ambassador.person.user)
    return [stop.person for stop in client.get("/field/learners/").context["page_of_stops"]]


def test_an_ambassador_sees_the_learners_of_the_own_groups_once_each(client, world):
    ambassador, other = (make.ambassador(area=world.district) for _ in range(2))
    Person.objects.filter(pk=world.dara.pk).update(enrolled_by=ambassador.person.user)
    attempt(world.of_dara, world.second, timezone.now(), {ONE: (WRONG[ONE], False)})
    attempt(world.of_rith, world.second, timezone.now(), {ONE: (WRONG[ONE], False)})
    make.learner_group(ambassador=ambassador, members=[world.dara, world.rith], name="ក")
    second = make.learner_group(ambassador=ambassador, members=[world.rith], name="ខ")
    make.learner_group(ambassador=other, members=[world.far])
    assert listed(client, ambassador) == [world.rith, world.dara]
    assert "រិទ្ធ" in client.get("/field/learners/").content.decode()
    assert listed(client, other) == [world.far]
    second.delete()
    ambassador.learner_groups.get().members.remove(world.rith)
    assert listed(client, ambassador) == [world.dara]


def test_who_left_a_group_by_being_forgotten_is_not_listed(client, world):
    ambassador = make.ambassador(area=world.district)
    attempt(world.of_rith, world.second, timezone.now(), {ONE: (WRONG[ONE], False)})
    make.learner_group(ambassador=ambassador, members=[world.rith])
    erase(person=world.rith)
    assert listed(client, ambassador) == []


def test_a_larger_group_takes_no_more_queries(client, world):
    ambassador = make.ambassador(area=world.district)

    def queries_with(members):
        for number in range(members):
            learner = make.learner(person=make.person(nickname=f"ក{number}"))
            attempt(learner, world.second, timezone.now(), {ONE: (WRONG[ONE], False)})
            make.learner_group(ambassador=ambassador, members=[learner.person], name=f"{members} {number}")
        with CaptureQueriesContext(connection) as queries:
            listed(client, ambassador)
        return len(queries)

    queries_with(1)
    assert queries_with(2) == queries_with(9)


def test_an_ambassador_without_learners_is_told_what_to_do(client, db):
    client.force_login(make.ambassador().person.user)
    response = client.get("/field/learners/")
    assert response.status_code == 200
    assert reverse("field:new_learner") in response.content.decode()
