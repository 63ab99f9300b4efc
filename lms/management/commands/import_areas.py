from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lms.actions.areas import import_areas

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "areas.csv"


class Command(BaseCommand):
    help = "Loads the official list of areas; safe to repeat. Retired areas stay and keep their history."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, default=SHIPPED, help="a CSV file; the shipped list unless given"
        )

    def handle(self, *, file, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                created, changed, unchanged = import_areas(lines)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except UnicodeDecodeError as problem:
            raise CommandError(f"{file} is not UTF-8 text. Save it as CSV UTF-8 and try again.") from problem
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from problem
        self.stdout.write(f"{created} areas created, {changed} changed, {unchanged} unchanged.")
