"""The phone and the browser's session agree on who is learning here (sync.md)."""

import json

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.actions.phones import guest_of_phone
from lms.actions.submit_keys import KeyRefused, keep_key
from lms.forms.phones import phone_of
from lms.models import SubmitKey
from lms.views.browser import keep_beside, learner_of, poster_venue, remember
from lms.views.origin import from_own_pages
from lms.views.people.my_page import who_is

BODY_LIMIT = 1000


@never_cache
@require_POST
@from_own_pages
def this_phone(request):
    """Takes {key, guest?} as JSON; answers {owner, name, is_guest} (owner null: nobody yet), or {reason}:

    400 malformed; 403 sign_in_needed: that guest has become a person, and a key shows nobody's page;
    409 key_in_use: the phone has to make another key for this profile; 410 {is_erased}: the key is of somebody who had
    themselves deleted, and the phone has nothing to keep of them either.
    """
    key, guest = read(request.body)
    if key is None:
        return answer({"reason": "malformed"}, status=400)
    of_somebody_erased = SubmitKey.objects.filter(learner__person__erased_at__isnull=False)
    if of_somebody_erased.filter(key_sha256=SubmitKey.sha256_of(key)).exists():
        return answer({"is_erased": True}, status=410)
    learner = learner_of(request)
    if learner is not None:
        try:
            keep_key(owner=learner, key=key)
        except KeyRefused:
            if learner.person_id is not None or guest is None:
                return answer({"reason": "key_in_use"}, status=409)
        else:
            return answer(who_is(learner))
    if guest is None:
        return answer(who_is(None))
    # The phone's own guest: it handed work in already, and is the one to become a person later.
    own = guest_of_phone(guest=guest, key=key, came_through=poster_venue(request))
    if own is None:
        return answer({"reason": "key_in_use"}, status=409)
    if own.person_id is not None:
        return answer({"reason": "sign_in_needed"}, status=403)
    if learner is not None:
        keep_beside(request, learner)
    remember(request, own.pk)
    return answer(who_is(own))


def read(body):
    """(key, guest: UUID or None) of a request's body; (None, None) for what no phone of ours sends."""
    nothing = None, None
    try:
        sent = json.loads(body) if len(body) <= BODY_LIMIT else None
    except (ValueError, RecursionError):
        return nothing
    if not isinstance(sent, dict) or not isinstance(sent.get("key"), str):
        return nothing
    if sent.get("guest") is None:
        return (sent["key"], None) if SubmitKey.sha256_of(sent["key"]) else nothing
    phone = phone_of(sent["guest"], sent["key"])
    return (phone["key"], phone["guest"]) if phone else nothing


def answer(content, status=200):
    """JSON that no captive portal can be taken for."""
    return JsonResponse(content, status=status, headers={"X-Sala": "1"})
