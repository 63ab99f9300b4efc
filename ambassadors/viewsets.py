"""Staff screens: the training sessions of a coordinator's area and the ambassadors who give them."""

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet

from ambassadors.models import Ambassador, SpokenLanguage, Topic, TrainingSession
from ambassadors.review.session_page import TrainingSessionInspectView
from lms.models import Venue
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView

State = TrainingSession.Status


class TrainingSessionFilterSet(WagtailFilterSet):
    """Offers only what the user may see."""

    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=State.choices)
    venue = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Venue"), queryset=lambda request: Venue.objects.visible_to(request.user)
    )
    ambassador = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Ambassador"),
        queryset=lambda request: Ambassador.objects.visible_to(request.user).select_related("person"),
    )
    held_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = TrainingSession
        fields = ["status", "venue", "ambassador", "held_on"]


class TrainingSessionIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("venue__area", "ambassador__person")
            .with_people()
            .with_women_and_men()
            .waiting_first()
        )


class TrainingSessionViewSet(InspectingViewSet):
    """Training sessions are looked at and decided about here; what they say is their ambassador's alone."""

    model = TrainingSession
    icon = "list-ul"
    menu_label = gettext_lazy("Training sessions")
    menu_order = 110
    add_to_admin_menu = True
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = TrainingSessionIndexView
    inspect_view_class = TrainingSessionInspectView
    inspect_template_name = "ambassadors/admin/training_session.html"
    filterset_class = TrainingSessionFilterSet
    list_per_page = 50
    list_display = [
        "held_on",
        Column("venue", label=gettext_lazy("Venue")),
        Column("commune", label=gettext_lazy("Commune"), accessor="venue.area"),
        Column("ambassador", label=gettext_lazy("Ambassador")),
        NumberColumn("women", label=gettext_lazy("Women")),
        NumberColumn("men", label=gettext_lazy("Men")),
        NumberColumn("people_total", label=gettext_lazy("Total")),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor="get_status_display",
            sort_key="status",
            primary=lambda session: session.status == State.SUBMITTED,
        ),
    ]


class TopicViewSet(ModelViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics")
    menu_order = 620
    add_to_settings_menu = True
    list_display = ["name", "code", "initiative"]
    form_fields = ["name_km", "name_en", "code", "initiative"]
    copy_view_enabled = False


class SpokenLanguageViewSet(ModelViewSet):
    model = SpokenLanguage
    icon = "globe"
    menu_label = gettext_lazy("Spoken languages")
    menu_order = 622
    add_to_settings_menu = True
    list_display = ["name", "code"]
    form_fields = ["name_km", "name_en", "code"]
    copy_view_enabled = False
