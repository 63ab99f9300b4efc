from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = _("Learning and reach")

    def ready(self):
        # The apps above declare themselves here; this app knows none of them by name.
        autodiscover_modules("reach", "sync")
