"""Serves published pages from the memory of each web process, before anything else of a request is looked at.

Public pages are the same for everybody, so a page is made once and then sent from memory, plain or gzipped,
with a weak ETag (RFC 9110, 8.8.3) shared by both forms. What a page is made public by is its own
`Cache-Control: public` (content.models.public); a response that sets a cookie or varies on one is never kept.

Every process must notice at once when another one publishes. The stamp is a file in DATA_DIR, the one folder all
processes of an installation share: each change makes it one byte longer, and each request compares its length
(one `stat`, some microseconds). A length never comes back, which a time of change could. Whatever the stamp
cannot tell, such as a zone that opened, is bounded by MAX_AGE.
"""

import gzip
import hashlib
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import cc_delim_re, patch_vary_headers
from django.utils.http import parse_etags
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

STAMP = settings.DATA_DIR / "page-stamp"
MAX_AGE = 60
MAX_BYTES = 32 * 1024 * 1024
LANGUAGE_PREFIXES = tuple(f"/{code}/" for code, _ in settings.LANGUAGES)
# RFC 9110, 15.4.5: what a 304 answer repeats of the page's headers.
NOT_MODIFIED_HEADERS = ("ETag", "Cache-Control", "Vary", "Content-Language")


@dataclass(frozen=True)
class Entry:
    """A page as it is sent: headers common to both forms, and the two bodies."""

    headers: dict
    plain: bytes
    zipped: bytes
    stamp: int
    made_at: float

    @property
    def size(self):
        return len(self.plain) + len(self.zipped) + 1024


class Store:
    """Entries by key, the least recently used leaving first when they pass `max_bytes`."""

    def __init__(self, max_bytes=MAX_BYTES):
        self.max_bytes, self.bytes = max_bytes, 0
        self.entries, self.lock = OrderedDict(), threading.Lock()

    def get(self, key, stamp):
        """The entry made under this stamp and not older than MAX_AGE, or None."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is None or entry.stamp != stamp or time.monotonic() - entry.made_at > MAX_AGE:
                return None
            self.entries.move_to_end(key)
            return entry

    def put(self, key, entry):
        with self.lock:
            if old := self.entries.pop(key, None):
                self.bytes -= old.size
            self.entries[key] = entry
            self.bytes += entry.size
            while self.bytes > self.max_bytes:
                self.bytes -= self.entries.popitem(last=False)[1].size

    def clear(self):
        with self.lock:
            self.entries.clear()
            self.bytes = 0


store = Store()


def current_stamp():
    try:
        return os.stat(STAMP).st_size
    except FileNotFoundError:
        return 0


def forget_pages():
    """Makes every process, this one included, make its pages anew."""
    store.clear()
    with open(STAMP, "ab") as stamp:
        stamp.write(b".")


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_pages_once_stored(**kwargs):
    store.clear()
    transaction.on_commit(forget_pages)


# What a page shows beside its own content.
for model in ("content.Narration", "content.Audience", "content.Picture"):
    post_save.connect(forget_pages_once_stored, sender=model)
    post_delete.connect(forget_pages_once_stored, sender=model)


def page_cache(get_response):
    """The middleware; it must stand first."""

    def middleware(request):
        if not may_be_public(request):
            return get_response(request)
        meta = request.META
        key = (request.scheme, meta.get("HTTP_HOST"), meta.get("SERVER_PORT"), request.path)
        stamp = current_stamp()  # before the page is made: what is published meanwhile makes this entry stale
        entry = store.get(key, stamp)
        if entry is None:
            response = get_response(request)
            if not is_public(response):
                return response
            entry = entry_of(response, stamp)
            store.put(key, entry)
        return answer(request, entry)

    return middleware


def may_be_public(request):
    """Asked of every request, so it looks at the cheapest things first. Previews are dummy requests of Wagtail."""
    return (
        request.method in ("GET", "HEAD")
        and request.path.startswith(LANGUAGE_PREFIXES)
        and not request.META.get("QUERY_STRING")
        and not hasattr(request, "is_dummy")
    )


def is_public(response):
    return (
        response.status_code == 200
        and not response.streaming
        and "public" in cc_delim_re.split(response.get("Cache-Control", ""))
        and not response.cookies
        and response.get("Content-Encoding", "gzip") == "gzip"
        and "cookie" not in response.get("Vary", "").lower()
        and "*" not in response.get("Vary", "")
    )


def entry_of(response, stamp):
    """The entry of a page that was just made."""
    patch_vary_headers(response, ["Accept-Encoding"])
    body = response.content
    if response.has_header("Content-Encoding"):
        body = gzip.decompress(body)
    own = ("Content-Length", "Content-Encoding")
    headers = {name: value for name, value in response.items() if name not in own}
    headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Entry(headers, body, gzip.compress(body, 9, mtime=0), stamp, time.monotonic())


def answer(request, entry):
    meta = request.META
    if (wanted := meta.get("HTTP_IF_NONE_MATCH")) and matches(wanted, entry.headers["ETag"]):
        return HttpResponseNotModified(
            headers={name: entry.headers[name] for name in NOT_MODIFIED_HEADERS if name in entry.headers}
        )
    is_zipped = accepts_gzip(meta.get("HTTP_ACCEPT_ENCODING", ""))
    body = entry.zipped if is_zipped else entry.plain
    response = HttpResponse(b"" if request.method == "HEAD" else body, headers=entry.headers)
    response.headers["Content-Length"] = str(len(body))
    if is_zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


def accepts_gzip(header):
    """True when an Accept-Encoding header admits gzip (RFC 9110, 12.5.3); `gzip;q=0` refuses it."""
    for item in header.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def matches(header, etag):
    """Weak comparison of an If-None-Match header with an ETag (RFC 9110, 13.1.2)."""
    if header == etag:
        return True
    return header.strip() == "*" or etag.removeprefix("W/") in {
        candidate.removeprefix("W/") for candidate in parse_etags(header)
    }
