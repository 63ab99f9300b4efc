"""Courses: whom they are for, whether they take learners, and their editor's form."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from content.course_form import CompetencesField
from content.models import Audience, CoursePage
from tests.content import factories


@pytest.fixture
def lesson(km_course):
    return factories.lesson(parent=km_course)


def set_status(course, status):
    course = CoursePage.objects.get(pk=course.pk)
    course.status = status
    course.save_revision().publish()
    return course


def test_an_open_course_is_listed_and_can_be_begun(client, km_course, lesson, homes):
    assert km_course.url in client.get(homes["km"].url).content.decode()
    assert "data-continue" in client.get(km_course.url).content.decode()


@pytest.mark.parametrize("status", ["closed", "archived"])
def test_a_course_that_takes_nobody_leaves_the_lists_and_says_so(client, km_course, lesson, homes, status):
    set_status(km_course, status)
    start = client.get(homes["km"].url).content.decode()
    assert km_course.url not in start
    assert lesson.url not in start
    course = client.get(km_course.url)
    assert course.status_code == 200
    assert "data-continue" not in course.content.decode()
    assert lesson.url in course.content.decode()
    for page in (course, client.get(lesson.url)):
        assert 'class="notice tip"' in page.content.decode()


def test_a_course_says_whom_it_is_for(client, km_course, lesson, en_course):
    elders = Audience.objects.create(code="elders", name_km="មនុស្សចាស់", name_en="Older people")
    for course in CoursePage.objects.all():
        course.audiences = [elders]
        course.save_revision().publish()
    assert "មនុស្សចាស់" in client.get(km_course.url).content.decode()
    assert "Older people" in client.get(en_course.url).content.decode()
    assert list(CoursePage.objects.filter(audiences__code="elders")) == list(CoursePage.objects.all())


def test_a_code_of_an_audience_is_used_once(db):
    Audience.objects.create(code="elders", name_km="ក", name_en="a")
    with pytest.raises(IntegrityError):
        Audience.objects.create(code="elders", name_km="ខ", name_en="b")


def test_an_editor_adds_an_audience_without_code(editor):
    answer = editor.post(
        reverse("audiences:add"), {"code": "fishers", "name_km": "អ្នកនេសាទ", "name_en": "Fishers"}
    )
    assert answer.status_code == 302
    assert Audience.objects.get().code == "fishers"
    assert "អ្នកនេសាទ" in editor.get(reverse("audiences:index")).content.decode()


def test_competences_are_written_as_codes():
    field = CompetencesField(required=False)
    assert field.clean(["0.2, 1.1 0.2", "", "A-1"]) == {"dlgf": ["0.2", "1.1"], "dmil": ["A-1"]}
    assert field.clean(["", "", ""]) == {}
    assert field.widget.decompress({"dlgf": ["0.2", "1.1"]}) == ["0.2, 1.1", "", ""]


@pytest.mark.parametrize("text", ["<b>", "0.2/1.1", "x" * 11])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValidationError, match="is no code of a framework"):
        CompetencesField(required=False).clean([text, "", ""])


def test_the_form_of_a_course_keeps_what_was_stored(editor, km_course):
    km_course.competences = {"dlgf": ["0.2", "1.1"], "digcomp": ["1.1"]}
    km_course.save_revision().publish()
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[km_course.pk]))
    form = page.context["form"]
    assert form["competences"].value() == {"dlgf": ["0.2", "1.1"], "digcomp": ["1.1"]}
    html = page.content.decode()
    assert 'name="competences_dlgf" value="0.2, 1.1"' in html or 'value="0.2, 1.1"' in html
    assert "DMIL" in html
