from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule
from django_q.models import Schedule


def declared_schedules():
    """The SCHEDULES of every app's tasks.py: (name, dotted path of the function, minutes between runs)."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "tasks"):
            yield from getattr(import_module(f"{config.name}.tasks"), "SCHEDULES", [])


class Command(BaseCommand):
    help = "Creates or updates the recurring tasks; safe to repeat."

    def handle(self, **options):
        for name, function, minutes in declared_schedules():
            Schedule.objects.update_or_create(
                name=name,
                defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes},
            )
            self.stdout.write(f"{name}: every {minutes} minutes")
