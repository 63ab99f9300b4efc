"""Pages for tests. A lesson has every kind of block, with the ids a test can name."""

import io
import json
import uuid

from django.core.files.images import ImageFile
from wagtail.models import Locale

from content.models import CoursePage, HomePage, InfoPage, LessonPage, Picture
from content.packages import load_site
from content.packages.questions import list_item
from tests.factories import number

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 220"><circle cx="9" cy="9" r="9"/></svg>'


def opus(size=200):
    """What starts like a recording in Ogg."""
    return b"OggS\0\2" + b"\0" * (size - 6)


def mp4(size=400):
    """What starts like a film in MP4."""
    return b"\0\0\0\x18ftypmp42" + b"\0" * (size - 12)


def ident(n):
    return str(uuid.UUID(int=n))


SCREEN, TEXT, PICTURE, STEPS, NOTICE, QUESTION = map(ident, range(1, 7))
STEP_IDS = [ident(11), ident(12)]
CHOICE_IDS = [ident(21), ident(22), ident(23)]


def homes(tmp_path):
    """The Khmer and the English start page, by language."""
    (tmp_path / "site.yaml").write_text(
        "home:\n  id: 00000000-0000-4000-8000-000000000001\n"
        "  title: {km: សាលា, en: Sala}\n  introduction: {km: សូមស្វាគមន៍, en: Welcome}\n"
        "pages:\n  - id: 00000000-0000-4000-8000-000000000002\n    slug: help\n"
        "    title: {km: ជំនួយ, en: Help}\n    body: {km: <p>សួរ</p>, en: <p>Ask</p>}\n"
    )
    load_site(tmp_path / "site.yaml")
    return {home.locale.language_code: home for home in HomePage.objects.all()}


def picture():
    return Picture.objects.create(title="circle", file=ImageFile(io.BytesIO(DRAWING), name="circle.svg"))


def screens(words, *, picture):
    """Raw screens with every kind of block; `words` is put before each text."""
    choices = [
        list_item(
            choice, {"text": f"{words} choice {n}", "is_correct": n < 2, "feedback": f"{words} feedback {n}"}
        )
        for n, choice in enumerate(CHOICE_IDS)
    ]
    question = {"kind": "several", "prompt": f"{words} prompt", "hint": f"{words} hint", "choices": choices}
    body = [
        {"id": TEXT, "type": "text", "value": f"<p>{words} <b>text</b></p><ul><li>{words} item</li></ul>"},
        {
            "id": PICTURE,
            "type": "picture",
            "value": {"image": picture.pk, "alt_text": f"{words} alt", "decorative": False},
        },
        {
            "id": STEPS,
            "type": "steps",
            "value": [list_item(step, f"{words} step {n}") for n, step in enumerate(STEP_IDS)],
        },
        {"id": NOTICE, "type": "notice", "value": {"tone": "warning", "text": f"{words} notice"}},
        {"id": QUESTION, "type": "question", "value": question},
    ]
    return [{"id": SCREEN, "type": "screen", "value": {"heading": f"{words} heading", "body": body}}]


def course(*, parent, title="វគ្គសិក្សា", key=None, publish=True):
    return _add(
        CoursePage(title=title, slug=f"course-{next(number)}", summary=title),
        parent=parent,
        key=key,
        publish=publish,
    )


def lesson(*, parent, words="មេរៀន", key=None, publish=True, **fields):
    page = LessonPage(
        **{"title": words, "slug": f"lesson-{next(number)}", "aim": words, "remember": words, **fields},
        screens=json.dumps(screens(words, picture=picture())),
    )
    return _add(page, parent=parent, key=key, publish=publish)


def info(*, parent, title="ជំនួយ", body="<p>ជំនួយ</p>", key=None, publish=True):
    return _add(
        InfoPage(title=title, slug=f"info-{next(number)}", body=body), parent=parent, key=key, publish=publish
    )


def _add(page, *, parent, key, publish):
    page.locale = Locale.objects.get(pk=parent.locale_id)
    page.live = False
    if key:
        page.translation_key = key
    parent.refresh_from_db()
    parent.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return type(page).objects.get(pk=page.pk)
