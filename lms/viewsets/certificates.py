"""Staff screens of certificates: looking them up, revoking one for a reason, issuing it again."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from lms.actions.certificates import REASON_LIMIT, issue_again, revoke
from lms.models import Certificate
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView


class DecisionForm(forms.Form):
    """Revoke a certificate that is in force, or issue a revoked one again."""

    decision = forms.ChoiceField(choices=[("revoke", ""), ("issue_again", "")])
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The holder reads it. It is not shown to those who check the certificate."),
    )

    def decide(self, *, certificate, by):
        """Carries the decision out; returns the Certificate, or None with errors on the form if it is refused."""
        if not self.is_valid():
            return None
        try:
            if self.cleaned_data["decision"] == "issue_again":
                return issue_again(certificate=certificate, by=by)
            return revoke(certificate=certificate, by=by, reason=self.cleaned_data["reason"])
        except ValidationError as problem:
            self.add_error(None, problem)
            return None


def status_of(certificate):
    return _("revoked") if certificate.is_revoked else _("in force")


class CertificateFilterSet(WagtailFilterSet):
    class Meta:
        model = Certificate
        fields = {"issued_at": ["date__gte", "date__lte"], "is_proctored": ["exact"]}


class CertificateIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("person", "venue")


class CertificateInspectView(ScopedInspectView):
    """One certificate, and the decision about it."""

    page_title = gettext_lazy("Certificate")

    def post(self, request, *args, **kwargs):
        form = DecisionForm(request.POST)
        if decided := form.decide(certificate=self.object, by=request.user):
            messages.success(request, f"{decided}: {status_of(decided)}.")
            return redirect(self.index_url_name)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        may_decide = Certificate.objects.revocable_by(self.request.user).filter(pk=self.object.pk).exists()
        context = {
            "status": status_of(self.object),
            "may_decide": may_decide,
            "form": DecisionForm(),
            "decision_heading": _("Decide"),
            "particulars_heading": _("Certificate"),
        }
        return super().get_context_data(**context | kwargs)


class CertificateViewSet(InspectingViewSet):
    """Certificates are issued by themselves and never edited or deleted; staff look at them and revoke them."""

    model = Certificate
    icon = "tick-inverse"
    menu_label = gettext_lazy("Certificates")
    menu_order = 130
    add_to_admin_menu = True
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    inspect_template_name = "lms/admin/certificate.html"
    filterset_class = CertificateFilterSet
    search_fields = ["code", "name_km", "name_en", "course_title_km", "course_title_en"]
    search_backend_name = None
    list_per_page = 50

    @property
    def list_display(self):
        return [
            TitleColumn(
                "spaced_code",
                label=gettext_lazy("Code"),
                url_name=self.get_url_name("inspect"),
            ),
            Column("name", label=gettext_lazy("Name")),
            Column("course_title", label=gettext_lazy("Course")),
            DateColumn("issued_at", label=gettext_lazy("Issued on"), sort_key="issued_at"),
            StatusTagColumn(
                "status",
                label=gettext_lazy("Status"),
                accessor=status_of,
                sort_key="revoked_at",
                primary=lambda certificate: not certificate.is_revoked,
            ),
        ]
