from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.module_loading import module_has_submodule
from django_q.models import Schedule


def declared_schedules():
    """The SCHEDULES of every app's tasks.py: (name, dotted path of the function, minutes between runs)."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "tasks"):
            yield from getattr(import_module(f"{config.name}.tasks"), "SCHEDULES", [])


class Command(BaseCommand):
    help = (
        "Creates or updates the recurring tasks, and removes those of ours that are no more; safe to repeat."
    )

    def handle(self, **options):
        declared = list(declared_schedules())
        modules = {function.rpartition(".")[0] for _name, function, _minutes in declared}
        ours = Q(*(("func__startswith", f"{module}.") for module in modules), _connector=Q.OR)
        Schedule.objects.filter(ours).exclude(name__in=[name for name, *_rest in declared]).delete()
        for name, function, minutes in declared:
            Schedule.objects.update_or_create(
                name=name,
                defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes},
            )
            self.stdout.write(f"{name}: every {minutes} minutes")
