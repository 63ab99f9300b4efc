"""Staff screens of what phones sent and nobody could use."""

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn

from lms.actions.set_aside import address_of_choice, deal_with, try_again
from lms.models import SetAsideItem
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView


class SetAsideFilterSet(WagtailFilterSet):
    is_open = django_filters.BooleanFilter(
        label=gettext_lazy("Still open"), field_name="dealt_with_at", lookup_expr="isnull"
    )
    reason = django_filters.ChoiceFilter(label=gettext_lazy("Reason"), choices=SetAsideItem.Reason.choices)

    class Meta:
        model = SetAsideItem
        fields = ["is_open", "reason"]


class SetAsideIndexView(ScopedIndexView):
    """What is still open first."""

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("learner__person", "user")
        return rows.order_by(F("dealt_with_at").desc(nulls_first=True), "-received_at")


class SetAsideInspectView(ScopedInspectView):
    """One item as it came, and what can be done about it."""

    page_title = gettext_lazy("Item set aside")

    def post(self, request, *args, **kwargs):
        if not self.is_in_charge:
            raise PermissionDenied
        try:
            if "try_again" in request.POST:
                self.try_again(request)
            else:
                deal_with(set_aside=self.object, by=request.user)
                messages.success(request, _("This is dealt with."))
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return redirect(self.index_url_name)

    def try_again(self, request):
        receipt = try_again(set_aside=self.object, by=request.user)
        if receipt.is_safe:
            messages.success(request, _("This is stored now."))
        else:
            messages.error(request, " ".join([_("It still cannot be used."), *receipt.problem.messages]))

    @property
    def is_in_charge(self):
        return SetAsideItem.objects.changeable_by(self.request.user).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs):
        item = self.object
        context = {
            "particulars": [
                (_("Kind"), item.kind),
                (_("Reason"), item.get_reason_display()),
                (_("From"), item.owner),
                (_("Id"), item.item_id),
                (_("Received at"), item.received_at),
                (_("Dealt with at"), item.dealt_with_at),
                (_("Dealt with by"), item.dealt_with_by),
            ],
            "particulars_heading": _("Item"),
            "raw_heading": _("As it came"),
            "may_decide": item.dealt_with_at is None and self.is_in_charge,
            "address_of_choice": address_of_choice(item),
        }
        return super().get_context_data(**context | kwargs)


class SetAsideViewSet(InspectingViewSet):
    """Items are looked at and dealt with here; what they say is not changed by anybody."""

    model = SetAsideItem
    icon = "warning"
    menu_label = gettext_lazy("Items set aside")
    pk_path_converter = "uuid"
    inspect_view_enabled = True
    index_view_class = SetAsideIndexView
    inspect_view_class = SetAsideInspectView
    inspect_template_name = "lms/admin/set_aside.html"
    filterset_class = SetAsideFilterSet
    list_per_page = 50
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Item"), url_name="set_aside:inspect"),
        Column("reason", label=gettext_lazy("Reason"), accessor="get_reason_display"),
        Column("owner", label=gettext_lazy("From")),
        DateColumn("received_at", label=gettext_lazy("Received at")),
        BooleanColumn(
            "is_open", label=gettext_lazy("Still open"), accessor=lambda item: item.dealt_with_at is None
        ),
    ]
