"""A course package with every kind of part and question, sounds, films, a photograph and checks."""

import copy
import hashlib
import io

import yaml
from PIL import Image

from tests.content.a_course import both, question
from tests.content.factories import ident, mp4, opus

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n"


def photo():
    made = io.BytesIO()
    Image.new("RGB", (400, 300), "#0b6e75").save(made, "JPEG")
    return made.getvalue()


def judged(**own):
    return {"prompt": both(), **own, "feedback_right": both(), "feedback_wrong": both()}


def items(start, number=3):
    return [{"id": ident(start + n), "text": both(f"អក្សរ{n}", f"words {n}")} for n in range(number)]


def options(start, own):
    return [{"id": ident(start + n), "is_correct": n == 0, "feedback": both(), **own(n)} for n in range(2)]


def parts():
    picture = {"file": "circle.svg", "alt": both()}
    values = {
        "audio": {"title": both(), "file": {"km": "a.ogg", "en": "b.ogg"}, "transcript": both()},
        "video": {"title": both(), "file": "film.mp4", "captions": "captions.vtt"},
        "download": {"title": both(), "file": "table.csv"},
        "comparison": {
            "first": {"label": both(), "text": both(), "looks": "genuine"},
            "second": {"label": both(), "text": both(), "looks": "false"},
        },
        "picture": {"file": "photo.jpg", "alt": both("", ""), "decorative": True},
        "text": both(
            f'<p>អក្សរ <a href="page:{ident(2000)}">ទីនេះ</a></p>',
            '<p>words<br/><a href="https://example.org/?a=1&amp;b=2">there</a></p>',
        ),
        "picture_question": {"prompt": both(), "choices": options(9100, lambda n: {"picture": picture})},
        "practice_screen": {
            "prompt": both(),
            "hint": both(),
            "picture": picture,
            "targets": options(
                9200, lambda n: {"text": both(), "left": 1 + n, "top": 2, "width": 30, "height": 40}
            ),
        },
        "order_question": judged(items=items(9300)),
        "match_question": judged(lefts=items(9400), rights=items(9500)),
        "number_question": judged(least=1, most=2.5, unit=both()),
        "text_question": judged(accepted=[both(), both("ពាក្យ", "word")]),
    }
    return [
        {"id": ident(9000 + number), "type": kind, "value": value}
        for number, (kind, value) in enumerate(values.items())
    ]


def check(number, kind, **more):
    start = number * 100_000
    return {
        "id": ident(start),
        "slug": f"check-{number}",
        "kind": kind,
        "minutes": 5,
        "mastery_score": 70,
        "title": both(),
        "introduction": both(),
        "questions_a": [{"id": ident(start + 1), "type": "question", "value": question(start=start + 10)}],
        **more,
    }


def fill(package):
    """Adds all of it to a small course."""
    package.files["course"] |= {
        "audience": ["fishers"],
        "status": "closed",
        "move_on": "CompletedAndPassed",
        "checks": ["check-1", "check-2"],
    }
    form_b = [{"id": ident(150_001), "type": "question", "value": question(start=150_010)}]
    package.files |= {
        "check-1": check(1, "before_after", questions_b=form_b),
        "check-2": check(2, "final"),
        "audiences": {"audiences": [{"code": "fishers", "name": both("អ្នកនេសាទ", "Fishers")}]},
    }
    package.files["01-first"]["screens"][0]["body"] += parts()
    (package.folder / "pictures" / "photo.jpg").write_bytes(photo())
    (package.folder / "files").mkdir()
    for name, content in {
        "a.ogg": opus(),
        "b.ogg": opus() + b"b",
        "film.mp4": mp4(),
        "captions.vtt": VTT,
        "table.csv": b"a,b\n",
    }.items():
        (package.folder / "files" / name).write_bytes(content)
    return package


def with_names_from_bytes(screens, files):
    """What was written, as it leaves: files are named by their bytes, empty hints are left out."""
    names = {hashlib.sha256(content).hexdigest()[:16] for content in files.values() if content}
    text = yaml.safe_dump(copy.deepcopy(screens))
    sources = {
        "circle.svg": None,
        "photo.jpg": photo(),
        "a.ogg": opus(),
        "b.ogg": opus() + b"b",
        "film.mp4": mp4(),
        "captions.vtt": VTT,
        "table.csv": b"a,b\n",
    }
    for name, content in sources.items():
        if content is None:
            (stored,) = [own for own in files if own.endswith(".svg")]
            text = text.replace(name, stored.removeprefix("pictures/"))
        else:
            digest = hashlib.sha256(content).hexdigest()[:16]
            assert digest in names
            text = text.replace(name, digest + name[name.index(".") :])
    found = yaml.safe_load(text)
    for part in found[0]["body"]:
        if isinstance(part["value"], dict) and part["value"].get("hint") == both("", ""):
            del part["value"]["hint"]
    return found
