"""Staff screens of places, people and users, in Wagtail's frame."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from lms.models import Area, Partner, Venue, VenueKind


class VisibleListMixin:
    """Lists only what the user may see."""

    def get_base_queryset(self):
        return super().get_base_queryset().visible_to(self.request.user)


class VisibleObjectMixin:
    """Answers 404 for a row the user may not see, as if it were not there (R7)."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not type(found)._default_manager.visible_to(self.request.user).filter(pk=found.pk).exists():
            raise Http404
        return found


class ScopedIndexView(VisibleListMixin, generic.IndexView):
    pass


class ScopedEditView(VisibleObjectMixin, generic.EditView):
    pass


class ScopedDeleteView(VisibleObjectMixin, generic.DeleteView):
    pass


class ScopedInspectView(VisibleObjectMixin, generic.InspectView):
    pass


class ScopedHistoryView(VisibleObjectMixin, history.HistoryView):
    pass


class ScopedUsageView(VisibleObjectMixin, usage.UsageView):
    pass


class ScopedViewSet(ModelViewSet):
    """A ModelViewSet whose every screen keeps to `visible_to(user)` of the model's manager."""

    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False


class VenueViewSet(ScopedViewSet):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    list_display = ["name", "kind", "area", "setting", "opened_on"]
    list_filter = ["kind", "setting"]
    search_fields = ["name_km", "name_en", "code"]
    search_backend_name = None
    form_fields = [
        "name_km",
        "name_en",
        "code",
        "kind",
        "area",
        "setting",
        "serves_poor",
        "serves_marginalised",
        "initiative",
        "host",
        "opened_on",
        "closed_on",
    ]


class PartnerViewSet(ModelViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name_km", "name_en"]
    search_backend_name = None
    form_fields = ["name_km", "name_en", "kind"]
    copy_view_enabled = False


class VenueKindViewSet(ModelViewSet):
    model = VenueKind
    icon = "tag"
    menu_label = _("Venue kinds")
    list_display = ["name", "code"]
    form_fields = ["name_km", "name_en", "code"]
    copy_view_enabled = False


class AreaViewSet(ScopedViewSet):
    """The official list comes by import; here it is looked up, and mended only by an administrator."""

    model = Area
    icon = "site"
    menu_label = _("Areas")
    list_display = ["name", "code", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "kind"]
    search_fields = ["name_km", "name_latin", "code"]
    search_backend_name = None
    form_fields = [
        "code",
        "level",
        "kind",
        "name_km",
        "name_latin",
        "parent",
        "valid_from",
        "valid_to",
        "replaced_by",
        "note",
    ]


class PlacesGroup(ViewSetGroup):
    menu_label = _("Places")
    menu_icon = "site"
    menu_order = 300
    items = (VenueViewSet(), PartnerViewSet(), AreaViewSet(), VenueKindViewSet())
