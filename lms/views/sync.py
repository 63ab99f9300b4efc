"""Where phones hand in work (sync.md). No cookie is read: who sends is said by the submit key alone."""

import logging
import uuid
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lms.actions.submit_keys import KeyRefused, note_use, register_guest
from lms.models import SubmitKey, User
from lms.sync import Malformed, Receipt, Status, receive_all
from lms.sync.batch import Batch, Unreadable, item_in, uuid_of
from lms.sync.pace import pace
from lms.sync.receiving import problem_of
from lms.sync.setting_aside import Reason, set_aside
from lms.sync.state import state_of

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
    key = admitted(sha256, batch.owner)
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


def admitted(sha256, owner):
    """The SubmitKey, if it is in force and the owner's; a guest that was made offline is registered with it.

    Which of the two is wrong is not said: nobody learns here who exists.
    """
    key = SubmitKey.objects.select_related("learner", "user").filter(key_sha256=sha256).first()
    guest = uuid_of(owner)
    if key is None and guest is not None:
        try:
            return register_guest(learner_id=guest, key_sha256=sha256)
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


def take_in(batch, *, by, now):
    """The results of a batch, in order: what can be read as an item is received, the rest kept for staff."""
    items, results = {}, [None] * len(batch.items)
    for place, raw in enumerate(batch.items):
        try:
            if batch.is_too_large(raw):
                results[place] = put_aside(raw, Reason.TOO_LARGE, by=by, now=now)
            else:
                items[place] = item_in(raw, clock_skew=batch.clock_skew)
        except (Malformed, RecursionError):
            results[place] = put_aside(raw, Reason.DAMAGED, by=by, now=now)
    for place, receipt in zip(items, receive_all(list(items.values()), by=by), strict=True):
        results[place] = receipt.as_json()
    return results


def put_aside(raw, reason, *, by, now):
    """The result for what is no item; its id is given back as it was sent, so that the phone knows which one."""
    raw_id = raw.get("id") if isinstance(raw, dict) else None
    item_id = uuid_of(raw_id)
    with transaction.atomic():
        set_aside(raw, reason=reason, by=by, at=now, item_id=item_id)
    receipt = Receipt(item_id or uuid.UUID(int=0), Status.QUARANTINED, problem=problem_of(reason))
    return receipt.as_json() | {"id": raw_id[:100] if isinstance(raw_id, str) else None}
