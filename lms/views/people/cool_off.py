"""A pause for one browser that tried many cards; each card has a lock of its own (lms.models.locks).

Never for an address: a whole class behind one Wi-Fi goes on undisturbed.
"""

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_datetime

KEY = "wrong_sign_ins"
FAILURES_ALLOWED = 20  # four cards locked; a shared tablet's ordinary slips are forgotten with each right PIN
TIME = dt.timedelta(minutes=15)


def cooling_until(request):
    """The moment from which this browser may try again, or None if it may now."""
    until = parse_datetime(request.session.get(KEY, {}).get("until", ""))
    return until if until and until > timezone.now() else None


def count_failure(request):
    count = request.session.get(KEY, {}).get("count", 0) + 1
    if count >= FAILURES_ALLOWED:
        request.session[KEY] = {"until": (timezone.now() + TIME).isoformat()}
    else:
        request.session[KEY] = {"count": count}


def forget_failures(request):
    request.session.pop(KEY, None)
