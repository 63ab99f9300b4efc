"""Which learner a browser is: the one thing its Django session remembers of learning."""

import uuid

from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseRedirect

from lms.models import Learner, Venue

LEARNER_KEY = "learner_id"
VENUE_KEY = "venue_id"
ASKED_AGAIN = "again"
REMEMBERED_SECONDS = 180 * 24 * 60 * 60


def learner_of(request):
    """The learner of this browser, or None before the first answer."""
    learner_id = request.session.get(LEARNER_KEY)
    if learner_id is None:
        return None
    return Learner.objects.select_related("person__learner_card").filter(pk=learner_id).first()


def needs_session(request):
    """True until the browser has shown that it gives back the cookie with its learner's id."""
    return LEARNER_KEY not in request.session


def ask_again(request):
    """Gives the browser an id for its learner and has it send the same form once more (307, RFC 9110, 15.4.8).

    A form sent twice by a hasty finger then comes from one learner, and a browser without cookies is noticed
    before anything is stored for it. Returns None when the browser was already asked and has no cookies.
    """
    if ASKED_AGAIN in request.GET:
        return None
    remember(request, uuid.uuid4())
    return HttpResponseRedirect(f"{request.path}?{ASKED_AGAIN}", preserve_request=True)


def make_learner(request):
    """The learner of this browser, made now if this is its first answer."""
    remember(request, request.session[LEARNER_KEY])
    return Learner.objects.get_or_create(
        pk=request.session[LEARNER_KEY], defaults={"came_through": poster_venue(request)}
    )[0]


def poster_venue(request):
    """The venue whose poster led this browser here, or None."""
    return Venue.objects.filter(pk=request.session.get(VENUE_KEY)).first()


def remember(request, learner_id):
    """Keeps the learner for half a year from now; a staff member's own sign-in keeps its own, shorter time."""
    request.session[LEARNER_KEY] = str(learner_id)
    if SESSION_KEY not in request.session:
        request.session.set_expiry(REMEMBERED_SECONDS)
