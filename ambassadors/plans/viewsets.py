"""Staff screens of what ambassadors plan, work with and are told."""

import django_filters
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from ambassadors.models import Ambassador, Announcement, LearnerGroup, PlannedSession, Resource
from ambassadors.plans.staff_forms import AnnouncementForm, PlannedSessionForm
from lms.viewsets.scoped import (
    InspectingViewSet,
    ScopedEditView,
    ScopedIndexView,
    ScopedInspectView,
    ScopedViewSet,
)

STATES = [
    ("coming", gettext_lazy("coming")),
    ("missed", gettext_lazy("not logged")),
    ("done", gettext_lazy("logged")),
    ("cancelled", gettext_lazy("cancelled")),
]


class PlanEditView(ScopedEditView):
    """What is logged is a training session, and no plan any more."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        return get_object_or_404(PlannedSession.objects.exclude(status="done"), pk=found.pk)


class PlannedSessionFilterSet(WagtailFilterSet):
    """Offers only what the user may see; "not logged" is what nobody handed in after its day."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="in_state")
    ambassador = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Ambassador"),
        queryset=lambda request: Ambassador.objects.visible_to(request.user).select_related("person"),
    )
    planned_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = PlannedSession
        fields = ["state", "ambassador", "planned_on"]

    def in_state(self, queryset, _name, state):
        if state in ("coming", "missed"):
            return getattr(queryset, state)()
        return queryset.filter(status=state)


class PlannedSessionIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("venue__area", "ambassador__person", "topic")


class PlannedSessionViewSet(ScopedViewSet):
    """What is planned in one's area, for whom; what passed without a session stands out."""

    model = PlannedSession
    icon = "date"
    menu_label = gettext_lazy("Planned sessions")
    menu_name = "planned_sessions"
    pk_path_converter = "uuid"
    index_view_class = PlannedSessionIndexView
    edit_view_class = PlanEditView
    filterset_class = PlannedSessionFilterSet
    list_per_page = 50
    list_display = [
        TitleColumn("planned_on", label=gettext_lazy("Date"), url_name="planned_sessions:edit"),
        Column("ambassador", label=gettext_lazy("Ambassador")),
        Column("venue", label=gettext_lazy("Venue")),
        Column("commune", label=gettext_lazy("Commune"), accessor="venue.area"),
        StatusTagColumn("state", label=gettext_lazy("State"), primary=lambda plan: plan.is_missed),
    ]

    def get_form_class(self, for_update=False):
        return PlannedSessionForm


class AnnouncementIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("area").annotate(read_by=Count("readings"))


class AnnouncementViewSet(ScopedViewSet):
    """What the ambassadors of an area are told, and how many have read it."""

    model = Announcement
    icon = "mail"
    menu_label = gettext_lazy("Announcements")
    index_view_class = AnnouncementIndexView
    list_display = [
        TitleColumn("title", label=gettext_lazy("Announcement"), url_name="announcements:edit"),
        Column("area", label=gettext_lazy("Area")),
        "published_on",
        "expires_on",
        NumberColumn("read_by", label=gettext_lazy("Read by")),
    ]

    def get_form_class(self, for_update=False):
        return AnnouncementForm


class LearnerGroupIndexView(ScopedIndexView):
    def get_base_queryset(self):
        groups = super().get_base_queryset().select_related("ambassador__person", "venue")
        return groups.annotate(people=Count("members"))


class LearnerGroupInspectView(ScopedInspectView):
    """One group: nicknames, and nothing else about anybody."""

    page_title = gettext_lazy("Learner group")

    def get_context_data(self, **kwargs):
        group = self.object
        context = {
            "particulars": [(_("Ambassador"), group.ambassador), (_("Venue"), group.venue)],
            "particulars_heading": _("Learner group"),
            "members": group.known_members(),
            "members_heading": _("Learners"),
        }
        return super().get_context_data(**context | kwargs)


class LearnerGroupViewSet(InspectingViewSet):
    """Who meets with which ambassador; changed by the ambassador alone."""

    model = LearnerGroup
    icon = "group"
    menu_label = gettext_lazy("Learner groups")
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = LearnerGroupIndexView
    inspect_view_class = LearnerGroupInspectView
    inspect_template_name = "ambassadors/admin/learner_group.html"
    list_display = [
        TitleColumn("name", label=gettext_lazy("Learner group"), url_name="learner_groups:inspect"),
        Column("ambassador", label=gettext_lazy("Ambassador")),
        Column("venue", label=gettext_lazy("Venue")),
        NumberColumn("people", label=gettext_lazy("Learners")),
    ]


class ResourceViewSet(ModelViewSet):
    """The texts that ambassadors carry with them; phones fetch a changed one by themselves."""

    model = Resource
    icon = "doc-full"
    menu_label = gettext_lazy("Resources")
    list_display = ["name", "code", "position"]
    form_fields = ["name_km", "text_km", "name_en", "text_en", "code", "position"]
    copy_view_enabled = False


class FieldWorkGroup(ViewSetGroup):
    menu_label = gettext_lazy("Field work")
    menu_icon = "calendar-alt"
    menu_order = 121
    items = (
        PlannedSessionViewSet("planned_sessions", url_prefix="planned-sessions"),
        AnnouncementViewSet("announcements"),
        LearnerGroupViewSet("learner_groups", url_prefix="learner-groups"),
        ResourceViewSet("resources"),
    )
