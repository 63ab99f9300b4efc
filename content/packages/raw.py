"""Raw stream data of a lesson or check in both languages, put together as course files write it.

Each kind of part has a shape that says what becomes of each value; what it reads is what content/packages/parts.py
and content/packages/questions.py store.
"""

import hashlib
from decimal import Decimal
from pathlib import Path

from wagtail.documents import get_document_model
from wagtail.models import Page

from content.models import Picture
from content.packages.markup import from_editor
from content.packages.nodes import LANGUAGES, PackageError

# What a value is: the same in both languages, a text in each, a text that may be empty, …
SAME, NUMBER, TEXT, MAY_BE_EMPTY, MARKUP, PICTURE, FILE, ACCEPTED, ITEMS = range(9)
JUDGED = {"feedback_right": TEXT, "feedback_wrong": TEXT}
OPTION = {"is_correct": SAME, "feedback": TEXT}
MESSAGE = {"label": TEXT, "text": TEXT, "looks": SAME}
ASKED = {"prompt": TEXT, "hint": MAY_BE_EMPTY}
SIDES = dict.fromkeys(("left", "top", "width", "height"), SAME)
SHAPES = {
    "text": MARKUP,
    "picture": PICTURE,
    "steps": ITEMS,
    "notice": {"tone": SAME, "text": TEXT},
    "comparison": {"first": MESSAGE, "second": MESSAGE},
    "audio": {"title": TEXT, "file": FILE, "transcript": TEXT},
    "video": {"title": TEXT, "file": FILE, "captions": FILE, "transcript": MAY_BE_EMPTY},
    "download": {"title": TEXT, "file": FILE},
    "question": {"kind": SAME, **ASKED, "choices": [{"text": TEXT, **OPTION}]},
    "picture_question": {**ASKED, "choices": [{"picture": PICTURE, **OPTION}]},
    "practice_screen": {**ASKED, "picture": PICTURE, "targets": [{"text": TEXT, **SIDES, **OPTION}]},
    "order_question": {**ASKED, "items": ITEMS, **JUDGED},
    "match_question": {**ASKED, "lefts": ITEMS, "rights": ITEMS, **JUDGED},
    "number_question": {**ASKED, "least": NUMBER, "most": NUMBER, "unit": MAY_BE_EMPTY, **JUDGED},
    "text_question": {**ASKED, "accepted": ACCEPTED, **JUDGED},
}


class FilesOut:
    """{name in the package: bytes} of the files that were named; names come from the bytes, so that they last."""

    def __init__(self):
        self.contents = {}

    def picture(self, picture):
        return self._add("pictures", picture.file)

    def document(self, document):
        return self._add("files", document.file)

    def recording(self, file):
        return self._add("narration", file)

    def _add(self, folder, file):
        with file.storage.open(file.name) as opened:
            content = opened.read()
        name = hashlib.sha256(content).hexdigest()[:16] + Path(file.name).suffix.lower()
        self.contents[f"{folder}/{name}"] = content
        return name


def both(*texts, place, may_be_empty=True):
    """{language: text}, each without white space around it and with plain ends of lines."""
    found = [(text or "").replace("\r\n", "\n").strip() for text in texts]
    if any(found) != all(found) or not (may_be_empty or all(found)):
        raise PackageError(f"{place}: a text is missing in one language.")
    return dict(zip(LANGUAGES, found, strict=True))


def body_of(streams, *, files, place):
    """The screens of a lesson, given the raw stream of each language."""
    return [
        {
            "id": screens[0]["id"],
            "heading": both(
                *(screen["value"]["heading"] for screen in screens), place=place, may_be_empty=False
            ),
            "body": parts_of([screen["value"]["body"] for screen in screens], files=files, place=place),
        }
        for screens in _side_by_side(streams, place)
    ]


def parts_of(streams, *, files, place):
    """The parts of a stream, questions or others, given the raw stream of each language."""
    return [
        {
            "id": parts[0]["id"],
            "type": parts[0]["type"],
            "value": _value(
                SHAPES[parts[0]["type"]],
                [part["value"] for part in parts],
                files,
                f"{place}: {parts[0]['id']}",
            ),
        }
        for parts in _side_by_side(streams, place)
    ]


def _side_by_side(streams, place):
    """The entries of lists that must have the same ids and types in every language."""
    ids = [[(entry["id"], entry["type"]) for entry in stream] for stream in streams]
    if any(own != ids[0] for own in ids):
        raise PackageError(
            f"{place}: the languages have different parts. Make them alike, then export again."
        )
    return list(zip(*streams, strict=True))


def _value(shape, values, files, place):
    match shape:
        case dict():
            found = {
                name: _value(own, [value.get(name) for value in values], files, place)
                for name, own in shape.items()
            }
            return {name: value for name, value in found.items() if value is not None}
        case [option]:
            return [
                {"id": parts[0]["id"], **_value(option, [part["value"] for part in parts], files, place)}
                for parts in _side_by_side(values, place)
            ]
    return _WRITERS[shape](values, files, place)


def _same(values, files, place):
    if any(value != values[0] for value in values):
        raise PackageError(
            f"{place}: the languages differ in more than words. Make them alike, then export again."
        )
    return values[0]


def _number(values, files, place):
    number = Decimal(str(_same(values, files, place)))
    return int(number) if number == number.to_integral_value() else float(number)


def _text(values, files, place):
    return both(*values, place=place, may_be_empty=False)


def _text_or_none(values, files, place):
    found = both(*values, place=place)
    return found if any(found.values()) else None


def _markup(values, files, place):
    return both(*(from_editor(value, key_of=_key_of) for value in values), place=place, may_be_empty=False)


def _key_of(pk):
    return Page.objects.filter(pk=pk).values_list("translation_key", flat=True).first()


def _picture(values, files, place):
    found = {
        "file": _names([files.picture(_row(Picture, value["image"], place)) for value in values]),
        "alt": both(*(value["alt_text"] for value in values), place=place),
    }
    is_decorative = _same([bool(value["decorative"]) for value in values], files, place)
    return found | ({"decorative": True} if is_decorative else {})


def _file(values, files, place):
    if not any(values):
        return None
    return _names([files.document(_row(get_document_model(), value, place)) for value in values])


def _row(model, pk, place):
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise PackageError(f"{place}: a picture or file is gone. Choose another one, then export again.")
    return row


def _names(names):
    return names[0] if len(set(names)) == 1 else dict(zip(LANGUAGES, names, strict=True))


def _items(values, files, place):
    return [
        {
            "id": parts[0]["id"],
            "text": both(*(part["value"] for part in parts), place=place, may_be_empty=False),
        }
        for parts in _side_by_side(values, place)
    ]


def _accepted(values, files, place):
    if len({len(value) for value in values}) != 1:
        raise PackageError(f"{place}: the languages accept different numbers of answers.")
    pairs = zip(*values, strict=True)
    return [both(*(part["value"] for part in pair), place=place, may_be_empty=False) for pair in pairs]


_WRITERS = {
    SAME: _same,
    NUMBER: _number,
    TEXT: _text,
    MAY_BE_EMPTY: _text_or_none,
    MARKUP: _markup,
    PICTURE: _picture,
    FILE: _file,
    ACCEPTED: _accepted,
    ITEMS: _items,
}
