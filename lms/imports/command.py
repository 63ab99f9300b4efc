"""The shared shape of `import_venues` and `import_people`."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.actions.importing import plan_import, take_in
from lms.imports.columns import in_both
from lms.imports.plans import Outcome
from lms.imports.sheets import LARGEST_FILE
from lms.management.speaking import in_both_languages

NOTHING_SAVED = _("Nothing was saved.")


class ImportCommand(BaseCommand):
    kind = None

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="an Excel (.xlsx) or CSV file")
        parser.add_argument(
            "--dry-run", action="store_true", help="say row by row what would happen, and write nothing"
        )

    def handle(self, *, file, dry_run, **options):
        told = {"kind": self.kind, "content": _content_of(file), "group": options.get("group", "")}
        try:
            plan = plan_import(**told) if dry_run else take_in(file_name=file.name, **told)
        except ValidationError as problem:
            raise CommandError(in_both_languages(problem, NOTHING_SAVED)) from None
        if dry_run:
            for step in plan.steps:
                self.stdout.write(said_of(step))
        if plan.not_read:
            names = "; ".join(plan.not_read)
            self.stdout.write(in_both_languages(format_lazy(_("Columns not read: {names}"), names=names)))
        if not plan.is_possible:
            raise CommandError(in_both_languages(*plan.problems_by_row, NOTHING_SAVED))
        self.stdout.write(in_both_languages(summary(plan), *([NOTHING_SAVED] if dry_run else [])))


def said_of(step):
    """One line for one row: its number, what becomes of it, whom it is about, and what to know about that."""
    parts = [f"{step.number:>6}", "/".join(in_both(step.outcome.label)).lower(), step.title]
    return "  ".join([*parts, *(" / ".join(in_both(note)) for note in step.notes)])


def summary(plan):
    return format_lazy(
        _("{rows} rows: {new} new, {changed} changed, {unchanged} unchanged."),
        rows=len(plan.steps),
        new=plan.count(Outcome.NEW),
        changed=plan.count(Outcome.CHANGED),
        unchanged=plan.count(Outcome.UNCHANGED),
    )


def _content_of(file):
    """The bytes of a file; of one that is too large only so much that it is refused as such."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as problem:
        said = format_lazy(_("{file} cannot be read: {reason}."), file=file, reason=problem.strerror)
        raise CommandError(in_both_languages(said)) from None
