"""Staff lists of pages, and the audiences courses are meant for."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from content.models import Audience, LessonPage


class LessonListing(PageListingViewSet):
    """All lessons, with whether a native speaker has reviewed the text in its language; learners never see that."""

    model = LessonPage
    icon = "doc-full"
    menu_label = _("Lessons")
    menu_order = 150
    add_to_admin_menu = True
    columns = [
        *IndexView.base_columns,
        BooleanColumn(
            "is_reviewed_by_native_speaker",
            label=_("Reviewed by a native speaker"),
            sort_key="is_reviewed_by_native_speaker",
        ),
    ]
    list_filter = ["is_reviewed_by_native_speaker"]


class AudienceViewSet(ModelViewSet):
    model = Audience
    icon = "group"
    menu_label = _("Audiences")
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["name_km", "name_en", "code"]
    search_fields = ["name_km", "name_en", "code"]
    search_backend_name = None
    form_fields = ["code", "name_km", "name_en"]
    copy_view_enabled = False
