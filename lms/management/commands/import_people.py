from lms.imports.command import ImportCommand
from lms.models import SheetImport


class Command(ImportCommand):
    help = (
        "Takes in a roster of people from Excel or CSV, whole or not at all; the same file again changes nothing. "
        "Who looks like somebody registered before is proposed to staff as a possible duplicate."
    )
    kind = SheetImport.Kind.PEOPLE

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--group", default="", help="the class or group of all rows that name none")
