"""The pages phones speak of, kept in the memory of each process until something is published."""

import threading

from lms.pagecache import current_stamp
from lms.revisions import pinned

_MOST = 2_000
_lock = threading.Lock()
_kept = {"stamp": None, "pages": {}}


def page_seen(model, key, revision_id):
    """(page, revision id) as lms.revisions.pinned gives it; (None, None) where there is no such public page."""
    stamp, wanted = current_stamp(), (model, key, revision_id)
    with _lock:
        if _kept["stamp"] != stamp or len(_kept["pages"]) > _MOST:
            _kept.update(stamp=stamp, pages={})
        found = _kept["pages"].get(wanted)
    if found is None:
        found = pinned(model, key, revision_id)
        with _lock:
            if _kept["stamp"] == stamp and found[0] is not None:
                _kept["pages"][wanted] = found
    return found
