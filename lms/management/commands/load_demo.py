import argparse
import datetime as dt

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from lms.actions.demonstration import load_demonstration
from lms.demo import Refused


def day(text):
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day. Write it as YYYY-MM-DD.") from None


class Command(BaseCommand):
    help = (
        "Loads a made-up programme of six months, marked as demonstration, and prints its sign-ins. "
        "clear_demo removes it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--until",
            type=day,
            metavar="YYYY-MM-DD",
            help="the day up to which, but not on which, things happen; today unless given",
        )
        parser.add_argument(
            "--beside-real-data",
            action="store_true",
            help="load it although there are real people in the database",
        )

    @no_translations
    def handle(self, *, until=None, beside_real_data=False, **options):
        today = timezone.localdate()
        if until and until > today:
            raise CommandError(f"{until} lies in the future. Choose today or a day before.")
        try:
            demonstration = load_demonstration(until=until or today, beside_real_data=beside_real_data)
        except Refused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Demonstration loaded: {demonstration.since} to {demonstration.until}.\n")
        for line in table(demonstration.sign_ins):
            self.stdout.write(line)


def table(sign_ins):
    """Lines of a table: role, user name or card code, password or PIN, area."""
    rows = [("Role", "User or code", "Password or PIN", "Area")]
    rows += [(str(each.role), each.name, each.secret, each.area) for each in sign_ins]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "  ".join(
            [*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3]]
        ).rstrip()
