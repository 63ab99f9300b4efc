"""How often one browser has sent a public form in a day. Never for an address: a whole zone shares one."""

import datetime as dt

from django.utils import timezone

DAY = dt.timedelta(days=1)


def sent_lately(request, key):
    """The moments, as text, at which this browser sent the form in the last 24 hours."""
    since = (timezone.now() - DAY).isoformat()
    return [moment for moment in request.session.get(key, []) if moment > since]


def count_sent(request, key):
    """Remembers in the session that this browser has sent the form now."""
    request.session[key] = [*sent_lately(request, key), timezone.now().isoformat()]
