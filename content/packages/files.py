"""The files of a course package: read and checked from a folder, and put into the stores of pictures and documents."""

import hashlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from lxml import etree
from PIL import Image
from wagtail.documents import get_document_model

from content import media
from content.models import Picture, PictureRendition
from content.packages.nodes import PackageError

DRAWING_BYTES = 25 * 1024
# What a phone gets of a photograph is made of it, and weighed, when its page is published (content/weight.py).
PHOTO_BYTES = 2 * 1024 * 1024
PHOTO_PIXELS = 6000
PHOTO_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
NAME_LENGTH = 80


class PackageFiles:
    """{name: bytes} of the pictures, files and recordings that a course's texts name, each read once."""

    def __init__(self, folder):
        self.folder = folder
        self.pictures, self.files, self.narration = {}, {}, {}

    def picture(self, node):
        """The name in `node`, whose picture is then known."""
        name = node.string(limit=NAME_LENGTH)
        if name not in self.pictures:
            self.pictures[name] = self._picture_bytes(node)
        return name

    def file(self, node, *, kinds, most_bytes):
        """The same for a sound, film or download; `kinds` as in content.media, or None for any."""
        name = node.string(limit=NAME_LENGTH)
        if name not in self.files:
            self.files[name] = self._bytes(node, "files", "file", most_bytes)
            if Path(name).suffix[1:].lower() not in settings.WAGTAILDOCS_EXTENSIONS:
                node.fail("files of this kind are not allowed.")
        if len(self.files[name]) > most_bytes:
            node.fail(f"the file is larger than {most_bytes // 1024} KB.")
        if kinds and not media.recognised(self.files[name], kinds):
            node.fail(f"the file is none of these: {', '.join(sorted({kind[3] for kind in kinds}))}.")
        return name

    def recording(self, node, *, most_bytes):
        name = node.string(limit=NAME_LENGTH)
        self.narration[name] = self._bytes(node, "narration", "recording", most_bytes)
        return name

    def _bytes(self, node, below, what, most_bytes):
        path = self.folder / below / node.value
        if path.parent != self.folder / below or not path.is_file():
            node.fail(f"there is no {what} {below}/{node.value}.")
        if path.stat().st_size > most_bytes:
            node.fail(f"the {what} is larger than {most_bytes // 1024} KB.")
        return path.read_bytes()

    def _picture_bytes(self, node):
        ending = Path(node.value).suffix[1:].lower()
        is_photo = ending in PHOTO_FORMATS
        content = self._bytes(node, "pictures", "picture", PHOTO_BYTES if is_photo else DRAWING_BYTES)
        if ending == "svg":
            problem = problem_with_drawing(content)
        elif is_photo:
            problem = problem_with_photo(content, PHOTO_FORMATS[ending])
        else:
            problem = "pictures of this kind are not allowed."
        if problem:
            node.fail(problem)
        return content


def problem_with_photo(content, form):
    """Why a picture of pixels will not do, as a sentence; None if it will."""
    try:
        with Image.open(BytesIO(content), formats=[form]) as photo:
            if max(photo.size) > PHOTO_PIXELS:
                return f"the picture is larger than {PHOTO_PIXELS} pixels."
            photo.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"the picture is not {form}."
    return None


def problem_with_drawing(content):
    """Why an SVG must not be shown: it is broken, or it holds more than shapes. None if it is a plain drawing."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        return f"the drawing is not valid SVG: {problem}."
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in {"script", "foreignObject", "image", "iframe"}:
            return f"the drawing holds <{tag}>, which is not allowed."
        for name, value in element.attrib.items():
            name = etree.QName(name).localname
            if name.startswith("on") or (name == "href" and not value.startswith("#")):
                return f"the drawing holds the attribute {name}, which is not allowed."
    return None


class Store:
    """Puts bytes into the stores of pictures and documents; what is there already is used again.

    `undo` deletes the files that were written: a database takes its rows back by itself, a disk does not.
    """

    def __init__(self, *, prefix, source="", licence="", by=None):
        self.prefix, self.source, self.licence, self.by = prefix, source, licence, by
        self.written, self.pictures, self.sizes = [], [], []

    def picture(self, content, name):
        """The stored picture with these bytes."""
        # A SHA-1 is what Wagtail keeps of a picture and of a document.
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        picture = Picture.objects.filter(file_hash=sha1).first() or Picture(
            title=Path(f"{self.prefix}-{name}").stem.replace("-", " "),
            file=ImageFile(BytesIO(content), name=f"{self.prefix}-{name}"),
            source=self.source,
            licence=self.licence,
        )
        return self._saved(picture, sha1, len(content))

    def document(self, content, name):
        """The stored document with these bytes."""
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        model = get_document_model()
        document = model.objects.filter(file_hash=sha1).first() or model(
            title=Path(name).stem.replace("-", " "), file=ContentFile(content, name=f"{self.prefix}-{name}")
        )
        return self._saved(document, sha1, len(content))

    def _saved(self, stored, sha1, size):
        if stored.pk is None:
            stored.file_hash, stored.file_size, stored.uploaded_by_user = sha1, size, self.by
            stored.save()
            self.written.append(stored.file)
            if isinstance(stored, Picture):
                self.pictures.append(stored)
        return stored

    @contextmanager
    def sizes_noted(self):
        """Weighing a page makes sizes of its pictures: what was made is noted while the database still knows."""
        try:
            yield
        except PackageError:
            self.sizes = list(
                PictureRendition.objects.filter(image__in=self.pictures).select_related("image")
            )
            raise

    def undo(self):
        for size in self.sizes:
            size.purge_from_cache()
        for file in [*self.written, *(size.file for size in self.sizes)]:
            file.storage.delete(file.name)
