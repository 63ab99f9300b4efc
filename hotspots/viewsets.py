"""Staff screens of zones, their equipment and their use, in Wagtail's frame."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.permissions import ModelPermissionPolicy

from hotspots.admin_views import MAY_IMPORT, import_usage_file
from hotspots.forms import ScopedChoicesForm
from hotspots.models import AccessPoint, ObservationCount, UsageDay, UsageSource, Zone
from lms.viewsets.exporting import LoggedExportMixin
from lms.viewsets.scoped import ScopedIndexView, ScopedViewSet


class PosterColumn(Column):
    cell_template_name = "hotspots/admin/poster_cell.html"

    def get_value(self, zone):
        return reverse("zones:poster", args=[zone.code])


class ZoneViewSet(ScopedViewSet):
    model = Zone
    icon = "globe"
    menu_label = _("Zones")
    list_display = [
        "venue",
        "code",
        "ssid",
        "operator",
        PosterColumn("poster", label=_("Poster")),
    ]
    list_filter = ["operator"]
    search_fields = ["code", "ssid", "venue__name_km", "venue__name_en"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("venue"),
            FieldPanel("code"),
            FieldPanel("ssid"),
            FieldPanel("opening_hours"),
            FieldPanel("operator"),
            FieldPanel("capacity"),
        ],
        base_form_class=ScopedChoicesForm,
    )


class AccessPointViewSet(ScopedViewSet):
    model = AccessPoint
    icon = "cogs"
    menu_label = _("Access points")
    list_display = ["name", "zone", "model"]
    list_filter = ["zone"]
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("zone"),
            FieldPanel("name"),
            FieldPanel("model"),
            InlinePanel("identities", heading=_("How it names itself"), label=_("identity")),
        ],
        base_form_class=ScopedChoicesForm,
    )


class UsageSourceViewSet(ScopedViewSet):
    model = UsageSource
    icon = "download"
    menu_label = _("Usage sources")
    list_display = ["name", "code", "zone", "format", "direction"]
    form_fields = ["name", "code", "zone", "format", "time_zone", "direction", "interim_interval"]


class DailyUsagePolicy(ModelPermissionPolicy):
    """Whoever may see zones may see their use; nobody writes it by hand."""

    def user_has_permission(self, user, action):
        return action == "view" and user.is_active and user.has_perm("hotspots.view_zone")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class UsageDayIndexView(LoggedExportMixin, ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("zone__venue", "source")


class UsageDayViewSet(ScopedViewSet):
    model = UsageDay
    icon = "history"
    menu_label = _("Usage by day")
    index_view_class = UsageDayIndexView
    list_display = [
        Column("day", label=_("Day"), sort_key="day"),
        Column("zone", label=_("Zone"), sort_key="zone__code"),
        NumberColumn("connections", label=_("Connections"), sort_key="connections"),
        NumberColumn("devices", label=_("Devices"), sort_key="devices"),
        NumberColumn("visits", label=_("Visits"), sort_key="visits"),
        NumberColumn("hours", label=_("Hours"), sort_key="seconds"),
        NumberColumn("megabytes", label=_("Megabytes")),
        NumberColumn("randomised_devices", label=_("Randomised addresses")),
        NumberColumn("estimated", label=_("Estimated ends")),
    ]
    list_filter = {"zone": ["exact"], "source": ["exact"], "day": ["gte", "lte"]}
    list_export = [
        "day",
        "zone.code",
        "zone",
        "source",
        "connections",
        "devices",
        "randomised_devices",
        "visits",
        "seconds",
        "bytes_up",
        "bytes_down",
        "estimated",
    ]
    ordering = ["-day", "zone"]
    form_fields = []

    @cached_property
    def permission_policy(self):
        return DailyUsagePolicy(self.model)


class ObservationCountIndexView(LoggedExportMixin, ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("zone__venue")


class ObservationCountViewSet(ScopedViewSet):
    """Samples by eye; each with its size and the share that could not be told (R37)."""

    model = ObservationCount
    icon = "group"
    menu_label = _("Observation counts")
    index_view_class = ObservationCountIndexView
    list_display = [
        Column("counted_on", label=_("Day"), sort_key="counted_on"),
        Column("zone", label=_("Zone"), sort_key="zone__code"),
        NumberColumn("minutes", label=_("Minutes")),
        NumberColumn("female", label=_("Women and girls")),
        NumberColumn("male", label=_("Men and boys")),
        NumberColumn("unknown", label=_("Could not be told")),
        NumberColumn("sample_size", label=_("Sample size")),
        NumberColumn("unknown_share", label=_("Share that could not be told (percent)")),
    ]
    list_filter = {"zone": ["exact"], "counted_on": ["gte", "lte"]}
    list_export = [
        "counted_on",
        "starts_at",
        "minutes",
        "zone.code",
        "zone",
        "female",
        "male",
        "unknown",
        "sample_size",
        "unknown_share",
    ]
    ordering = ["-counted_on", "zone"]
    form_fields = []

    @cached_property
    def permission_policy(self):
        return DailyUsagePolicy(self.model)


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_IMPORT)


class UsageImportViewSet(ViewSet):
    name = "wifi-import"
    icon = "upload"
    menu_label = _("Take in usage")
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self):
        return [path("", import_usage_file, name="index")]


class HotspotsGroup(ViewSetGroup):
    menu_label = _("Wi-Fi")
    menu_icon = "globe"
    menu_order = 350
    items = (
        ZoneViewSet(),
        UsageDayViewSet(),
        ObservationCountViewSet(),
        UsageImportViewSet(),
        AccessPointViewSet(),
        UsageSourceViewSet(),
    )
