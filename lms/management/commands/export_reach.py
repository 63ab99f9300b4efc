"""The reach report as a file, without a browser."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.reporting import periods, runs
from lms.reporting.areas import EVERYTHING, OutOfScope, Scope, find_area
from lms.reporting.checks import DoesNotReconcile
from lms.reporting.reach import Reach

ENDINGS = {".zip": "csv", ".csv": "csv", ".json": "json"}


class Command(BaseCommand):
    help = "Writes the reach report of a period to a file, after checking that it adds up."

    def add_arguments(self, parser):
        parser.add_argument(
            "--period", required=True, help="2026, 2026-H1, 2026-Q3, 2026-07, FY2026-10, 2026..2028, or days"
        )
        parser.add_argument(
            "--area", metavar="CODE", help="only this area and what lies in it, by official code"
        )
        parser.add_argument("--public", action="store_true", help="masked, for publication")
        parser.add_argument(
            "--format", choices=sorted(runs.FORMATS), help="xlsx unless --output says otherwise"
        )
        parser.add_argument(
            "--output", required=True, metavar="FILE", help="csv makes a .zip, one CSV a table"
        )

    def handle(self, *, period, area, public, format, output, **options):
        if public:
            raise CommandError(
                _("Small counts are not masked yet, so no public report is made. Leave out --public.")
            )
        try:
            asked = periods.parse(period)
        except periods.PeriodError as problem:
            raise CommandError(str(problem), returncode=2) from None
        file_format = format or ENDINGS.get(Path(output).suffix.lower(), "xlsx")
        try:
            scope = Scope((find_area(area, on=asked.last_day),)) if area else EVERYTHING
            if sys.stderr.isatty():
                self.stderr.write(_("Counting …"))
            run = runs.export(reach=Reach(period=asked, scope=scope), path=output, file_format=file_format)
        except (OutOfScope, DoesNotReconcile, runs.CannotWrite) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            _("%(path)s: %(period)s, %(area)s. SHA-256 of the data: %(hash)s")
            % {
                "path": output,
                "period": asked.label(get_language()),
                "area": scope.label(get_language()),
                "hash": run.data_sha256,
            }
        )
