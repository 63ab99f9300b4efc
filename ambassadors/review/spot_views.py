"""The pages of spot checks."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from ambassadors.buttons import CHOOSE
from ambassadors.models import ReviewPolicy, SpotCheck
from ambassadors.models.sessions import NOTE_LIMIT
from ambassadors.review.access import may_review, only
from ambassadors.review.sampling import draw_sample, record_spot_check
from ambassadors.review.views import frame

PER_PAGE = 50
SIZE_LIMIT = 50


class DrawForm(forms.Form):
    week_from = forms.DateField(label=gettext_lazy("Seven days from"), widget=AdminDateInput)
    size = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=SIZE_LIMIT)

    def clean_week_from(self):
        if self.cleaned_data["week_from"] > timezone.localdate():
            raise ValidationError(_("This day is in the future."))
        return self.cleaned_data["week_from"]


class ResultForm(forms.Form):
    result = forms.ChoiceField(choices=[choice for choice in SpotCheck.Result.choices if choice[0] != "open"])
    note = forms.CharField(required=False, max_length=NOTE_LIMIT)


def last_week():
    """The Monday that the last whole week began on."""
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday() + 7)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_review)
def spot_checks(request):
    """What was drawn in the user's area, open ones first; a POST draws anew."""
    initial = {"week_from": last_week(), "size": ReviewPolicy.current().sample_size}
    form = DrawForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sample = draw_sample(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            number = sample.checks.count()
            messages.success(
                request,
                _("Drawn by lot: %(number)s of %(all)s.") % {"number": number, "all": len(sample.candidates)},
            )
            return redirect("review_spot_checks")
    checks = (
        SpotCheck.objects.visible_to(request.user)
        .open_first()
        .select_related(
            "training_session__venue__area", "training_session__ambassador__person", "sample", "by"
        )
    )
    recordable = SpotCheck.objects.recordable_by(request.user).open()
    context = frame(
        _("Spot checks"),
        "check",
        form=form,
        may_record=set(recordable.values_list("pk", flat=True)),
        page=Paginator(checks, PER_PAGE).get_page(request.GET.get("p")),
        note_limit=NOTE_LIMIT,
    )
    return render(request, "ambassadors/admin/spot_checks.html", context, status=422 if form.errors else 200)


@require_POST
@only(may_review)
def record(request, pk):
    """Writes down a result; what was not confirmed leads to the decision about the session."""
    check = get_object_or_404(SpotCheck.objects.recordable_by(request.user), pk=pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        messages.error(request, CHOOSE)
        return redirect("review_spot_checks")
    try:
        check = record_spot_check(check=check, by=request.user, **form.cleaned_data)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("review_spot_checks")
    if check.result == SpotCheck.Result.CONFIRMED:
        messages.success(request, f"{check.training_session}: {check.get_result_display()}.")
        return redirect("review_spot_checks")
    messages.warning(request, _("It was not confirmed: send it back or reject it."))
    session_page = reverse("training_sessions:inspect", args=[check.training_session_id])
    return redirect(f"{session_page}?spot_check={check.pk}")
