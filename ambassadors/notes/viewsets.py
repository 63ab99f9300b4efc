"""Staff screens of issue notes: what was raised, where, and to whom it was referred."""

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from ambassadors.models import IssueCategory, IssueEvent, IssueNote
from ambassadors.notes.actions import take_step
from ambassadors.notes.forms import StepForm
from lms.models import Area
from lms.viewsets.exporting import LoggedExportMixin
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView


def areas_of_notes(request):
    """The communes that the notes a user may see speak of."""
    seen = IssueNote.objects.visible_to(request.user).values("area")
    return Area.objects.filter(pk__in=seen).order_by("code")


class IssueNoteFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=IssueNote.State.choices)
    category = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind of issue"), queryset=IssueCategory.objects.all()
    )
    area = django_filters.ModelChoiceFilter(label=gettext_lazy("Commune"), queryset=areas_of_notes)
    made_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = IssueNote
        fields = ["state", "category", "area", "made_on"]


class IssueNoteIndexView(LoggedExportMixin, ScopedIndexView):
    def get_base_queryset(self):
        referred = IssueEvent.objects.filter(note=OuterRef("pk")).exclude(referred_to="")
        return (
            super()
            .get_base_queryset()
            .select_related("category", "area", "venue", "ambassador__person")
            .annotate(referred_to=Subquery(referred.order_by("-at", "-pk").values("referred_to")[:1]))
            .open_first()
        )


class IssueNoteInspectView(ScopedInspectView):
    """One issue note with its steps, and the next one."""

    page_title = gettext_lazy("Issue note")

    @property
    def is_in_charge(self):
        return IssueNote.objects.changeable_by(self.request.user).filter(pk=self.object.pk).exists()

    def post(self, request, *args, **kwargs):
        if not self.is_in_charge:
            raise PermissionDenied
        form = StepForm(request.POST)
        if form.is_valid():
            try:
                event = take_step(note=self.object, by=request.user, **form.cleaned_data)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, f"{self.object}: {event.get_state_display()}.")
                return redirect(self.index_url_name)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        note = self.object
        context = {
            "particulars": [
                (_("State"), note.get_state_display()),
                (_("Kind of issue"), note.category),
                (_("Date"), date_format(note.made_on)),
                (_("Venue"), note.venue),
                (_("Commune"), note.area),
                (_("Ambassador"), note.ambassador),
            ],
            "events": note.events.select_related("by"),
            "possible": StepForm.possible_for(note) if self.is_in_charge else [],
            "form": StepForm(initial={"seen": note.state}),
            "text_heading": _("What people said"),
            "particulars_heading": _("Issue note"),
            "decision_heading": _("Decide"),
            "history_heading": _("History"),
        }
        return super().get_context_data(**context | kwargs)


class IssueNoteViewSet(InspectingViewSet):
    """What a note says is its ambassador's alone; where it stands is said here."""

    model = IssueNote
    icon = "comment"
    menu_label = gettext_lazy("Issue notes")
    menu_order = 125
    add_to_admin_menu = True
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = IssueNoteIndexView
    inspect_view_class = IssueNoteInspectView
    inspect_template_name = "ambassadors/admin/issue_note.html"
    filterset_class = IssueNoteFilterSet
    export_filename = "sala-issue-notes"
    list_per_page = 50
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Issue note"), url_name="issue_notes:inspect"),
        Column("place", label=gettext_lazy("Place")),
        Column("area", label=gettext_lazy("Commune")),
        Column("ambassador", label=gettext_lazy("Ambassador")),
        DateColumn("made_on", label=gettext_lazy("Date"), sort_key="made_on"),
        Column("referred_to", label=gettext_lazy("Referred to")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda note: note.state == IssueNote.State.NEW,
        ),
    ]
    list_export = ["id", "made_on", "category", "area.code", "area", "venue", "state", "referred_to", "text"]
    export_headings = {
        "id": "id",
        "area.code": gettext_lazy("Area code"),
        "referred_to": gettext_lazy("Referred to"),
    }


class IssueCategoryViewSet(ModelViewSet):
    model = IssueCategory
    icon = "tag"
    menu_label = gettext_lazy("Kinds of issues")
    menu_order = 621
    add_to_settings_menu = True
    list_display = ["name", "code", "is_retired"]
    form_fields = ["name_km", "name_en", "code", "is_retired"]
    copy_view_enabled = False
