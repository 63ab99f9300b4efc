from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content.packages import PackageError, load_course, load_glossary, load_site, load_start_check
from content.packages.nodes import read_yaml

CURRICULUM = Path(__file__).resolve().parents[2] / "curriculum"


def course_folders():
    """Folders of the courses that ship, in the order in which learners meet them."""
    node = read_yaml(CURRICULUM / "courses.yaml", name="courses.yaml").keys(needed=["courses"])
    return [CURRICULUM / item.slug() for item in node.get("courses").items()]


class Command(BaseCommand):
    help = (
        "Loads the start pages, help, courses and glossary that ship with Sala. "
        "Safe to repeat; editors' changes are kept."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force",
            action="store_true",
            help="overwrite pages that were changed in the editor since the last load",
        )

    def handle(self, *, force=False, **options):
        try:
            with transaction.atomic():
                outcomes = load_site(CURRICULUM / "site.yaml", force=force)
                for path in CURRICULUM.glob("start-check.yaml"):
                    outcomes += load_start_check(path, force=force)
                for folder in course_folders():
                    outcomes += load_course(folder, force=force)
                outcomes += load_glossary(CURRICULUM / "glossary.yaml", force=force)
        except PackageError as problem:
            raise CommandError(str(problem)) from problem
        for outcome in outcomes:
            self.stdout.write(f"{outcome.language}  {outcome.what:<14}  {outcome.title}")
