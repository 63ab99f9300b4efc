"""What kind of sound, film or captions a file really is: told from its first bytes, never from its name."""

from django.utils.translation import gettext as _

# (bytes, where they stand, media type, file ending). ISO base media (MP4, M4A) say "ftyp" at offset 4.
SOUNDS = [
    (b"OggS", 0, "audio/ogg", "ogg"),
    (b"\x1a\x45\xdf\xa3", 0, "audio/webm", "webm"),
    (b"ID3", 0, "audio/mpeg", "mp3"),
    (b"\xff\xfb", 0, "audio/mpeg", "mp3"),
    (b"\xff\xf3", 0, "audio/mpeg", "mp3"),
    (b"\xff\xf2", 0, "audio/mpeg", "mp3"),
    (b"ftyp", 4, "audio/mp4", "m4a"),
]
FILMS = [(b"\x1a\x45\xdf\xa3", 0, "video/webm", "webm"), (b"ftyp", 4, "video/mp4", "mp4")]
CAPTIONS = [(b"WEBVTT", 0, "text/vtt", "vtt"), (b"\xef\xbb\xbfWEBVTT", 0, "text/vtt", "vtt")]
HEAD_BYTES = 16


def recognised(head, kinds):
    """(media type, file ending) of a file that starts with `head`, or None if it is none of these kinds."""
    return next(
        ((media_type, ending) for mark, at, media_type, ending in kinds if head[at : at + len(mark)] == mark),
        None,
    )


def head_of(stored):
    """The first bytes of a stored file (a FieldFile)."""
    with stored.storage.open(stored.name) as opened:
        return opened.read(HEAD_BYTES)


def in_kilobytes(size):
    """A size in bytes as words for a learner, such as “84 KB”."""
    return _("%(number)s KB") % {"number": f"{max(1, round(size / 1024)):,}"}
