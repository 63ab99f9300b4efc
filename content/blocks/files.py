"""Parts of a screen that are files: never loaded by themselves, always with their size."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from content import media

FILE_TITLE_LENGTH = 120
AUDIO_BYTES = 3 * 1024 * 1024
VIDEO_BYTES = 25 * 1024 * 1024
DOWNLOAD_BYTES = 5 * 1024 * 1024


class FileValue(blocks.StructValue):
    """A block around one file."""

    @property
    def url(self):
        """Where the bytes are: straight from the store, which answers a player's request for a part of them."""
        return self["file"].file.url if self["file"] else ""

    @property
    def size(self):
        """The file's size in words."""
        return media.in_kilobytes(self["file"].get_file_size() or 0) if self["file"] else ""

    @property
    def ending(self):
        """What kind of file it is, as people say it: PDF, XLSX."""
        return PurePath(self["file"].file.name).suffix[1:].upper() if self["file"] else ""

    @cached_property
    def problem(self):
        """What is wrong with the block, as a sentence; None if nothing is."""
        return self.block.problem_with(self)


class FileBlock(blocks.StructBlock):
    """`kinds` are those of content.media, or None where any file will do."""

    kinds = None
    most_bytes = DOWNLOAD_BYTES
    title = blocks.CharBlock(label=_("Title"), max_length=FILE_TITLE_LENGTH)
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        value_class = FileValue
        label_format = "{title}"

    def problem_with(self, value):
        if not value["file"]:
            return _("Choose a file.")
        return problem_with_file(value["file"].file, self.kinds, self.most_bytes)

    def clean(self, value):
        cleaned = super().clean(value)
        # As with questions: a draft may be unfinished, a public page not (LessonPage.unfinished).
        if cleaned.problem and not self.is_deferred_validation:
            raise ValidationError(cleaned.problem)
        return cleaned


def problem_with_file(file, kinds, most_bytes):
    """Why a file will not do, as a sentence; None if it will."""
    if file.size > most_bytes:
        return _("The file has %(size)s; at most %(most)s are allowed.") % {
            "size": media.in_kilobytes(file.size),
            "most": media.in_kilobytes(most_bytes),
        }
    if kinds and not media.recognised(media.head_of(file), kinds):
        return _("The file is none of these: %(endings)s.") % {
            "endings": ", ".join(sorted({ending for *_rest, ending in kinds}))
        }
    return None


class AudioBlock(FileBlock):
    """A sound to listen to, with its words for who cannot hear it."""

    kinds, most_bytes = media.SOUNDS, AUDIO_BYTES
    transcript = blocks.TextBlock(label=_("Words of the recording"), rows=4)

    class Meta:
        template = "content/blocks/audio.html"
        icon = "media"
        label = _("Audio")


class VideoBlock(FileBlock):
    """A film, with captions or, at least, its words."""

    kinds, most_bytes = media.FILMS, VIDEO_BYTES
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A file of captions in the language of the page.")
    )
    transcript = blocks.TextBlock(
        label=_("Words of the film"),
        rows=4,
        required=False,
        help_text=_("Needed where there are no captions."),
    )

    class Meta:
        template = "content/blocks/video.html"
        icon = "media"
        label = _("Video")

    def problem_with(self, value):
        if not value["captions"] and not (value["transcript"] or "").strip():
            return _("A film needs captions or its words.")
        if value["captions"]:
            problem = problem_with_file(value["captions"].file, media.CAPTIONS, DOWNLOAD_BYTES)
            if problem:
                return problem
        return super().problem_with(value)


class DownloadBlock(FileBlock):
    """A file to keep on the phone."""

    class Meta:
        template = "content/blocks/download.html"
        icon = "download"
        label = _("File to download")
