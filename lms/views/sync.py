"""Where phones hand in work (sync.md). No cookie is read: who sends is said by the submit key alone."""

import logging
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lms.actions.submit_keys import KeyRefused, note_use, register_guest
from lms.models import SubmitKey, User
from lms.sync.batch import Batch, Unreadable, uuid_of
from lms.sync.pace import pace
from lms.sync.state import state_of
from lms.sync.taking_in import take_in
from lms.sync.turns import own_turn

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The sender may not do this; `reason` is a code for the phone."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def for_phones(*methods):
    """Answers always as JSON with the header by which a phone knows us from the page of a Wi-Fi portal."""

    def decorate(view):
        @csrf_exempt
        @wraps(view)
        def answered(request, **named):
            is_known = request.method in methods
            answer = judged(view, request, **named) if is_known else said("wrong_method", 405)
            answer.headers["X-Sala"] = "1"
            answer.headers["Cache-Control"] = "no-store"
            if answer.status_code == 405:
                answer.headers["Allow"] = ", ".join(methods)
            return answer

        return answered

    return decorate


def judged(view, request, **named):
    try:
        return view(request, **named)
    except Refused as refused:
        return said(refused.reason, 401)
    except Unreadable as unreadable:
        return said(unreadable.reason, unreadable.status)
    except RequestDataTooBig:
        return said("too_large", 413)
    except UnreadablePostError:
        return said("cut_off", 400)  # nobody is there any more to read it
    except Exception:
        logger.exception("a phone's work could not be taken in")
        return said("server_trouble", 503)


def said(reason, status):
    return JsonResponse({"reason": reason}, status=status)


@for_phones("POST")
def hand_in(request):
    """Takes in up to 50 items of one owner and answers each, in order, once all is committed."""
    sha256, now = key_in(request), timezone.now()
    batch = Batch.of(request.body, now=now)
    key = admitted(sha256, batch.owner, now=now)
    if pace.is_too_fast(key.pk):
        answer = said("too_often", 429)
        answer.headers["Retry-After"] = "60"
        return answer
    note_use(key=key, at=now)
    return JsonResponse({"results": take_in(batch, by=key.owner, now=now)})


@for_phones("GET")
def state(request):
    """What became of the owner's recent items."""
    key = SubmitKey.objects.in_force().filter(key_sha256=key_in(request)).first()
    if key is None or not may_send(key.owner):
        raise Refused("key")
    return JsonResponse({"items": state_of(key.owner)})


def key_in(request):
    """The SHA-256 of the submit key in the Authorization header."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    sha256 = SubmitKey.sha256_of(text.strip()) if scheme.lower() == "submit" else None
    if sha256 is None:
        raise Refused("key")
    return sha256


def admitted(sha256, owner, *, now):
    """The SubmitKey, if it is in force and the owner's; a guest that was made offline is registered with it.

    Which of the two is wrong is not said: nobody learns here who exists.
    """
    key = SubmitKey.objects.select_related("learner", "user").filter(key_sha256=sha256).first()
    guest = uuid_of(owner)
    if key is None and guest is not None:
        try:
            with own_turn():
                return register_guest(learner_id=guest, key_sha256=sha256, at=now)
        except KeyRefused:
            raise Refused("key") from None
    if key is None or not key.is_in_force() or not may_send(key.owner) or name_of(key.owner) != owner:
        raise Refused("key")
    return key


def may_send(owner):
    return not isinstance(owner, User) or owner.is_active


def name_of(owner):
    """How a phone writes an owner."""
    return f"user:{owner.pk}" if isinstance(owner, User) else str(owner.pk)
