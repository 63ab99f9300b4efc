from wagtail import hooks

from lms.reporting import menu  # noqa: F401 registers the reports
from lms.viewsets.places import PlacesGroup
from lms.viewsets.users import RoleViewSet


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


@hooks.register("register_admin_viewset")
def register_roles():
    return RoleViewSet()
