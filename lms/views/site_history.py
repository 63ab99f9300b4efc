"""The log of staff actions, kept to what its reader may know."""

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import PageLogEntry


class SiteHistoryView(LogEntriesView):
    """The whole log is for administrators. Wagtail's own knows no areas (R7): others see in it what was done to pages,
    and what they did themselves; the history of a row that is in their area stands beside that row."""

    def filter_queryset(self, queryset):
        if not self.request.user.is_superuser and queryset.model is not PageLogEntry:
            queryset = queryset.filter(user=self.request.user)
        return super().filter_queryset(queryset)


site_history = require_admin_access(SiteHistoryView.as_view())
site_history_results = require_admin_access(SiteHistoryView.as_view(results_only=True))
