from lms.imports.command import ImportCommand
from lms.models import SheetImport


class Command(ImportCommand):
    help = "Takes in venues from Excel or CSV, whole or not at all; safe to repeat. A known code changes that venue."
    kind = SheetImport.Kind.VENUES
