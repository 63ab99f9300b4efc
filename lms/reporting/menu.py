"""Where the reports stand in the staff pages; imported by lms/wagtail_hooks.py."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.menu import AllowedItem
from lms.reporting import views


def may_see(user):
    return views.may(user, "lms.view_reach") is not None


@hooks.register("register_admin_urls")
def register_report_urls():
    return [
        path("reports/reach/", views.reach_report, name=views.URL),
        path("reports/reach/download/", views.download_reach, name="download_reach"),
    ]


@hooks.register("register_reports_menu_item")
def register_reach_menu_item():
    return AllowedItem(_("Reach"), reverse(views.URL), may_see, name="reach", icon_name="group", order=100)


@hooks.register("register_log_actions")
def register_export(log):
    log.register_action("lms.export_reach", _("Export reach report"), _("Reach report exported"))
