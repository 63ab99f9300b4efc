from django.core.management.base import BaseCommand

from lms.search import index


class Command(BaseCommand):
    help = "Makes the search index anew from the published pages. Safe to repeat; publishing keeps it up to date."

    def handle(self, **options):
        self.stdout.write(f"{index.rebuild()} entries")
