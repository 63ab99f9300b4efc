from django.core.management.base import BaseCommand, CommandError, no_translations

from lms.actions.demonstration import clear_demonstration
from lms.demo import Refused


class Command(BaseCommand):
    help = "Removes the demonstration programme, all of it; refuses if anything real hangs on it."

    @no_translations
    def handle(self, **options):
        try:
            removed = clear_demonstration()
        except Refused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"Demonstration removed: {removed} rows." if removed else "There is no demonstration to remove."
        )
