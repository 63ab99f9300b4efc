from wagtail import hooks

from hotspots.viewsets import HotspotsGroup


@hooks.register("register_admin_viewset")
def register_zones():
    return HotspotsGroup()
