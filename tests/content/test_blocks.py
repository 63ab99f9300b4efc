"""Parts of a screen beside texts and questions: never loaded by themselves, with size and words."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.documents.models import Document

from content.blocks import AudioBlock, ComparisonBlock, DownloadBlock, VideoBlock
from content.models import LessonPage
from content.packages import PackageError, load_course, read_course
from tests.content import every_part
from tests.content.a_course import both
from tests.content.factories import mp4, opus


def document(content, name):
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def value_of(block, **fields):
    return block.to_python(
        {name: value.pk if isinstance(value, Document) else value for name, value in fields.items()}
    )


@pytest.mark.parametrize(
    ("block", "content", "name", "words", "sentence"),
    [
        (AudioBlock, opus(), "a.ogg", {"transcript": "ពាក្យ"}, None),
        (AudioBlock, mp4(), "a.m4a", {"transcript": "ពាក្យ"}, None),
        (AudioBlock, b"MZ", "a.mp3", {"transcript": "ពាក្យ"}, "none of these: m4a, mp3, ogg, webm"),
        (AudioBlock, opus(3_200_000), "a.ogg", {"transcript": "ពាក្យ"}, "at most 3,072 KB are allowed"),
        (AudioBlock, opus(), "a.ogg", {"transcript": ""}, "StructBlock"),
        (VideoBlock, mp4(), "a.mp4", {"transcript": "ពាក្យ"}, None),
        (VideoBlock, mp4(), "a.mp4", {"transcript": ""}, "captions or its words"),
        (VideoBlock, opus(), "a.mp4", {"transcript": "ពាក្យ"}, "none of these: mp4, webm"),
        (DownloadBlock, b"a,b", "a.csv", {}, None),
    ],
)
def test_a_file_is_checked_by_its_content(db, block, content, name, words, sentence):
    value = value_of(block(), title="ឈ្មោះ", file=document(content, name), **words)
    if sentence is None:
        assert block().clean(value)["title"] == "ឈ្មោះ"
    else:
        with pytest.raises(ValidationError, match=sentence):
            block().clean(value)


def test_captions_are_enough_and_must_be_captions(db):
    film, captions = document(mp4(), "a.mp4"), document(every_part.VTT, "a.vtt")
    block = VideoBlock()
    assert block.clean(value_of(block, title="ក", file=film, captions=captions, transcript=""))
    with pytest.raises(ValidationError, match="none of these: vtt"):
        block.clean(value_of(block, title="ក", file=film, captions=document(b"1\n", "b.vtt"), transcript=""))


def test_two_messages_are_told_apart_by_words_and_icon(db):
    block = ComparisonBlock()
    message = {"label": "ពិត", "text": "ក", "looks": "genuine"}
    html = block.render(block.to_python({"first": message, "second": {**message, "looks": "false"}}))
    assert html.count("<svg") == 2
    assert 'class="verdict done"' in html
    assert 'class="verdict problem"' in html


@pytest.fixture
def page(client, package, homes):
    load_course(every_part.fill(package).write())
    return client.get("/km/a-course/lesson-1/").content.decode()


def test_nothing_is_loaded_by_itself(page):
    assert page.count("<audio") == page.count('<audio controls preload="none"') == 1
    assert page.count("<video") == page.count('<video controls preload="none"') == 1
    assert '<track kind="captions" srclang="km"' in page
    assert "autoplay" not in page


def test_each_file_says_its_size(page):
    assert re.search(r"<figcaption>អក្សរ · 1 (KB|គីឡូបៃ)</figcaption>", page)
    assert re.search(r"អក្សរ \(<span lang=\"en\">CSV</span>, 1 (KB|គីឡូបៃ)\)", page)


def test_each_language_has_its_own_recording(page, client):
    khmer = re.search(r'<audio[^>]* src="([^"]+)"', page)[1]
    english = re.search(r'<audio[^>]* src="([^"]+)"', client.get("/en/a-course/lesson-1/").content.decode())[
        1
    ]
    assert khmer != english


def test_an_unfinished_file_is_not_published(page):
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    screens = lesson.screens.get_prep_value()
    audio = next(part for part in screens[0]["value"]["body"] if part["type"] == "audio")
    audio["value"]["file"] = None
    lesson.screens = lesson.screens.stream_block.to_python(screens)
    with translation.override("en"), pytest.raises(ValidationError, match="screen 1: Choose a file"):
        lesson.save_revision().publish()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda values: values["audio"].update(file="none.ogg"), "there is no file files/none.ogg"),
        (
            lambda values: values["audio"].update(file="../course.yaml"),
            "there is no file files/../course.yaml",
        ),
        (lambda values: values["audio"].update(file="table.csv"), "none of these: m4a, mp3, ogg, webm"),
        (lambda values: values["audio"].pop("transcript"), "“transcript” is missing"),
        (lambda values: values["video"].pop("captions"), "a film needs captions or a transcript"),
        (
            lambda values: values["comparison"]["first"].update(looks="odd"),
            "must be one of: plain, genuine, false",
        ),
        (lambda values: values["download"].update(title=both("")), "is empty"),
    ],
)
def test_a_wrong_part_is_refused_with_its_place(package, change, sentence):
    every_part.fill(package)
    change({part["type"]: part["value"] for part in package.files["01-first"]["screens"][0]["body"]})
    with pytest.raises(PackageError, match=sentence) as refused:
        read_course(package.write())
    assert str(refused.value).startswith("01-first.yaml: screens.1.body.")
