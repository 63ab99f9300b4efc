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
            .with_headcount()
            .with_women_and_men()
            .waiting_first()
        )


<<<<<<< HEAD
=======
class TrainingSessionInspectView(ScopedInspectView):
    """The whole record of one training session, and the decision about it."""

    page_title = gettext_lazy("Training session")

    def post(self, request, *args, **kwargs):
        form = DecisionForm(request.POST, session=self.object)
        if event := form.decide(by=request.user):
            messages.success(request, f"{self.object}: {event.get_kind_display()}.")
            return redirect(self.index_url_name)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        session = self.object
        is_reviewable = (
            TrainingSession.objects.reviewable_by(self.request.user).filter(pk=session.pk).exists()
        )
        context = {
            "particulars": particulars(session),
            "headcount": Headcount.of(session).table(),
            "events": session.review_events.select_related("by"),
            "revisions": session.revisions.select_related("sent_by"),
            "possible": DecisionForm.possible_for(session) if is_reviewable else [],
            "is_own": session.is_led_by(self.request.user),
            "form": DecisionForm(session=session),
            "decision_heading": _("Decide"),
            "headcount_heading": _("People"),
            "particulars_heading": _("What the ambassador says"),
            "history_heading": _("History"),
        }
        return super().get_context_data(**context | kwargs)


def moment(at):
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""


def particulars(session):
    """[(label, value)] of everything an ambassador said but the headcount."""
    colleagues = ", ".join(map(str, session.co_ambassadors.select_related("person")))
    return [
        (_("Status"), session.get_status_display()),
        (_("Date"), date_format(session.held_on)),
        (_("Start"), session.starts_at and time_format(session.starts_at)),
        (_("Duration in minutes"), session.duration_minutes),
        (_("Venue"), session.place),
        (_("Commune"), session.venue.area),
        (_("Kind"), session.get_kind_display()),
        (_("Grade and class"), session.grade),
        (_("Language"), session.get_language_display()),
        (_("Course or topic"), session.subject),
        (_("Ambassador"), session.ambassador),
        (_("Together with"), colleagues),
        (_("Partner"), session.partner),
        (_("People with disabilities"), session.people_with_disabilities),
        *((capfirst(label), people) for label, people in session.priority_lines),
        (_("By name"), session.attendances.count()),
        (_("Note"), session.note),
        (_("From paper"), _("Yes") if session.is_from_paper else _("No")),
        (_("Made at"), moment(session.made_at)),
        (_("Received at"), moment(session.received_at)),
    ]


>>>>>>> team
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
        NumberColumn("headcount_total", label=gettext_lazy("Total")),
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
