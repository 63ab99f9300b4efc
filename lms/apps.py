from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class LmsConfig(AppConfig):
    name = "lms"
    default = True
    verbose_name = _("Learning and reach")

    def ready(self):
        # The apps above declare themselves here; this app knows none of them by name.
        autodiscover_modules("reach", "sync", "completing", "certificates", "my_data")
        import_module("lms.sync.kinds")
        # Commands and the background worker publish too, and must tell the web processes.
        import_module("lms.pagecache")
        import_module("lms.search.index")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our user model: one name, roles by area, no e-mail needed."""

    user_viewset = "lms.viewsets.users.UserViewSet"
