"""Where the review pages stand in the staff pages; imported by ambassadors/wagtail_hooks.py."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from ambassadors.models import SpotCheck, StaffTask
from ambassadors.review import settings_pages, spot_views, task_views, venue_page, views
from ambassadors.review.access import may_review, may_see_set_aside, may_see_tasks, may_set_policy
from ambassadors.review.queue import waiting_for
from lms.menu import AllowedItem
from lms.models import SetAsideItem


def item(label, url_name, allowed, **kwargs):
    return AllowedItem(label, reverse(url_name), allowed, name=url_name.replace("_", "-"), **kwargs)


@hooks.register("register_admin_urls")
def register_review_urls():
    return [
        path("review/", views.queue, name="review_queue"),
        path("review/sessions/<uuid:pk>/versions/", views.settle, name="review_settle"),
        path("review/sessions/<uuid:pk>/duplicate/", views.duplicate, name="review_duplicate"),
        path("review/sessions/<uuid:pk>/free/", views.free, name="review_free"),
        path("review/sessions/<uuid:pk>/venue/", venue_page.choose, name="review_venue"),
        path("review/spot-checks/", spot_views.spot_checks, name="review_spot_checks"),
        path("review/spot-checks/<int:pk>/", spot_views.record, name="review_record_spot_check"),
        path("review/tasks/", task_views.tasks, name="review_tasks"),
        path("review/tasks/<uuid:pk>/close/", task_views.close, name="review_close_task"),
        path("review/weekly/", task_views.weekly, name="review_weekly"),
        path("review/policy/", settings_pages.policy, name="review_policy"),
    ]


@hooks.register("register_admin_menu_item")
def register_review_menu():
    items = [
        item(_("Waiting for review"), "review_queue", may_review, icon_name="tasks", order=10),
        item(_("Spot checks"), "review_spot_checks", may_review, icon_name="check", order=20),
        item(_("Tasks"), "review_tasks", may_see_tasks, icon_name="list-ul", order=30),
        item(_("Weekly look"), "review_weekly", may_see_tasks, icon_name="view", order=40),
        AllowedItem(
            _("Items set aside"),
            reverse("set_aside:index"),
            may_see_set_aside,
            name="set-aside",
            icon_name="warning",
            order=50,
        ),
    ]
    return SubmenuMenuItem(_("Review"), Menu(items=items), name="review", icon_name="tasks", order=105)


@hooks.register("register_admin_viewset")
def register_review_rules():
    return settings_pages.ReviewRuleViewSet("review_rules", url_prefix="review-rules")


@hooks.register("register_settings_menu_item")
def register_policy_menu_item():
    return item(_("Review policy"), "review_policy", may_set_policy, icon_name="cogs", order=623)


class ReviewPanel(Component):
    """On the first staff page: what waits for this reviewer."""

    order = 50
    template_name = "ambassadors/admin/review_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "waiting": waiting_for(user).count(),
            "spot_checks": SpotCheck.objects.open().recordable_by(user).count(),
            "tasks": StaffTask.objects.open().visible_to(user).count(),
            "set_aside": SetAsideItem.objects.open().visible_to(user).count(),
        }


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels):
    if may_review(request.user):
        panels.append(ReviewPanel())


@hooks.register("register_log_actions")
def register_review_actions(log):
    log.register_action("ambassadors.checked", _("Verify"), _("Training session verified once"))
    log.register_action(
        "ambassadors.duplicate", _("Mark as a duplicate"), _("Training session marked as duplicate")
    )
    log.register_action(
        "ambassadors.reopened", _("Review again"), _("Training session no duplicate after all")
    )
    log.register_action("ambassadors.settled", _("Choose a version"), _("Chosen between two versions"))
    log.register_action("ambassadors.spot_checks_drawn", _("Draw by lot"), _("Spot checks drawn by lot"))
    log.register_action("ambassadors.spot_checked", _("Spot check"), _("Result of a spot check written down"))
    log.register_action("ambassadors.task_closed", _("Close"), _("Task closed"))
