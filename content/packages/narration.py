"""Recordings in course packages: `narration.yaml` beside the folder `narration/`."""

import datetime as dt
import re
import uuid

from django.core.exceptions import ValidationError

from content.models import Narration
from content.narrating import MOST_BYTES, store
from content.packages.nodes import LANGUAGES, PackageError, read_yaml

FILE = "narration.yaml"
SHA256 = re.compile("[0-9a-f]{64}")


def read_narration(folder, *, files):
    """[{page, language, block, text_sha256, file, made_at}] of a package; nothing where it holds none."""
    if not (folder / FILE).exists():
        return []
    node = read_yaml(folder / FILE, name=FILE).keys(needed=["narration"])
    return [_recording(one, files) for one in node.get("narration").items(most=20_000)]


def _recording(node, files):
    node.keys(needed=["page", "language", "block", "text_sha256", "file", "made_at"])
    try:
        page = uuid.UUID(node.get("page").string())
        made_at = dt.datetime.fromisoformat(node.get("made_at").string())
    except ValueError:
        node.fail("needs a UUID as page and a moment such as 2026-11-20T08:00:00+00:00 as made_at.")
    if made_at.tzinfo is None:
        node.get("made_at").fail("must say its offset from UTC.")
    if not SHA256.fullmatch(node.get("text_sha256").string()):
        node.get("text_sha256").fail("must be 64 hexadecimal digits.")
    return {
        "page_key": page,
        "language": node.get("language").one_of(LANGUAGES),
        "block_id": node.get("block").string(limit=36),
        "text_sha256": node.get("text_sha256").value,
        "made_at": made_at,
        "file": files.recording(node.get("file"), most_bytes=MOST_BYTES),
    }


def put_narration(course, *, by=None):
    """Keeps the recordings of a package that are not there yet; returns the files that were written."""
    keys = {uuid.UUID(page.id) for page in [*course.lessons, *course.checks]}
    written = []
    for recording in course.narration:
        if recording["page_key"] not in keys:
            raise PackageError(f"{FILE}: {recording['page_key']} is no lesson or check of this course.")
        fields = {name: value for name, value in recording.items() if name != "file"}
        same = {name: value for name, value in fields.items() if name != "made_at"}
        if Narration.objects.filter(**same).exists():
            continue
        try:
            made = store(**fields, content=course.recordings[recording["file"]], made_by=by)
        except ValidationError as problem:
            raise PackageError(f"{FILE}: {recording['file']}: {' '.join(problem.messages)}") from problem
        written.append(made.file)
    return written
