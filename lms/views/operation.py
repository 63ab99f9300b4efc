"""What a machine asks: is the process alive, can it do its work; and the uploaded files."""

import datetime as dt
import re

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve
from django_q.models import Schedule

# Pictures get a new name when they change, so a browser may keep one for a day without asking.
MEDIA_AGE = dt.timedelta(days=1)
LATE = dt.timedelta(minutes=5)
CHUNK = 64 * 1024


@require_safe
def healthz(request):
    """200 while the process lives; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request):
    """200 with the state of database and worker, 503 when one of them does not answer."""
    state = {"database": _database_answers(), "worker": _worker_answers(), "at": timezone.now().isoformat()}
    return JsonResponse(state, status=200 if state["database"] and state["worker"] else 503)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _worker_answers():
    """The worker starts each schedule when it is due; one that is long overdue means that nobody does."""
    try:
        return not Schedule.objects.filter(next_run__lt=timezone.now() - LATE).exists()
    except DatabaseError:
        return False


@require_safe
def media(request, path):
    """An uploaded file, or a part of it. The security policy keeps a script in an uploaded SVG from running."""
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    if answer.status_code == 200 and answer["Content-Type"].startswith(("audio/", "video/")):
        answer = in_parts(answer, request.headers.get("Range", ""))
    answer["Cache-Control"] = f"public, max-age={int(MEDIA_AGE.total_seconds())}"
    return answer


def in_parts(whole, wanted):
    """A sound or film as its player asks for it (RFC 9110, 14): Safari plays nothing that comes only whole."""
    whole["Accept-Ranges"] = "bytes"
    whole["Content-Encoding"] = "identity"  # compressed already, and a part of it must stay one
    size = int(whole["Content-Length"])
    found = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", wanted, re.ASCII)
    if not found:
        return whole
    start, end = int(found[1]), min(int(found[2] or size), size - 1)
    if start > end:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = StreamingHttpResponse(_chunks(whole.file_to_stream, start, end + 1 - start), status=206)
    for name in ("Content-Type", "Last-Modified", "Accept-Ranges", "Content-Encoding"):
        part[name] = whole[name]
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    part["Content-Length"] = str(end + 1 - start)
    part._resource_closers.extend(whole._resource_closers)
    return part


def _chunks(file, start, left):
    file.seek(start)
    while left and (chunk := file.read(min(left, CHUNK))):
        left -= len(chunk)
        yield chunk
