"""Where the reports on learning stand in the staff pages; imported by lms/wagtail_hooks.py."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.menu import AllowedItem
from lms.reporting.learning import views


def may_see(user):
    return bool(views.tabs(user, ""))


@hooks.register("register_admin_urls")
def register_learning_urls():
    return [
        path("reports/learning/", views.learning, name="learning"),
        path("reports/learning/stopped/", views.learners_stopped, name="learners_stopped"),
        path("reports/learning/attempts/", views.download_attempts, name="download_attempts"),
        path("reports/learning/<slug:name>/", views.learning_report, name="learning_report"),
        path("reports/learning/<slug:name>/download/", views.download_learning, name="download_learning"),
    ]


@hooks.register("register_reports_menu_item")
def register_learning_menu_item():
    return AllowedItem(
        _("Learning"), reverse("learning"), may_see, name="learning", icon_name="glasses", order=110
    )


@hooks.register("register_log_actions")
def register_learning_exports(log):
    log.register_action(
        "lms.export_learning", _("Export report on learning"), _("Report on learning exported")
    )
    log.register_action("lms.export_attempts", _("Export attempts"), _("Attempts exported"))
