"""The start page, the list of courses, and what stands on every page."""

import pytest
from django.core.cache import cache

from content.models import Audience, CoursePage, HomePage
from tests.content import factories


@pytest.fixture
def homes(db, tmp_path):
    return factories.homes(tmp_path)


@pytest.fixture
def courses(homes):
    """Three courses of two levels, the first with two lessons."""
    made = [factories.course(parent=homes["km"], title=title) for title in ("វគ្គដំបូង", "វគ្គពីរ", "វគ្គបី")]
    CoursePage.objects.filter(pk=made[2].pk).update(level=CoursePage.Level.BASIC)
    for words in ("មេរៀនមួយ", "មេរៀនពីរ"):
        factories.lesson(parent=made[0], words=words)
    return made


def test_the_list_shows_every_published_course_with_level_minutes_and_lessons(client, courses):
    courses[1].unpublish()
    text = client.get("/km/courses/").text
    assert "វគ្គដំបូង" in text
    assert "វគ្គបី" in text
    assert "វគ្គពីរ" not in text
    assert "2 មេរៀន" in text
    assert "60 នាទី" in text


def test_the_list_can_be_narrowed_to_a_level(client, courses):
    response = client.get("/km/courses/level-1/")
    assert [course.title for course in response.context["courses"]] == ["វគ្គបី"]
    assert 'href="/km/courses/level-1/" aria-current="page"' in response.text
    assert client.get("/km/courses/level-3/").status_code == 404
    assert client.get("/km/courses/level-99999999999999999999/").status_code == 404


def test_a_course_for_a_task_says_whom_it_is_for_and_stands_at_no_level(client, courses):
    course = courses[1]
    course.level = None
    course.audiences = [Audience.objects.create(code="ambassadors", name_km="ទូតឌីជីថល", name_en="Ambassadors")]
    course.save_revision().publish()
    response = client.get("/km/courses/")
    assert [level.value for level, _chosen in response.context["levels"]] == [0, 1]
    for page in (response, client.get(course.url)):
        assert "ទូតឌីជីថល" in page.text
        assert "None" not in page.text
    assert "វគ្គពីរ" not in client.get("/km/courses/level-0/").text


def test_the_list_is_the_same_for_everybody_and_kept(client, courses):
    response = client.get("/km/courses/")
    assert {"public", "max-age=0", "must-revalidate"} <= set(response["Cache-Control"].split(", "))
    assert not response.cookies
    assert client.get("/km/courses/", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.post("/km/courses/").status_code == 405


def test_a_list_without_courses_says_so(client, homes):
    response = client.get("/en/courses/")
    assert response.status_code == 200
    assert "The first course will be here soon" in response.text


def test_the_start_page_shows_the_first_course_and_the_way_to_all(client, courses):
    text = client.get("/km/").text
    assert "វគ្គដំបូង" in text
    assert "វគ្គពីរ" not in text
    assert 'href="/km/courses/"' in text
    assert 'action="/km/search/"' in text
    assert 'href="/km/help/"' in text


def test_the_start_page_takes_few_queries(client, courses, django_assert_max_num_queries):
    client.get("/km/")
    home = HomePage.objects.get(locale__language_code="km")
    with django_assert_max_num_queries(4):
        assert len(home.courses) == 3


@pytest.mark.parametrize(
    "path",
    ["/km/", "/km/courses/", "/km/search/", "/km/me/", "/km/sign-in/", "/km/nowhere/", "/field/sign-in/"],
)
def test_every_page_leads_to_help_and_to_who_keeps_learners_safe(client, courses, homes, path):
    safe = factories.info(parent=homes["km"], title="សុវត្ថិភាពរបស់អ្នក")
    cache.clear()  # the links of the footer are kept for a minute
    text = client.get(path).text
    assert f'href="{safe.url}"' in text
    assert 'href="/km/help/"' in text
