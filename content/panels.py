"""The page editor's form and panels."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from content import media
from content.weight import LESSON_BYTES, PAGE_BYTES, PICTURE_BYTES, weigh


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


class WeightPanel(Panel):
    """Tells editors how heavy the lesson, as last saved, is on a phone."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/weight.html"

        def is_shown(self):
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            weight = weigh(self.instance)
            return {
                **super().get_context_data(parent_context),
                "problems": weight.problems(),
                "page": media.in_kilobytes(weight.page),
                "pictures": [(title, media.in_kilobytes(size)) for title, size in weight.pictures.items()],
                "total": media.in_kilobytes(weight.total),
                "narration": media.in_kilobytes(weight.narration) if weight.narration else "",
                "files": media.in_kilobytes(weight.files) if weight.files else "",
                "limits": {
                    "page": media.in_kilobytes(PAGE_BYTES),
                    "picture": media.in_kilobytes(PICTURE_BYTES),
                    "total": media.in_kilobytes(LESSON_BYTES),
                },
            }
