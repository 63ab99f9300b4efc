"""The out-of-date list: a report, and a panel on the editor's home."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from content.upkeep import upkeep

ACTIONS = ("add", "change", "publish")
ON_HOME = 8


def may_see(user):
    return page_permission_policy.user_has_any_permission(user, ACTIONS)


class UpkeepReport(ReportView):
    """Every course and lesson with what lacks or lags; as a list, CSV or XLSX."""

    page_title = _("Out of date")
    header_icon = "history"
    index_url_name = "upkeep_report"
    index_results_url_name = "upkeep_report_results"
    permission_policy = page_permission_policy
    any_permission_required = ACTIONS
    is_searchable = False
    default_ordering = None
    headings = {
        "course_title": _("Course"),
        "title": _("Page"),
        "khmer": _("Khmer"),
        "english": _("English"),
        "khmer_narration": _("Narration in Khmer"),
        "english_narration": _("Narration in English"),
        "review": _("Review date"),
        "unread": _("Not reviewed by a native speaker"),
    }
    list_export = list(headings)
    export_headings = headings
    columns = [
        TitleColumn(
            "title",
            label=headings["title"],
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page.pk]),
        ),
        *(Column(name, label=label) for name, label in headings.items() if name != "title"),
    ]

    def get_filename(self):
        return "out-of-date"

    def stream_csv(self, queryset):
        # Without the mark Excel takes Khmer for something else. At once: later the reader's language is forgotten.
        return iter(["\ufeff", *super().stream_csv(queryset)])

    def get_queryset(self):
        return [row for row in upkeep() if row.has_gaps]


class UpkeepPanel(Component):
    """On the editor's home: the texts that lack or lag, and courses whose review is overdue."""

    name = "upkeep"
    order = 110
    template_name = "content/admin/upkeep_panel.html"

    def get_context_data(self, parent_context):
        rows = [row for row in upkeep(with_narration=False) if row.needs]
        return {"rows": rows[:ON_HOME], "number": len(rows), "url": reverse("upkeep_report")}
