"""A lesson translated with wagtail-localize: the same screens, questions and choices, in other words."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

from content.models import CoursePage, LessonPage
from lms.actions.roles import grant_role, set_up_groups
from tests import factories as shared
from tests.content import factories
from tests.content.test_publishing import texts

SCREEN_TEXTS = [
    *("heading", "text", "item", "alt", "step 0", "step 1", "notice", "prompt", "hint"),
    *("choice 0", "feedback 0", "choice 1", "feedback 1", "choice 2", "feedback 2"),
]


def submit(page, language="en"):
    """What “Translate this page” does; returns the translation into a language."""
    locale = Locale.objects.get(language_code=language)
    TranslationCreator(user=None, target_locales=[locale]).create_translations(page)
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def translate(translation, replace):
    """Translates each string with `replace(text)`."""
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": replace(segment.string.data)},
        )


def in_english(text):
    return text.replace("មេរៀន", "English").replace("វគ្គសិក្សា", "English")


@pytest.fixture
def lesson(km_course, django_capture_on_commit_callbacks):
    """A published Khmer lesson whose course is public in English too."""
    with django_capture_on_commit_callbacks(execute=True):
        translation = submit(km_course)
        translate(translation, in_english)
        translation.save_target(publish=True)
    assert CoursePage.objects.filter(locale__language_code="en", live=True).exists()
    return factories.lesson(parent=km_course, is_reviewed_by_native_speaker=True, native_reviewer="សុខា")


@pytest.fixture
def english(lesson, django_capture_on_commit_callbacks):
    """The lesson's published English translation, with its Translation."""
    with django_capture_on_commit_callbacks(execute=True):
        translation = submit(lesson)
        translate(translation, in_english)
        translation.save_target(publish=True)
    page = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="en")
    assert page.live
    return page, translation


def test_every_text_of_a_lesson_is_offered_for_translation(lesson):
    source = TranslationSource.get_or_create_from_instance(lesson)[0]
    offered = [
        (segment.context.path.split(".")[0], segment.string.data)
        for segment in source.stringsegment_set.select_related("context", "string").order_by("order")
    ]
    assert [field for field, text in offered if field != "screens"] == ["title", "aim", "remember"]
    assert [text for field, text in offered if field == "screens"] == [
        f"មេរៀន {words}".replace("មេរៀន text", "មេរៀន <b>text</b>") for words in SCREEN_TEXTS
    ]


def test_screens_questions_and_choices_keep_their_ids(lesson, english):
    page, _ = english
    assert page.translation_key == lesson.translation_key
    assert [screen.id for screen in page.screens] == [factories.SCREEN]
    body = page.screens[0].value["body"]
    assert [part.id for part in body] == [
        *(factories.TEXT, factories.PICTURE, factories.STEPS, factories.NOTICE, factories.QUESTION)
    ]
    assert [step.id for step in body[2].value.bound_blocks] == factories.STEP_IDS
    assert list(page.questions) == [factories.QUESTION]
    question = page.questions[factories.QUESTION]
    assert question.choice_ids == factories.CHOICE_IDS
    assert question.correct_ids == set(factories.CHOICE_IDS[:2])


def test_the_translation_has_its_own_words_everywhere(english):
    page, _ = english
    assert page.title == "English"
    assert "មេរៀន" not in json.dumps(page.screens.get_prep_value(), ensure_ascii=False)
    picture = page.screens[0].value["body"][1].value
    assert picture.contextual_alt_text == "English alt"
    assert "<b>text</b>" in str(page.screens[0].value["body"][0].value)


def test_review_by_a_native_speaker_is_said_of_each_language_by_itself(lesson, english):
    page, _ = english
    assert not page.is_reviewed_by_native_speaker
    assert page.native_reviewer == ""


def test_a_corrected_answer_reaches_the_translation_and_a_review_mark_does_not(
    lesson, english, django_capture_on_commit_callbacks
):
    page, translation = english
    page.is_reviewed_by_native_speaker = True
    page.save_revision().publish()
    raw = lesson.screens.get_prep_value()
    raw[0]["value"]["body"][4]["value"]["choices"][2]["value"]["is_correct"] = True
    raw[0]["value"]["body"][4]["value"]["choices"][0]["value"]["is_correct"] = False
    lesson.screens = json.dumps(raw)
    lesson.is_reviewed_by_native_speaker = False
    lesson.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        translation.source.update_from_db()
        translation.save_target(publish=True)
    page = LessonPage.objects.get(pk=page.pk)
    assert page.questions[factories.QUESTION].correct_ids == set(factories.CHOICE_IDS[1:])
    assert page.title == "English"
    assert page.is_reviewed_by_native_speaker


def test_publishing_a_translation_waits_for_the_khmer_page(lesson, django_capture_on_commit_callbacks):
    translation = submit(lesson)
    translate(translation, in_english)
    lesson.unpublish()
    with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert not LessonPage.objects.get(locale__language_code="en").live


def test_the_translation_editor_says_why_it_does_not_publish(editor, lesson):
    translation = submit(lesson)
    translate(translation, in_english)
    lesson.unpublish()
    page = LessonPage.objects.get(locale__language_code="en")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.post(address, {"action": "publish"}, follow=True)
    assert texts(response) == [
        "Not published: publish the Khmer page first, then this one. Your text is kept as a draft."
    ]
    assert not LessonPage.objects.get(pk=page.pk).live
    assert StringTranslation.objects.filter(locale=page.locale).exists()


def test_an_editor_starts_a_translation_from_the_page(client, lesson):
    set_up_groups()
    someone = shared.user()
    grant_role(user=someone, role="editor", area=shared.area(), by=None)
    client.force_login(someone)
    address = reverse("wagtail_localize:submit_page_translation", args=[lesson.pk])
    client.post(address, {"locales": [Locale.objects.get(language_code="en").pk]})
    page = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="en")
    assert not page.live
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_the_translation_editor_publishes_what_is_ready(
    editor, lesson, client, django_capture_on_commit_callbacks
):
    translation = submit(lesson)
    translate(translation, in_english)
    page = LessonPage.objects.get(locale__language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
    assert LessonPage.objects.get(pk=page.pk).live
    assert "English prompt" in client.get(page.url).content.decode()


def test_a_khmer_translation_left_in_english_is_refused(editor, homes, km_course):
    """An English course written first: its Khmer translation is not public before it is in Khmer."""
    english = factories.course(parent=homes["en"], title="Written first", publish=False)
    submit(english, "km")
    page = CoursePage.objects.get(translation_key=english.translation_key, locale__language_code="km")
    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}, follow=True
    )
    assert any("There is no Khmer in: title, summary" in text for text in texts(response))
    assert not CoursePage.objects.get(pk=page.pk).live
