from django.core.management.base import BaseCommand

from lms.actions.certificates import rotate_signing_key


class Command(BaseCommand):
    help = (
        "Makes a new key for signing certificates and destroys the private half of the one before. Certificates "
        "signed before stay verifiable. Each call makes one more key."
    )

    def handle(self, **options):
        self.stdout.write(f"Certificates are signed with key {rotate_signing_key().thumbprint} from now on.")
