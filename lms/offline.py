"""What a phone keeps to work without a network: the service worker's text, and the files that make up a course.

A course's manifest names exactly the addresses that its lessons need, so that a saved course is whole by itself:
pages, practice answers, pictures, and the fixed files its pages name.
"""

import copy
import functools
import gzip
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import resolve, reverse

from content.models import CoursePage
from lms.pagecache import current_stamp
from lms.style import public_css

SCRIPTS = Path(__file__).resolve().parent / "static" / "lms" / "js"
KILL_SWITCH = settings.DATA_DIR / "no-service-worker"
FIXED_IN_CSS = re.compile(r'url\("([^"]+)"\)')
NAMED_IN_PAGE = re.compile(r'\b(?:src|href|srcset)="([^"]+)"')
A_DAY = 24 * 60 * 60


def is_switched_off():
    """True while the operator wants no phone to keep pages: the file can be made and removed at any time."""
    return KILL_SWITCH.exists()


def worker_script(*, is_module):
    """The JavaScript of /service-worker.js. As a module it can send what waits while no page of Sala is open."""
    return text_of("lms/worker/kill.js") if is_switched_off() else whole_worker(is_module)


@functools.cache
def whole_worker(is_module):
    """The service worker with its version: a hash over itself and the content of every fixed file it keeps."""
    text = text_of("lms/worker/worker.js")
    digest = hashlib.sha256(text.encode() + public_css().encode())
    for name in fixed_files():
        digest.update(static(name).encode() + Path(finders.find(name)).read_bytes())
    constants = {
        "VERSION": digest.hexdigest()[:16],
        "SHELL": [static(name) for name in fixed_files()],
        "LANGUAGES": [code for code, _name in settings.LANGUAGES],
    }
    sender = f'import {{ send }} from "{static("lms/js/outbox.js")}";\n' if is_module else ""
    return (
        sender + "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items()) + text
    )


def text_of(name):
    """A static file as it was made ready for serving; its source where none was collected."""
    return Path(collected(static(name))).read_text()


def fixed_files():
    """Static names of what any learner's page may need: modules, font, icon, and what notices and forms need."""
    font = "lms/vendor/kantumruy-pro/kantumruy-pro-khmer-400-normal.woff2"
    modules = sorted(f"lms/js/{path.name}" for path in SCRIPTS.glob("*.js"))
    return [*modules, font, "lms/icon.svg", "lms/phone.css", "lms/forms.js"]


@dataclass(frozen=True)
class File:
    """One address of a saved course: bytes on the network (text compressed), and the SHA-256 of its content."""

    url: str
    bytes: int
    sha256: str


def course_manifest(course, request):
    """{version, title, page, bytes, files: [{url, bytes, sha256}]} of a published course, as plain JSON.

    `version` is a hash over all files, so it changes exactly when something in the course did.
    """
    parts = files_of_lessons(course, request)
    own_url, total = course.get_url(request), bytes_with_course(course, request, parts)
    # The course page itself says how much saving the course costs.
    own = body_at(own_url, request, course_bytes=total)
    files = {own_url: text_file(own_url, own), **files_named_in(own), **parts}
    listed = [asdict(file) for file in files.values()]
    return {
        "version": hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:32],
        "title": course.title,
        "page": own_url,
        "bytes": sum(file["bytes"] for file in listed),
        "files": listed,
    }


def course_bytes(course, request):
    """How much saving a course costs on the network, as counted since anything was published."""
    if hasattr(request, "course_bytes"):
        return request.course_bytes
    key = f"course-bytes-{course.pk}-{current_stamp()}"
    return cache.get_or_set(
        key, lambda: bytes_with_course(course, request, files_of_lessons(course, request)), A_DAY
    )


def bytes_with_course(course, request, parts):
    own = body_at(course.get_url(request), request, course_bytes=0)
    files = {"": text_file("", own), **files_named_in(own), **parts}
    return sum(file.bytes for file in files.values())


def files_of_lessons(course, request):
    """{url: File} of the lessons, their answers for practice, what they show, and what scripts may need."""
    files = {static(name): stored_file(static(name)) for name in fixed_files()}
    for lesson in course.lessons:
        for url in (lesson.get_url(request), reverse("learn:feedback", args=[lesson.translation_key])):
            body = body_at(url, request)
            files |= {url: text_file(url, body), **files_named_in(body)}
    return files


def files_named_in(body):
    return {url: file for url in named_in(body.decode()) if (file := stored_file(url))}


def body_at(url, request, **known):
    """The bytes that whoever asks for a public address of this site gets."""
    asked = copy.copy(request)
    vars(asked).pop(
        "_wagtail_route_for_request", None
    )  # Wagtail remembers the page of the request that was copied
    vars(asked).update(known)
    asked.path = asked.path_info = url
    asked.META = {**request.META, "PATH_INFO": url, "QUERY_STRING": ""}
    asked.resolver_match = match = resolve(url)
    asked.is_preview = False
    response = match.func(asked, *match.args, **match.kwargs)
    return response.render().content if isinstance(response, TemplateResponse) else response.content


def named_in(html):
    """Addresses of fixed files and pictures that a page shows, in the order they stand there."""
    found = FIXED_IN_CSS.findall(html)
    for value in NAMED_IN_PAGE.findall(html):
        found += [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    own = (settings.STATIC_URL, settings.MEDIA_URL)
    return list(dict.fromkeys(url for url in found if url.startswith(own) and not url.endswith(".png")))


def stored_file(url):
    """The File of a static or uploaded file as it is served; None when there is no such file (any more)."""
    if url.startswith(settings.MEDIA_URL):
        name = url.removeprefix(settings.MEDIA_URL)
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as stored:
            body = stored.read()
        return File(url, len(body), hashlib.sha256(body).hexdigest())
    path = collected(url)
    return text_file(url, Path(path).read_bytes()) if path else None


def collected(url):
    """Where a static file lies; None when there is no such file (any more)."""
    name = url.removeprefix(settings.STATIC_URL)
    path = settings.STATIC_ROOT / name
    return path if path.exists() else finders.find(name)


def text_file(url, body):
    return File(url, len(gzip.compress(body, 9, mtime=0)), hashlib.sha256(body).hexdigest())


def published_course(key, language):
    """The published course with this translation key in a language, or None."""
    courses = CoursePage.objects.live().public()
    return courses.filter(translation_key=key, locale__language_code=language).first()
