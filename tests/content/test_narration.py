"""Texts read aloud: recorded for exactly these words, played only while they are still written."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from content.models import LessonPage, Narration
from content.narrating import MOST_BYTES, keep_narration
from content.narration import FINISH, INTRODUCTION, listening, passages_of, recordings, states
from content.packages import load_course
from lms.actions.roles import set_up_groups
from tests import factories as shared
from tests.content import every_part, factories
from tests.content.factories import CHOICE_IDS, NOTICE, QUESTION, SCREEN, TEXT, ident, opus
from tests.lms import check_pages
from tests.lms.check_pages import ACCEPTED, FEEDBACK, A, B


@pytest.fixture
def lesson(km_course):
    return factories.lesson(parent=km_course)


@pytest.fixture
def check(km_course):
    return check_pages.in_both_languages({"km": km_course}, "before_after")["km"]


def record(lesson, *groups):
    for group in groups:
        for passage in passages_of(lesson)[group]:
            keep_narration(page=lesson, block_id=passage.block_id, content=opus(), by=None)


def change(lesson, *, publish, **texts):
    """Changes blocks of the first screen: {block id: new value}."""
    screens = lesson.screens.get_prep_value()
    for part in screens[0]["value"]["body"]:
        part["value"] = texts.get(part["id"], part["value"])
    lesson.screens = json.dumps(screens)
    revision = lesson.save_revision()
    if publish:
        revision.publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_every_text_question_and_choice_can_be_recorded(lesson):
    passages = passages_of(lesson)
    assert list(passages) == [SCREEN, QUESTION, FINISH]
    assert [passage.block_id for passage in passages[QUESTION]] == [QUESTION, *CHOICE_IDS]
    assert [passage.block_id for passage in passages[SCREEN]][:3] == ["aim", SCREEN, TEXT]
    text = next(passage for passage in passages[SCREEN] if passage.block_id == TEXT)
    assert " ".join(text.text.split()) == "មេរៀន text មេរៀន item"


def test_no_order_of_reading_gives_an_answer_away(package, homes):
    every_part.fill(package)
    load_course(package.write())
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    passages = passages_of(lesson)
    order, match = (
        next(key for key, value in lesson.questions.items() if value.kind == kind)
        for kind in ("order", "match")
    )
    read = [passage.block_id for passage in passages[order]][1:]
    assert read != lesson.questions[order].item_ids
    assert sorted(read) == sorted(lesson.questions[order].item_ids)
    rights = [passage.block_id for passage in passages[match]][4:]
    assert rights != list(lesson.questions[match].pairs.values())


def test_a_screen_can_be_listened_to_once_all_of_it_is_recorded(lesson):
    keep_narration(page=lesson, block_id=SCREEN, content=opus(), by=None)
    assert listening(lesson) == {}
    record(lesson, SCREEN, FINISH)
    heard = listening(lesson)
    assert list(heard) == [SCREEN, FINISH]
    assert len(heard[SCREEN].urls) == len(passages_of(lesson)[SCREEN])
    assert heard[FINISH].size == "1 KB"


def test_a_changed_text_makes_its_recording_stale(lesson):
    record(lesson, SCREEN)
    changed = change(lesson, publish=True, **{NOTICE: {"tone": "tip", "text": "ថ្មី"}})
    assert listening(changed) == {}
    assert {
        passage.block_id for passage, state, _made in states(changed, recordings(changed)) if state == "stale"
    } == {NOTICE}


def test_a_recording_for_a_draft_leaves_the_public_one_alone(lesson, django_capture_on_commit_callbacks):
    record(lesson, SCREEN)
    change(lesson, publish=False, **{NOTICE: {"tone": "tip", "text": "ថ្មី"}})
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    keep_narration(page=draft, block_id=NOTICE, content=opus(), by=None)
    assert SCREEN in listening(LessonPage.objects.get(pk=lesson.pk))
    assert SCREEN in listening(draft)
    draft.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        keep_narration(page=draft, block_id=NOTICE, content=opus(), by=None)
    assert Narration.objects.filter(block_id=NOTICE).count() == 1


def test_another_language_has_recordings_of_its_own(lesson, en_course):
    english = factories.lesson(parent=en_course, words="English", key=lesson.translation_key)
    record(lesson, FINISH)
    assert listening(english) == {}


def test_recording_the_same_words_again_replaces_the_file(lesson, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record(lesson, FINISH)
    first = Narration.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        record(lesson, FINISH)
    assert Narration.objects.get().file.name != first.file.name
    assert not first.file.storage.exists(first.file.name)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"RIFF....WAVE", "no recording of these kinds"),
        (b"", "no recording of these kinds"),
        (b"<svg onload='x'/>", "no recording of these kinds"),
        (opus(MOST_BYTES + 1), "at most 400 KB are allowed"),
    ],
)
def test_what_is_no_small_recording_is_refused(lesson, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        keep_narration(page=lesson, block_id="remember", content=content, by=None)


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"OggS", "audio/ogg"),
        (b"\x1a\x45\xdf\xa3", "audio/webm"),
        (b"ID3", "audio/mpeg"),
        (b"\xff\xfb", "audio/mpeg"),
        (b"\0\0\0\x1cftypM4A ", "audio/mp4"),
    ],
)
def test_a_recording_is_known_by_its_content(lesson, head, media_type):
    made = keep_narration(page=lesson, block_id="remember", content=head + b"\0" * 50, by=None)
    assert made.media_type == media_type


def test_the_same_words_are_recorded_once(lesson):
    record(lesson, FINISH)
    made = Narration.objects.get()
    made.pk = None
    with pytest.raises(IntegrityError):
        made.save(force_insert=True)


def screen_of(lesson):
    return reverse("lesson_narration", args=[lesson.pk])


def sound(content=None):
    return SimpleUploadedFile("recording", content or opus(), content_type="text/plain")


def test_an_editor_uploads_and_removes_a_recording(editor, lesson):
    page = editor.get(screen_of(lesson)).content.decode()
    assert page.count("narration-row none") == sum(map(len, passages_of(lesson).values()))
    editor.post(screen_of(lesson), {"block": "remember", "file": sound()})
    assert Narration.objects.get().made_by.is_superuser
    assert editor.get(screen_of(lesson)).content.decode().count("narration-row fresh") == 1
    editor.post(screen_of(lesson), {"block": "remember", "remove": "1"})
    assert not Narration.objects.exists()


def test_a_recorder_gets_the_new_row_or_a_sentence(editor, lesson):
    answer = editor.post(screen_of(lesson), {"block": "remember", "row": "1", "file": sound()})
    assert b"narration-row fresh" in answer.content
    assert b"<html" not in answer.content
    answer = editor.post(screen_of(lesson), {"block": "remember", "row": "1", "file": sound(b"text")})
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")
    answer = editor.post(screen_of(lesson), {"block": ident(999), "row": "1", "file": sound()})
    assert "not in the lesson any more" in answer.content.decode()
    answer = editor.post(screen_of(lesson), {"block": "remember", "row": "1"})
    assert "Choose a file" in answer.content.decode()


def test_who_may_not_edit_the_page_may_not_record(client, lesson):
    set_up_groups()
    user = shared.user(password="a long enough one", is_staff=True)
    user.groups.add(*user.groups.model.objects.filter(name="coordinator"))
    client.force_login(user)
    assert client.get(screen_of(lesson)).status_code in (302, 403)
    client.post(screen_of(lesson), {"block": "remember", "file": sound()})
    assert not Narration.objects.exists()


def test_the_public_page_plays_what_is_recorded_at_once(client, lesson, django_capture_on_commit_callbacks):
    before = client.get(lesson.url).content.decode()
    assert before.count('class="button second listen"') == 3
    assert "data-audio" not in before
    with django_capture_on_commit_callbacks(execute=True):
        record(lesson, QUESTION)
    after = client.get(lesson.url).content.decode()
    assert after.count("data-audio") == 1
    assert after.count('<audio controls preload="none"') == 4
    assert "autoplay" not in after


def test_the_narration_screen_is_reached_from_lesson_and_check(editor, lesson, check):
    for page in (lesson, check):
        html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert screen_of(page) in html


def test_the_questions_of_both_forms_of_a_check_can_be_recorded(editor, check):
    passages = passages_of(check)
    assert list(passages) == [INTRODUCTION, *A.questions, *B.questions]
    assert [passage.block_id for passage in passages[A.one]] == [A.one, *A.choices[A.one]]
    page = editor.get(screen_of(check)).content.decode()
    assert page.count("narration-row none") == sum(map(len, passages.values()))
    editor.post(screen_of(check), {"block": INTRODUCTION, "file": sound()})
    assert list(listening(check)) == [INTRODUCTION]


def test_no_order_of_reading_gives_an_answer_of_a_check_away(check):
    passages, (order, match) = passages_of(check), (A.order, A.match)
    read = [passage.block_id for passage in passages[order]][1:]
    assert read != A.items
    assert sorted(read) == sorted(A.items)
    assert [passage.block_id for passage in passages[match]][-len(A.rights) :] != A.rights
    said = " ".join(passage.text for texts in passages.values() for passage in texts)
    assert FEEDBACK not in said
    assert ACCEPTED not in said
