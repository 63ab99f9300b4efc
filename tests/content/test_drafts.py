"""A draft may be half-written; what is public may not. And an editor may do what the work needs."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.models import LessonPage, Picture
from content.questions import MIN_CHOICES, QUESTION_BLOCKS
from lms.actions.roles import group_of, set_up_groups
from tests import factories as shared
from tests.content import factories
from tests.content.test_publishing import texts

UNMARKED = "Not published: screen 1: Mark exactly one choice as correct."


def form_without_a_correct_choice(**more):
    """The form of a lesson as the page editor posts it; its one question has no choice marked."""
    choices = [("", {"text": f"ចម្លើយ {n}", "feedback": f"មតិ {n}"}) for n in range(2)]
    question = {"kind": "one", "prompt": "សំណួរ", "hint": "", "choices": streamfield(choices)}
    screen = {"heading": "ក្បាល", "body": streamfield([("question", question)])}
    fields = {"title": "មេរៀន", "slug": "half", "minutes": 5, "aim": "គោលបំណង", "remember": "ចាំ"}
    return nested_form_data(
        {**fields, "native_reviewer": "", "screens": streamfield([("screen", screen)]), **more}
    )


@pytest.fixture
def unmarked(km_course):
    """A draft whose question has no correct choice."""
    lesson = factories.lesson(parent=km_course, publish=False)
    raw = lesson.screens.get_prep_value()
    raw[0]["value"]["body"][4]["value"]["kind"] = "one"
    lesson.screens = json.dumps(raw)
    lesson.save_revision()
    return lesson


def test_a_new_question_has_as_many_choices_as_it_must_have():
    assert len(QUESTION_BLOCKS["question"]().get_default()["choices"]) == MIN_CHOICES


def test_a_question_without_a_correct_choice_is_kept_as_a_draft(editor, km_course):
    address = reverse("wagtailadmin_pages:add", args=["content", "lessonpage", km_course.pk])
    editor.post(address, form_without_a_correct_choice())
    lesson = LessonPage.objects.get()
    assert not lesson.live
    assert [bool(question.problem) for question in lesson.questions.values()] == [True]
    publish = form_without_a_correct_choice(**{"action-publish": "action-publish"})
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), publish)
    assert "Mark exactly one choice as correct." in response.content.decode()
    assert not LessonPage.objects.get().live


def test_an_unfinished_question_is_not_published_by_code(unmarked):
    with pytest.raises(ValidationError, match=UNMARKED):
        unmarked.get_latest_revision().publish()
    assert not LessonPage.objects.get(pk=unmarked.pk).live


def test_an_unfinished_question_is_not_published_in_bulk(editor, unmarked):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{address}?id={unmarked.pk}&next=/admin/", follow=True)
    assert texts(response) == [f"“មេរៀន”: {UNMARKED}"]
    assert not LessonPage.objects.get(pk=unmarked.pk).live


def test_an_editor_uploads_and_chooses_pictures_and_translates(client, homes):
    set_up_groups()
    editor = shared.user()
    editor.groups.add(group_of("editor"))
    client.force_login(editor)
    chooser = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert 'type="file"' in chooser
    assert client.get(reverse("wagtailimages:index")).status_code == 200
    picture = factories.picture()
    assert Picture.objects.get() == picture
    assert client.get(reverse("wagtailimages_chooser:chosen", args=[picture.pk])).status_code == 200
    page = reverse("wagtail_localize:submit_page_translation", args=[homes["km"].pk])
    assert client.get(page).status_code == 200


def test_staff_pages_let_khmer_stand_whole(editor):
    assert "content/staff.css" in editor.get(reverse("wagtailadmin_home")).content.decode()
