"""Taking attempts away as a file: written whole or not at all, recorded and logged (R45)."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.models import ReportRun
from lms.reporting.learning import attempts_csv, xapi
from lms.reporting.report import snapshot
from lms.reporting.runs import replacing

# {format: (ending, content type, writer)}
FORMATS = {
    "csv": ("csv", "text/csv; charset=utf-8", attempts_csv.write),
    "xapi": ("json", "application/json", xapi.write),
}


def export_attempts(*, asked, path, file_format, by=None):
    """Writes the attempts an Asked covers to `path`; returns (ReportRun, number of attempts).

    Raises CannotWrite; then there is no file, not even half of one, and no run.
    """
    ending, _type, write = FORMATS[file_format]
    now = timezone.now()
    with replacing(Path(path), f".{ending}") as temporary:
        with snapshot():
            count = write(asked, temporary)
        with open(temporary, "rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return _record(asked, now, sha256, count, file_format, by), count


@transaction.atomic
def _record(asked, now, sha256, count, file_format, by):
    roots = asked.scope.roots
    run = ReportRun.objects.create(
        kind=ReportRun.Kind.ATTEMPTS,
        period_label=asked.period.code,
        period_start=asked.period.start,
        period_end=asked.period.end,
        area=roots[0] if roots and len(roots) == 1 else None,
        as_of=now,
        version=settings.VERSION,
        data_sha256=sha256,
        made_by=by,
    )
    details = {
        "period": asked.period.code,
        "areas": asked.scope.codes,
        "format": file_format,
        "attempts": count,
        "data_sha256": sha256,
    }
    log(run, "lms.export_attempts", user=by, data=details)
    return run
