"""Staff screens of venues, partners and areas."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from lms.models import Area, Partner, Venue, VenueKind
from lms.viewsets.scoped import ScopedViewSet


class VenueForm(WagtailAdminModelForm):
    """A venue lies where the user may add one, and is not moved out of there."""

    class Meta:
        model = Venue
        fields = [
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
            "latitude",
            "longitude",
            "opened_on",
            "closed_on",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verb = "change" if self.instance.pk else "add"
        inside = self.for_user.area_condition("pk", f"lms.{verb}_venue")
        self.fields["area"].queryset = self.fields["area"].queryset.filter(inside)


class VenueViewSet(ScopedViewSet):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    list_display = ["name", "kind", "area", "setting", "opened_on"]
    list_filter = ["kind", "setting"]
    search_fields = ["name_km", "name_en", "code"]
    search_backend_name = None
    form_fields = VenueForm.Meta.fields

    def get_form_class(self, for_update=False):
        return VenueForm


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
