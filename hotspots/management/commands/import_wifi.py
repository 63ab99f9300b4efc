import contextlib
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from hotspots.actions import import_usage
from hotspots.models import UsageSource
from lms.management.speaking import in_both_languages


class Command(BaseCommand):
    help = (
        "Takes in a CSV export of FreeRADIUS' table radacct, whole or not at all; safe to repeat. On SQLite other "
        "writers wait while it runs: take in years of records at a quiet hour."
    )

    def add_arguments(self, parser):
        parser.add_argument("--source", required=True, metavar="CODE", help="code of the usage source")
        parser.add_argument("file", metavar="FILE", help="the CSV file; - reads standard input")

    def handle(self, *, source, file, **options):
        try:
            with opened(file) as lines:
                result = import_usage(source=source_called(source), lines=lines, progress=self.show_progress)
        except ValidationError as problem:
            raise CommandError(in_both_languages(problem, _("Nothing was saved."))) from None
        finally:
            self.end_progress()
        self.stdout.write(in_both_languages(result))

    def show_progress(self, rows):
        if self.stderr.isatty():
            self.stderr.write(f"\r{rows:,}", ending="")

    def end_progress(self):
        if self.stderr.isatty():
            self.stderr.write("\r", ending="")


def source_called(code):
    found = UsageSource.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(UsageSource.objects.values_list("code", flat=True)) or "-"
        raise ValidationError(
            _("There is no usage source %(code)s. Registered are: %(codes)s."),
            params={"code": code, "codes": codes},
        )
    return found


@contextlib.contextmanager
def opened(name):
    """The file of that name for reading bytes, standard input for "-"; a file that fails is refused."""
    try:
        if name == "-":
            yield sys.stdin.buffer
        else:
            with open(name, "rb") as file:
                yield file
    except OSError as problem:
        raise ValidationError(
            _("%(file)s cannot be read: %(reason)s."), params={"file": name, "reason": problem.strerror}
        ) from None
