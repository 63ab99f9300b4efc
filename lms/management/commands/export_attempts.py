"""What learners answered as a file, for a learning record store or for statistics."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.reporting import periods
from lms.reporting.areas import EVERYTHING, OutOfScope, Scope, find_area
from lms.reporting.learning.asked import Asked
from lms.reporting.learning.export import FORMATS, export_attempts
from lms.reporting.runs import CannotWrite


class Command(BaseCommand):
    help = "Writes the attempts of a period to a file, under pseudonyms: CSV, or xAPI 1.0.3 statements."

    def add_arguments(self, parser):
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument(
            "--period", required=True, help="2026, 2026-H1, 2026-Q3, 2026-07, FY2026-10, 2026..2028, or days"
        )
        parser.add_argument(
            "--area", metavar="CODE", help="only this area and what lies in it, by official code"
        )
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, *, format, period, area, output, **options):
        try:
            wanted = periods.parse(period)
        except periods.PeriodError as problem:
            raise CommandError(str(problem), returncode=2) from None
        try:
            scope = Scope((find_area(area, on=wanted.last_day),)) if area else EVERYTHING
            asked = Asked(period=wanted, scope=scope)
            run, count = export_attempts(asked=asked, path=output, file_format=format)
        except (OutOfScope, CannotWrite) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            _("%(path)s: %(count)s attempts, %(period)s, %(area)s. SHA-256: %(hash)s")
            % {
                "path": output,
                "count": count,
                "period": wanted.label("en"),
                "area": scope.label("en"),
                "hash": run.data_sha256,
            }
        )
