"""Which learner a browser is: the one thing its Django session remembers of learning."""

import datetime as dt
import uuid
from functools import wraps

from django.contrib.auth import SESSION_KEY
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lms.actions.learning import adopt
from lms.models import Learner, SubmitKey, Venue

LEARNER_KEY = "learner_id"
SINCE_KEY = "learner_since"
VENUE_KEY = "venue_id"
BESIDE_KEY = "learners_beside"
ASKED_AGAIN = "again"
REMEMBERED_SECONDS = 180 * 24 * 60 * 60


def learner_of(request):
    """The learner of this browser, or None before the first answer and after the person was erased.

    Staff who revoke a phone end what its browser remembers, too: it would only make itself another key.
    """
    since = dt.datetime.fromtimestamp(request.session.get(SINCE_KEY, 0), dt.UTC)
    revoked = SubmitKey.objects.filter(learner=OuterRef("pk"), revoked_at__gt=since)
    return _remembered(request).filter(~Exists(revoked)).first()


def learner_to_continue(request, person):
    """The learner under which somebody who signs in may go on here: that of this browser, or, where staff ended its
    sign-in, the one of the same person, so that work still on the phone finds its owner again."""
    return learner_of(request) or _remembered(request).filter(person=person).first()


def _remembered(request):
    """Whom the session names, at most one, and nobody who was erased; before the first answer nobody is looked for."""
    found = Learner.objects.select_related("person__learner_card")
    if LEARNER_KEY not in request.session:
        return found.none()
    return found.filter(pk=request.session[LEARNER_KEY], person__erased_at=None)


def for_a_person(view):
    """A page of somebody who has joined, `view(request, person, …)`; others are led to their own page."""

    @never_cache
    @wraps(view)
    def page(request, *args, **kwargs):
        learner = learner_of(request)
        if learner is None or learner.person_id is None:
            return see("learn:me")
        return view(request, learner.person, *args, **kwargs)

    return page


def for_a_card_holder(view):
    """A page about the card of somebody who has joined; an ambassador learns without one."""

    @for_a_person
    @wraps(view)
    def page(request, person, *args, **kwargs):
        return view(request, person, *args, **kwargs) if person.code else see("learn:me")

    return page


def see(name):
    """To another page after a form (303, RFC 9110, 15.4.4)."""
    return HttpResponseRedirect(reverse(name), status=303)


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
    learner = learner_of(request)
    if learner is None:
        venue = poster_venue(request)
        learner, is_new = Learner.objects.get_or_create(
            pk=request.session[LEARNER_KEY], defaults={"came_through": venue}
        )
        if not is_new:
            # A second tap at the same moment; else erased on another phone, or ended by staff: what is done here from
            # now on is a new guest's.
            learner = learner_of(request) or Learner.objects.create(came_through=venue)
    remember(request, learner.pk)
    return learner


def poster_venue(request):
    """The venue whose poster led this browser here, or None."""
    return Venue.objects.filter(pk=request.session.get(VENUE_KEY)).first()


def keep_beside(request, learner):
    """Remembers a guest under whom something was sent here before the phone named its own."""
    request.session[BESIDE_KEY] = [*request.session.get(BESIDE_KEY, []), str(learner.pk)]


def adopt_beside(request, person):
    """Gives a person what those guests did."""
    for learner in Learner.objects.filter(pk__in=request.session.pop(BESIDE_KEY, []), person=None):
        adopt(learner=learner, person=person)


def remember(request, learner_id):
    """Keeps the learner for half a year from now; a staff member's own sign-in keeps its own, shorter time."""
    request.session[LEARNER_KEY] = str(learner_id)
    request.session[SINCE_KEY] = timezone.now().timestamp()
    if SESSION_KEY not in request.session:
        request.session.set_expiry(REMEMBERED_SECONDS)
