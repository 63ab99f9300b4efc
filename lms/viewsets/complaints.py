"""The managers' queue of complaints. Opening one is written down."""

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.models import ModelLogEntry

from lms.actions.complaints import close_complaint, look_at, note_opening
from lms.forms.complaints import ComplaintDecisionForm
from lms.models import Complaint
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView


class ComplaintFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Complaint.State.choices)
    category = django_filters.ChoiceFilter(label=gettext_lazy("About"), choices=Complaint.Category.choices)

    class Meta:
        model = Complaint
        fields = ["state", "category"]


class ComplaintIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("area").open_first()


class ComplaintInspectView(ScopedInspectView):
    """One complaint, who opened it, and what can be done about it."""

    page_title = gettext_lazy("Complaint")

    def get(self, request, *args, **kwargs):
        note_opening(complaint=self.object, by=request.user)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.may_decide:
            raise PermissionDenied
        form = ComplaintDecisionForm(request.POST)
        if form.is_valid() and self.decide(form):
            messages.success(request, _("Done. Whoever complained can see it under the reference number."))
            return redirect("complaints:inspect", self.object.pk)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def decide(self, form):
        try:
            if form.cleaned_data["decision"] == "look_at":
                return look_at(complaint=self.object, by=self.request.user)
            return close_complaint(
                complaint=self.object,
                by=self.request.user,
                note_km=form.cleaned_data["closing_note_km"],
                note_en=form.cleaned_data["closing_note_en"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            return None

    @property
    def may_decide(self):
        in_charge = Complaint.objects.changeable_by(self.request.user).filter(pk=self.object.pk)
        return in_charge.exclude(state=Complaint.State.CLOSED).exists()

    def get_context_data(self, **kwargs):
        found = self.object
        context = {
            "particulars": [
                (_("Reference number"), found.spaced_reference),
                (_("State"), found.get_state_display()),
                (_("About"), found.get_category_display()),
                (_("Commune"), found.area),
                (_("Received at"), found.received_at),
                (_("Contact"), found.contact),
                (_("Closing note in Khmer"), found.closing_note_km),
                (_("Closing note in English"), found.closing_note_en),
                (_("Words deleted at"), found.forgotten_at),
            ],
            "opened": ModelLogEntry.objects.for_instance(found)
            .filter(action="lms.complaint_opened")
            .select_related("user")
            .order_by("-timestamp")[:50],
            "events": found.events.select_related("by"),
            "may_decide": self.may_decide,
            "form": ComplaintDecisionForm(),
            "particulars_heading": _("Complaint"),
            "text_heading": _("What happened"),
            "decision_heading": _("Decide"),
            "history_heading": _("History"),
            "opened_heading": _("Opened by"),
        }
        return super().get_context_data(**context | kwargs)


class ComplaintViewSet(InspectingViewSet):
    """Complaints are read and answered; what they say is not changed by anybody. Lists show no words."""

    model = Complaint
    icon = "warning"
    menu_label = gettext_lazy("Complaints")
    menu_order = 140
    add_to_admin_menu = True
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = ComplaintIndexView
    inspect_view_class = ComplaintInspectView
    inspect_template_name = "lms/admin/complaint.html"
    filterset_class = ComplaintFilterSet
    list_per_page = 50
    list_display = [
        TitleColumn(
            "spaced_reference", label=gettext_lazy("Reference number"), url_name="complaints:inspect"
        ),
        Column("category", label=gettext_lazy("About"), accessor="get_category_display"),
        Column("area", label=gettext_lazy("Commune")),
        DateColumn("received_at", label=gettext_lazy("Received at")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda complaint: complaint.state != Complaint.State.CLOSED,
        ),
    ]
