"""Panels of the page editor."""

from wagtail.admin.panels import Panel


class NativeReviewPanel(Panel):
    """Tells editors, and never learners, that a text still waits for a native speaker's review."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/native_review.html"

        def is_shown(self):
            return not self.instance.is_reviewed_by_native_speaker
