"""Making a report file: written, opened again and compared, recorded, and only then handed out (R45)."""

import os
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.models import ReportRun
from lms.reporting import plain, workbook
from lms.reporting.checks import DoesNotReconcile
from lms.reporting.report import Report, Sums, snapshot

# {format: (ending, content type, writer, reader)}
FORMATS = {
    "xlsx": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook.write,
        workbook.read,
    ),
    "csv": ("zip", "application/zip", plain.write_csv, plain.read_csv),
    "json": ("json", "application/json", plain.write_json, plain.read_json),
}


class CannotWrite(Exception):
    """The file could not be written; the message says why, and nothing of it is left."""


def export(*, reach, path, by=None, file_format="xlsx"):
    """Writes the report of a Reach to `path` and records it. Returns the ReportRun.

    Raises DoesNotReconcile and CannotWrite; then there is no file, not even half of one, and no run.
    """
    ending, _type, write, read = FORMATS[file_format]
    with replacing(Path(path), f".{ending}") as temporary:
        with snapshot():
            report = Report(reach, by=by)
            write(report, temporary)
        compare(report, read(temporary))
        return record(report)


def compare(report, tables):
    """Compares the sums of a written file with the figures it was written from (counting.md, 6)."""
    for table, rows in tables:
        found = Sums(table)
        for row in rows:
            found.add(row)
        written, figures = found.named(), report.sums[table.name].named()
        for name, value in figures.items():
            if written[name] != value:
                rule = _("%(column)s in the file differs from the figures") % {"column": name}
                raise DoesNotReconcile(table.name, rule, written[name], value)


@transaction.atomic
def record(report):
    reach, roots = report.reach, report.reach.scope.roots
    run = ReportRun.objects.create(
        id=report.run_id,
        period_label=reach.period.code,
        period_start=reach.period.start,
        period_end=reach.period.end,
        area=roots[0] if roots and len(roots) == 1 else None,
        as_of=reach.as_of,
        version=settings.VERSION,
        data_sha256=report.data_sha256,
        made_by=report.by,
        made_at=report.made_at,
    )
    details = {"period": reach.period.code, "areas": reach.scope.codes, "data_sha256": report.data_sha256}
    log(run, "lms.export_reach", user=report.by, data=details)
    return run


@contextmanager
def replacing(path, suffix):
    """A new name beside `path`, which takes its place at the end, or disappears. Raises CannotWrite."""
    temporary = path.with_name(f".part-{uuid.uuid4().hex[:8]}-{path.stem}{suffix}")
    try:
        yield temporary
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as problem:
        raise CannotWrite(
            _(
                "The report could not be written to %(path)s: %(problem)s. Make room or choose another folder, and "
                "try again. No half file was left."
            )
            % {"path": path, "problem": problem.strerror or problem}
        ) from problem
    finally:
        temporary.unlink(missing_ok=True)
