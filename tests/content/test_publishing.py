"""Khmer first: nothing is public in another language alone, whichever way it is published."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from content import publishing
from content.models import InfoPage, LessonPage
from content.tasks import publish_as_planned
from tests.content import factories


def texts(response):
    return [str(message).strip() for message in response.context["messages"]]


@pytest.fixture
def en_lesson(km_course, en_course):
    """An English lesson whose Khmer page is a draft."""
    khmer = factories.lesson(parent=km_course, publish=False)
    return factories.lesson(parent=en_course, words="English", key=khmer.translation_key, publish=False)


@pytest.mark.parametrize("make", [factories.course, factories.info])
def test_an_english_page_without_a_khmer_one_is_refused(homes, make):
    page = make(parent=homes["en"], title="English", publish=False)
    with pytest.raises(ValidationError, match="publish the Khmer page first"):
        page.save_revision().publish()
    assert not Page.objects.get(pk=page.pk).live


def test_an_english_lesson_waits_for_its_khmer_lesson(en_lesson):
    with pytest.raises(ValidationError, match="publish the Khmer page first"):
        en_lesson.get_latest_revision().publish()
    en_lesson.get_translations().get().specific.get_latest_revision().publish()
    en_lesson.get_latest_revision().publish()
    assert LessonPage.objects.get(pk=en_lesson.pk).live


def test_a_khmer_lesson_without_english_is_public(km_course):
    lesson = factories.lesson(parent=km_course)
    assert lesson.live
    assert [str(name) for name in publishing.missing_translations(lesson)] == ["English"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "Wi-Fi"}, "title"),
        ({"aim": "To learn"}, "aim"),
        ({"remember": "Remember"}, "one thing to remember"),
    ],
)
def test_a_khmer_lesson_with_a_text_in_latin_letters_is_refused(km_course, change, place):
    lesson = factories.lesson(parent=km_course, publish=False, **change)
    with pytest.raises(ValidationError, match=f"There is no Khmer in: {place}") as refused:
        lesson.get_latest_revision().publish()
    assert refused.value.error_dict["__all__"][0].code == "not_in_khmer"
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_a_khmer_lesson_whose_screens_are_english_is_refused(km_course):
    lesson = factories.lesson(parent=km_course, publish=False)
    lesson.screens = json.dumps(factories.screens("English", picture=factories.picture()))
    with pytest.raises(ValidationError, match="There is no Khmer in: screen 1"):
        lesson.save_revision().publish()


def test_labels_of_choices_are_not_taken_for_words_of_the_page(km_course):
    lesson = factories.lesson(parent=km_course)
    words = " ".join(lesson.screens[0].block.texts(lesson.screens[0].value))
    assert "prompt" in words
    assert "True or false" not in words
    assert "Warning" not in words


def test_a_page_inserted_as_public_stays_a_draft_when_it_may_not_be(homes):
    homes["en"].refresh_from_db()
    page = InfoPage(title="English", slug="english", body="<p>x</p>", locale=homes["en"].locale)
    homes["en"].add_child(instance=page)
    assert not InfoPage.objects.get(pk=page.pk).live


def test_the_action_behind_the_editor_is_refused_too(en_lesson):
    with pytest.raises(ValidationError):
        PublishPageRevisionAction(en_lesson.get_latest_revision()).execute()
    assert not LessonPage.objects.get(pk=en_lesson.pk).live


def test_a_public_page_cannot_be_saved_without_its_khmer(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key)
    type(khmer).objects.filter(pk=khmer.pk).update(live=False)
    with pytest.raises(ValidationError):
        english.save()


def test_a_copy_of_an_english_page_starts_as_a_draft(en_lesson):
    en_lesson.get_translations().get().specific.get_latest_revision().publish()
    en_lesson.get_latest_revision().publish()
    copy = LessonPage.objects.get(pk=en_lesson.pk).copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert not LessonPage.objects.get(pk=copy.pk).live


def test_taking_back_the_khmer_page_takes_back_the_english_one(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key)
    khmer.unpublish()
    assert not InfoPage.objects.get(pk=english.pk).live
    khmer.refresh_from_db()


def test_taking_back_the_english_page_leaves_the_khmer_one(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key)
    english.unpublish()
    assert InfoPage.objects.get(pk=khmer.pk).live


def test_deleting_the_khmer_page_takes_back_the_english_one(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key)
    khmer.delete()
    assert not InfoPage.objects.get(pk=english.pk).live


def test_an_expired_khmer_page_takes_the_english_one_with_it(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key)
    InfoPage.objects.filter(pk=khmer.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    publish_as_planned()
    assert not InfoPage.objects.get(pk=english.pk).live


def test_a_planned_publication_is_called_off_when_the_khmer_page_leaves(homes):
    khmer = factories.info(parent=homes["km"])
    english = factories.info(parent=homes["en"], title="Help", key=khmer.translation_key, publish=False)
    english.go_live_at = timezone.now() + dt.timedelta(hours=1)
    english.save_revision().publish()
    assert english.revisions.exclude(approved_go_live_at=None).exists()
    khmer.unpublish()
    assert not english.revisions.exclude(approved_go_live_at=None).exists()


def form_of(page, **changes):
    """What the editor's form of an information page posts."""
    return {
        "title": page.title,
        "slug": page.slug,
        "body": json.dumps(
            {"blocks": [{"key": "a", "type": "unstyled", "text": "x", "depth": 0}], "entityMap": {}}
        ),
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **changes,
    }


def test_the_editor_keeps_the_draft_and_says_why_it_is_not_published(editor, homes):
    page = factories.info(parent=homes["en"], title="Help", publish=False)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.post(address, form_of(page, title="Better", **{"action-publish": "1"}), follow=True)
    assert response.redirect_chain[-1][0] == address
    assert texts(response) == [
        "Not published: publish the Khmer page first, then this one. Your text is kept as a draft."
    ]
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Better"


def test_a_new_page_published_at_once_is_kept_as_a_draft(editor, homes):
    address = reverse("wagtailadmin_pages:add", args=["content", "infopage", homes["en"].pk])
    page = InfoPage(title="Fresh", slug="fresh")
    response = editor.post(address, form_of(page, **{"action-publish": "1"}), follow=True)
    made = InfoPage.objects.get(slug="fresh")
    assert response.status_code == 200
    assert not made.live
    assert made.get_latest_revision() is not None


def test_a_khmer_page_published_in_the_editor_warns_that_english_is_missing(editor, homes):
    page = factories.info(parent=homes["km"], publish=False)
    body = {"blocks": [{"key": "a", "type": "unstyled", "text": "ជំនួយ", "depth": 0}], "entityMap": {}}
    form = form_of(page, body=json.dumps(body), **{"action-publish": "1"})
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)
    assert InfoPage.objects.get(pk=page.pk).live
    assert "Not yet public in: English." in texts(response)


def test_a_khmer_page_gets_an_address_of_plain_letters(editor, homes):
    address = reverse("wagtailadmin_pages:add", args=["content", "infopage", homes["km"].pk])
    editor.post(address, form_of(InfoPage(title="ទំព័រថ្មី", slug="")), follow=True)
    made = InfoPage.objects.get(title="ទំព័រថ្មី")
    assert made.slug == f"info-{str(made.translation_key)[:8]}"


def test_publishing_many_at_once_is_all_or_nothing(editor, homes):
    khmer = factories.info(parent=homes["km"], publish=False)
    english = factories.info(parent=homes["en"], title="Help", publish=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = f"?id={khmer.pk}&id={english.pk}&next=/admin/"
    response = editor.post(address + query, {}, follow=True)
    assert texts(response) == ["“Help”: Not published: publish the Khmer page first, then this one."]
    assert not InfoPage.objects.filter(pk__in=[khmer.pk, english.pk], live=True).exists()


def test_taking_back_in_the_editor_names_what_leaves_too(editor, homes):
    khmer = factories.info(parent=homes["km"])
    factories.info(parent=homes["en"], title="Help in English", key=khmer.translation_key)
    response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[khmer.pk]), follow=True)
    assert "Taken back together with its translations: Help in English." in texts(response)


def test_the_mark_of_a_missing_review_shows_to_editors_and_not_to_learners(editor, client, km_course):
    lesson = factories.lesson(parent=km_course)
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "Awaiting review by a native speaker (Khmer)" in edit
    assert "Reviewed by a native speaker" in editor.get(reverse("lessons:index")).content.decode()
    assert "native" not in client.get(lesson.url).content.decode()
