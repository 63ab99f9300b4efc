from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content.packages import PackageError, pack, write_course


class Command(BaseCommand):
    help = (
        "Writes a public course as a package: a zip of YAML, pictures, files and narration in both languages, "
        "ids and licence included."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="last part of the course's address, e.g. getting-online")
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *, slug, file, **options):
        try:
            package = write_course(slug)
            pack(package, file)
        except PackageError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror}.") from problem
        self.stdout.write(f"{file}: {len(package)} files, {file.stat().st_size / 1024:,.0f} KB")
