"""The coordinators' list of those who want to become ambassadors, and the decision about each."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from ambassadors.models import Application
from ambassadors.moments import moment
from ambassadors.team.forms import ApplicationDecisionForm
from lms.models import Area, Gender
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView


def areas_of_applications(request):
    seen = Application.objects.visible_to(request.user).values("area")
    return Area.objects.filter(pk__in=seen).order_by("code")


class ApplicationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Application.State.choices)
    gender = django_filters.ChoiceFilter(label=gettext_lazy("Gender"), choices=Gender.choices)
    area = django_filters.ModelChoiceFilter(label=gettext_lazy("Commune"), queryset=areas_of_applications)

    class Meta:
        model = Application
        fields = ["state", "gender", "area"]


class ApplicationIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("area", "partner", "ambassador__person")
            .waiting_first()
        )


class ApplicationInspectView(ScopedInspectView):
    """One application, who it may be, and the decision."""

    page_title = gettext_lazy("Application")

    def post(self, request, *args, **kwargs):
        if not self.may_decide:
            raise PermissionDenied
        form = ApplicationDecisionForm(request.POST, application=self.object, by=request.user)
        if form.decide():
            self.object.refresh_from_db()
            if self.object.ambassador_id:
                messages.success(request, _("Accepted for training. Sign the phone in next."))
                return redirect("ambassadors:inspect", self.object.ambassador_id)
            messages.success(request, _("Refused. Please tell the applicant why."))
            return redirect("applications:index")
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def may_decide(self):
        return Application.objects.changeable_by(self.request.user).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs):
        found = self.object
        is_open = found.state == Application.State.WAITING and found.forgotten_at is None
        context = {
            "particulars": [
                (_("State"), found.get_state_display()),
                (_("Name"), found.name),
                (_("Gender"), found.get_gender_display()),
                (_("Year of birth"), found.birth_year and str(found.birth_year)),
                (_("Phone"), found.phone),
                (_("Commune"), found.area),
                (_("Languages"), ", ".join(map(str, found.languages.all()))),
                (_("Partner"), found.partner),
                (_("Applied at"), moment(found.applied_at)),
                (_("Decided at"), moment(found.decided_at)),
                (_("Decided by"), found.decided_by),
                (_("Reason"), found.reason),
                (_("Particulars deleted at"), moment(found.forgotten_at)),
            ],
            "form": ApplicationDecisionForm(application=found, by=self.request.user),
            "is_open": is_open and self.may_decide,
            "particulars_heading": _("Application"),
            "decision_heading": _("Decide"),
        }
        return super().get_context_data(**context | kwargs)


class ApplicationViewSet(InspectingViewSet):
    """Applications are looked at and decided about; what they say is the applicant's."""

    model = Application
    icon = "form"
    menu_label = gettext_lazy("Applications")
    menu_order = 121
    add_to_admin_menu = True
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    inspect_template_name = "ambassadors/admin/application.html"
    filterset_class = ApplicationFilterSet
    list_per_page = 50
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Name"), url_name="applications:inspect"),
        Column("gender", label=gettext_lazy("Gender"), accessor="get_gender_display"),
        Column("area", label=gettext_lazy("Commune")),
        Column("partner", label=gettext_lazy("Partner")),
        DateColumn("applied_at", label=gettext_lazy("Applied at")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda application: application.state == Application.State.WAITING,
        ),
    ]
