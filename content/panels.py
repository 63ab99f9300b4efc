"""The page editor's form and panels."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel


class PublicPageForm(WagtailAdminPageForm):
    """Asks for no address: the page gives itself one where the editor writes none (PublicPage.give_address)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class NativeReviewPanel(Panel):
    """Tells editors, and never learners, that a text still waits for a native speaker's review."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/native_review.html"

        def is_shown(self):
            return not self.instance.is_reviewed_by_native_speaker
