from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import module_has_submodule


def declared_loaders():
    """The `load` of every app's reference.py, the base app's before those above it."""
    for config in reversed(list(apps.get_app_configs())):
        if module_has_submodule(config.module, "reference"):
            load = getattr(import_module(f"{config.name}.reference"), "load", None)
            if load is not None:
                yield config, load


class Command(BaseCommand):
    help = "Loads the lists that ship with Sala (consent texts, venue kinds, topics); safe to repeat."

    @transaction.atomic
    def handle(self, **options):
        for config, load in declared_loaders():
            self.stdout.write(f"{config.verbose_name}: {load()} new entries")
