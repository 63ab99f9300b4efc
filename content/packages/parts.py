"""Parts of a screen in course files: how each is written there, and what its block stores in one language."""

from wagtail.models import Page

from content import media
from content.blocks import (
    AUDIO_BYTES,
    DOWNLOAD_BYTES,
    FILE_TITLE_LENGTH,
    LABEL_LENGTH,
    LOOKS,
    MESSAGE_LENGTH,
    STEP_LENGTH,
    VIDEO_BYTES,
)
from content.packages.markup import to_editor
from content.packages.nodes import LANGUAGES
from content.packages.questions import NOTHING, QuestionReader, list_item, stored

ALT_LENGTH = 250


class PartReader:
    """Reads the parts of screens, knowing the ids and files met so far."""

    def __init__(self, *, ids, files):
        self.ids, self.files = ids, files
        self.questions = QuestionReader(ids=ids, picture=self.picture)
        self.readers = {
            "text": lambda node: node.markup(more_tags=["a", "br"], links=True),
            "picture": self.picture,
            "steps": self._steps,
            "notice": self._notice,
            "comparison": self._comparison,
            "audio": self._audio,
            "video": self._video,
            "download": self._download,
            **self.questions.readers,
        }

    def part(self, node):
        """{id, type, value} of one part."""
        node.keys(needed=["id", "type", "value"])
        kind = node.get("type").one_of(list(self.readers))
        return {
            "id": node.get("id").new_id(self.ids),
            "type": kind,
            "value": self.readers[kind](node.get("value")),
        }

    def picture(self, node):
        """{file: {language: name}, alt, decorative}; the file is one name, or one for each language."""
        node.keys(needed=["file", "alt"], allowed=["caption", "decorative"])
        if any((node.value.get("caption") or {}).values()):
            node.get("caption").fail("captions are not shown; say it in a text beside the picture.")
        decorative = "decorative" in node.value and node.get("decorative").boolean()
        return {
            "file": self._names(node.get("file"), self.files.picture),
            "alt": node.get("alt").text(limit=ALT_LENGTH, may_be_empty=decorative),
            "decorative": decorative,
        }

    def _names(self, node, read):
        if isinstance(node.value, dict):
            node.keys(needed=LANGUAGES)
            return {language: read(node.get(language)) for language in LANGUAGES}
        return dict.fromkeys(LANGUAGES, read(node))

    def _steps(self, node):
        return [
            {
                "id": step.keys(needed=["id", "text"]).get("id").new_id(self.ids),
                "text": step.get("text").text(limit=STEP_LENGTH),
            }
            for step in node.items(least=2)
        ]

    def _notice(self, node):
        node.keys(needed=["tone", "text"])
        return {"tone": node.get("tone").one_of(["tip", "warning"]), "text": node.get("text").text()}

    def _comparison(self, node):
        node.keys(needed=["first", "second"])
        return {name: self._message(node.get(name)) for name in ("first", "second")}

    def _message(self, node):
        node.keys(needed=["label", "text", "looks"])
        return {
            "label": node.get("label").text(limit=LABEL_LENGTH),
            "text": node.get("text").text(limit=MESSAGE_LENGTH),
            "looks": node.get("looks").one_of(LOOKS),
        }

    def _audio(self, node):
        node.keys(needed=["title", "file", "transcript"])
        return self._titled(node, media.SOUNDS, AUDIO_BYTES) | {"transcript": node.get("transcript").text()}

    def _video(self, node):
        node.keys(needed=["title", "file"], allowed=["captions", "transcript"])
        if not {"captions", "transcript"} & set(node.value):
            node.fail("a film needs captions or a transcript.")
        found = self._titled(node, media.FILMS, VIDEO_BYTES) | {"captions": None, "transcript": NOTHING}
        if "captions" in node.value:
            found["captions"] = self._file(node.get("captions"), media.CAPTIONS, DOWNLOAD_BYTES)
        if "transcript" in node.value:
            found["transcript"] = node.get("transcript").text()
        return found

    def _download(self, node):
        return self._titled(node.keys(needed=["title", "file"]), None, DOWNLOAD_BYTES)

    def _titled(self, node, kinds, most_bytes):
        return {
            "title": node.get("title").text(limit=FILE_TITLE_LENGTH),
            "file": self._file(node.get("file"), kinds, most_bytes),
        }

    def _file(self, node, kinds, most_bytes):
        return self._names(node, lambda name: self.files.file(name, kinds=kinds, most_bytes=most_bytes))


def stored_part(part, language, stores):
    """One part of a screen as the raw value that its block stores. `stores` is {"pictures", "files": {name: row}}."""
    value = part["value"]
    match part["type"]:
        case "text":
            return to_editor(value[language], page_of=lambda key: pk_of_page(key, language))
        case "picture":
            return stored_picture(value, language, stores)
        case "steps":
            return [list_item(step["id"], step["text"][language]) for step in value]
        case "notice":
            return {"tone": value["tone"], "text": value["text"][language]}
        case "comparison":
            return {
                name: {
                    "label": message["label"][language],
                    "text": message["text"][language],
                    "looks": message["looks"],
                }
                for name, message in value.items()
            }
        case "audio" | "video" | "download":
            return {
                name: stores["files"][own[language]].pk if name in ("file", "captions") else own[language]
                for name, own in value.items()
                if own is not None
            }
    return stored(
        value,
        question_id=part["id"],
        language=language,
        picture=lambda value: stored_picture(value, language, stores),
    )


def stored_picture(value, language, stores):
    return {
        "image": stores["pictures"][value["file"][language]].pk,
        "alt_text": value["alt"][language],
        "decorative": value["decorative"],
    }


def pk_of_page(key, language):
    """The page with this translation key in a language, or None."""
    found = Page.objects.filter(translation_key=key, locale__language_code=language)
    return found.values_list("pk", flat=True).first()
