"""Taking in work that was done elsewhere or offline, once and only once.

The apps above declare the kinds of item they accept in their `sync.py`; every way in, a form of ours included,
hands its items to `receive`.
"""

from lms.sync.envelope import Item, Malformed, Receipt, Status, content_sha256
from lms.sync.reading import Reading
from lms.sync.receiving import receive, receive_all
from lms.sync.registry import Kind, Media, MediaState, kind_of, register

__all__ = [
    "Item",
    "Kind",
    "Malformed",
    "Media",
    "MediaState",
    "Reading",
    "Receipt",
    "Status",
    "content_sha256",
    "kind_of",
    "receive",
    "receive_all",
    "register",
]
