from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content.packages import PackageError, load_course, unpacked


class Command(BaseCommand):
    help = (
        "Takes in a course package written by export_course: all of it or nothing. "
        "Safe to repeat; editors' changes are kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument(
            "--force",
            action="store_true",
            help="overwrite pages that were changed in the editor since the last import",
        )

    def handle(self, *, file, force=False, **options):
        try:
            with unpacked(file) as folder:
                outcomes = load_course(folder, force=force)
        except PackageError as problem:
            raise CommandError(str(problem)) from problem
        for outcome in outcomes:
            self.stdout.write(f"{outcome.language}  {outcome.what:<14}  {outcome.title}")
