from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.reporting import menu  # noqa: F401 registers the reports
from lms.viewsets.places import PlacesGroup
from lms.viewsets.set_aside import SetAsideViewSet
from lms.viewsets.users import RoleViewSet


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


@hooks.register("register_admin_viewset")
def register_roles():
    return RoleViewSet()


@hooks.register("register_admin_viewset")
def register_set_aside():
    return SetAsideViewSet("set_aside", url_prefix="set-aside")


@hooks.register("register_log_actions")
def register_sync_decisions(log):
    log.register_action("lms.dealt_with", _("Deal with"), _("Item set aside: dealt with"))
    log.register_action("lms.tried_again", _("Try again"), _("Item set aside: tried again"))
