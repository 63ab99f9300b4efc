"""How heavy a lesson is on a phone, measured as it is sent; sounds and films are counted apart.

The limits are those of the design for cheap phones: what must arrive before a lesson can be read fits the first
window of a connection, and a saved course stays under 500 KB.
"""

import gzip
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from content import media, narration
from content.blocks import FileBlock

KB = 1024
PAGE_BYTES = 14 * KB
PICTURE_BYTES = 25 * KB
LESSON_BYTES = 100 * KB  # a fifth of what a saved course may have
# What content/picture.html makes of a picture for a phone of 360 px.
PHONE_RENDITION = "width-360|format-webp"


@dataclass(frozen=True)
class Weight:
    """Bytes: `page` is HTML with its style sheet, compressed; `pictures` is {title: size at 360 px}."""

    page: int
    pictures: dict
    narration: int
    files: int

    @property
    def total(self):
        """What a phone loads by itself."""
        return self.page + sum(self.pictures.values())

    def problems(self):
        """[sentence] on each limit that is passed."""
        found = []
        if self.page > PAGE_BYTES:
            found.append(
                _("The text weighs %(size)s; at most %(most)s are allowed. Make two lessons of it.")
                % {"size": media.in_kilobytes(self.page), "most": media.in_kilobytes(PAGE_BYTES)}
            )
        for title, size in self.pictures.items():
            if size > PICTURE_BYTES:
                found.append(
                    _("The picture “%(title)s” weighs %(size)s; at most %(most)s are allowed.")
                    % {
                        "title": title,
                        "size": media.in_kilobytes(size),
                        "most": media.in_kilobytes(PICTURE_BYTES),
                    }
                )
        if not found and self.total > LESSON_BYTES:
            found.append(
                _("Text and pictures weigh %(size)s together; at most %(most)s are allowed.")
                % {"size": media.in_kilobytes(self.total), "most": media.in_kilobytes(LESSON_BYTES)}
            )
        return found


def weigh(lesson):
    """The Weight of a lesson as it stands, published or not."""
    return Weight(
        page=len(gzip.compress(_sent(lesson), 9)),
        pictures=_pictures(lesson),
        narration=sum(one.bytes for one in narration.listening(lesson).values()),
        files=sum(
            value["file"].get_file_size() or 0
            for block, value in parts_of(lesson)
            if isinstance(block, FileBlock) and value["file"]
        ),
    )


def _sent(lesson):
    """The page as a stranger's browser gets it."""
    request = HttpRequest()
    request.method = "GET"
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
    request.META = {"SERVER_NAME": "localhost" if host == "*" else host, "SERVER_PORT": "80"}
    request.path = request.path_info = lesson.get_url() or "/"
    request.is_preview = request.is_dummy = True
    with translation.override(lesson.locale.language_code):
        return lesson.serve(request).render().content


def _pictures(lesson):
    found = {}
    for block, value in parts_of(lesson):
        for picture in _pictures_in(block.name, value):
            found[picture.title] = (
                picture.get_file_size()
                if picture.is_svg()
                else picture.get_rendition(PHONE_RENDITION).file.size
            )
    return found


def _pictures_in(name, value):
    match name:
        case "picture":
            found = [value]
        case "picture_question":
            found = [choice.value["picture"] for choice in value.options]
        case "practice_screen":
            found = [value["picture"]]
        case _:
            found = []
    return filter(None, found)


def parts_of(lesson):
    """(block, value) of every part of every screen."""
    return [(part.block, part.value) for screen in lesson.screens for part in screen.value["body"]]
