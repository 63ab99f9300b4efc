"""How heavy a lesson is, and that one too heavy for a phone does not become public."""

import io
import json
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils.translation import get_language
from PIL import Image

from content import weight
from content.models import LessonPage, Picture
from content.narrating import keep_narration
from content.weight import KB, Weight, weigh
from tests.content import factories
from tests.content.factories import PICTURE, TEXT, opus
from tests.content.test_narration import change


@pytest.fixture
def lesson(km_course):
    return factories.lesson(parent=km_course)


def noise():
    """A photograph that no format makes small."""
    made = io.BytesIO()
    Image.frombytes("RGB", (720, 720), random.Random(1).randbytes(720 * 720 * 3)).save(made, "PNG")
    return Picture.objects.create(
        title="noise", file=ImageFile(io.BytesIO(made.getvalue()), name="noise.png")
    )


def many_words():
    letters = random.Random(1)
    return "".join(chr(letters.randrange(0x1780, 0x17B3)) for _number in range(20_000))


def test_a_lesson_weighs_what_is_sent(client, lesson):
    weighed = weigh(lesson)
    assert weighed.page == pytest.approx(
        len(client.get(lesson.url, headers={"accept-encoding": "gzip"}).content), 0.03
    )
    assert weighed.pictures == {"circle": len(factories.DRAWING)}
    assert weighed.problems() == []


def test_narration_is_counted_apart(lesson):
    before = weigh(lesson)
    keep_narration(page=lesson, block_id="remember", content=opus(30_000), by=None)
    after = weigh(lesson)
    assert (before.narration, after.narration) == (0, 30_000)
    assert after.total < before.total + 300


def test_too_many_words_are_not_published(lesson):
    with pytest.raises(ValidationError, match=r"The text weighs \d+ KB; at most 14 KB are allowed"):
        change(lesson, publish=True, **{TEXT: f"<p>{many_words()}</p>"})
    assert "heading" in LessonPage.objects.get(pk=lesson.pk).screens[0].value["heading"]


def test_too_heavy_a_picture_is_not_published(lesson):
    picture = {"image": noise().pk, "alt_text": "រូប", "decorative": False}
    with pytest.raises(
        ValidationError, match=r"The picture “noise” weighs \d+ KB; at most 25 KB are allowed"
    ):
        change(lesson, publish=True, **{PICTURE: picture})


def test_many_light_pictures_are_heavy_together():
    pictures = {f"picture {number}": 24 * KB for number in range(5)}
    (sentence,) = Weight(page=8 * KB, pictures=pictures, narration=0, files=0).problems()
    assert sentence == "Text and pictures weigh 128 KB together; at most 100 KB are allowed."


def test_a_draft_may_be_too_heavy_and_its_editor_sees_it(editor, lesson):
    change(lesson, publish=False, **{TEXT: f"<p>{many_words()}</p>"})
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "data-weight" in page
    assert "Make two lessons of it" in page


def test_an_unfinished_draft_can_be_weighed(editor, lesson):
    screens = json.loads(json.dumps(lesson.screens.get_prep_value()))
    screens[0]["value"]["body"] += [
        {"type": "picture", "value": {"image": None, "alt_text": "", "decorative": False}, "id": "a"},
        {"type": "picture_question", "value": {"prompt": "", "hint": "", "choices": []}, "id": "b"},
        {"type": "audio", "value": {"title": "", "file": None, "transcript": ""}, "id": "c"},
        {"type": "practice_screen", "value": {"prompt": "", "picture": None, "targets": []}, "id": "d"},
    ]
    lesson.screens = json.dumps(screens)
    lesson.save_revision()
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    assert editor.get(reverse("lesson_narration", args=[lesson.pk])).status_code == 200


def test_weighing_keeps_the_language_of_whoever_asks(lesson):
    weigh(lesson)
    assert get_language() == "en"
    assert weight.PAGE_BYTES == 14 * KB
