"""Where phones hand in files after the items that name them: PUT in parts, GET or HEAD to resume (sync.md)."""

import re

from django.http import JsonResponse

from lms.models import SubmitKey
from lms.sync.media import MediaRefused, Part, add_part, progress
from lms.sync.pace import Pace
from lms.views.sync import Refused, for_phones, key_in, may_send, said

# A photo is some four requests, and a week of them may come at once.
pace = Pace(per_minute=600)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@for_phones("PUT", "GET", "HEAD")
def media(request, sha256):
    """Answers {"received": bytes, "is_complete": bool}, the same number in the header `X-Sala-Received`.

    A part comes as the body of a PUT with `Content-Range: bytes 0-65535/180000`, at most 64 KiB. 404 where no item of
    the owner names the file, 409 for a gap, 413 too large, 422 for a wrong hash or no picture: then anew from byte 0.
    """
    key = SubmitKey.objects.in_force().filter(key_sha256=key_in(request)).first()
    if key is None or not may_send(key.owner):
        raise Refused("key")
    if pace.is_too_fast(key.pk):
        return said("too_often", 429)
    try:
        if not _SHA256.fullmatch(sha256):
            raise MediaRefused("unnamed", 404)
        if request.method == "PUT":
            part = Part.of(request.headers.get("Content-Range", ""), request.body)
            found = add_part(sha256, part, by=key.owner)
        else:
            found = progress(sha256, by=key.owner)
    except MediaRefused as refused:
        return answer({"reason": refused.reason, "received": refused.received}, refused.status)
    return answer({"received": found.received, "is_complete": found.is_complete}, 200)


def answer(content, status):
    return JsonResponse(content, status=status, headers={"X-Sala-Received": str(content["received"])})
