"""What a machine asks: is the process alive, can it do its work; and the uploaded files."""

import datetime as dt

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve
from django_q.models import Schedule

# Pictures get a new name when they change, so a browser may keep one for a day without asking.
MEDIA_AGE = dt.timedelta(days=1)
LATE = dt.timedelta(minutes=5)


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
    """An uploaded file. The content security policy keeps a script in an uploaded SVG from running."""
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    answer["Cache-Control"] = f"public, max-age={int(MEDIA_AGE.total_seconds())}"
    return answer
