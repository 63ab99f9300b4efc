from django.core.management.base import BaseCommand

from lms.actions.roles import set_up_groups


class Command(BaseCommand):
    help = "Creates or updates the staff group of every role; safe to repeat."

    def handle(self, **options):
        set_up_groups()
