"""Where managers set how strict the review is: the rules behind flags and measures, and the review policy (R80)."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from ambassadors.models import DEFAULT_RULES, Measure, ReviewPolicy, ReviewRule
from ambassadors.review.access import may_set_policy, only
from ambassadors.review.views import frame


class ReviewRuleForm(WagtailAdminModelForm):
    """Only what this rule knows: a flag without a threshold has none to be set, a weekly measure has no weight."""

    class Meta:
        model = ReviewRule
        fields = ["is_on", "weight", "threshold", "needs_second"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if DEFAULT_RULES[self.instance.code][1] is None:
            del self.fields["threshold"]
        else:
            self.fields["threshold"].help_text = self.instance.unit
        if self.instance.code in Measure.values:
            del self.fields["weight"], self.fields["needs_second"]


class ReviewRuleViewSet(ModelViewSet):
    """Every rule there is; they are loaded with the reference data, and changed here."""

    model = ReviewRule
    icon = "warning"
    menu_label = gettext_lazy("Review rules")
    menu_order = 622
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    form_fields = ReviewRuleForm.Meta.fields
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Flag"), url_name="review_rules:edit"),
        BooleanColumn("is_on", label=gettext_lazy("In use")),
        NumberColumn("weight", label=gettext_lazy("Weight"), sort_key="weight"),
        NumberColumn("threshold", label=gettext_lazy("Threshold")),
        Column("unit", label=gettext_lazy("What the threshold counts")),
        BooleanColumn("needs_second", label=gettext_lazy("Second person")),
    ]

    def get_form_class(self, for_update=False):
        return ReviewRuleForm

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"add_url_name": None, "delete_url_name": None} | kwargs)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("history/<int:pk>/", self.history_view, name="history"),
        ]


class PolicyForm(forms.ModelForm):
    class Meta:
        model = ReviewPolicy
        fields = [
            "needs_second",
            "second_from_people",
            "verifies_clean",
            "clean_after_days",
            "sample_size",
            "location_days",
            "photo_days",
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_set_policy)
def policy(request):
    form = PolicyForm(request.POST or None, instance=ReviewPolicy.current())
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        log(saved, "wagtail.edit", user=request.user, data={"fields": form.changed_data})
        messages.success(request, _("The review policy is saved."))
        return redirect("review_policy")
    context = frame(_("Review policy"), "cogs", form=form)
    return render(request, "ambassadors/admin/policy.html", context, status=422 if form.errors else 200)
