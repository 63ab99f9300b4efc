"""The reach report in the staff pages: look at it, and take it away."""

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from lms.reporting import periods, runs
from lms.reporting.areas import OutOfScope, scope_of
from lms.reporting.checks import DoesNotReconcile
from lms.reporting.dashboard import Dashboard
from lms.reporting.forms import ReachForm
from lms.reporting.reach import Reach
from lms.reporting.report import snapshot

URL = "reach_report"


def may(user, permission):
    try:
        return scope_of(user, permission)
    except OutOfScope:
        return None


@require_GET
def reach_report(request):
    """The figures of a period and area; this quarter and everything the user may see unless asked otherwise."""
    if not may(request.user, "lms.view_reach"):
        raise PermissionDenied
    asked = request.GET.dict()
    asked.setdefault("period", periods.quarter_of(timezone.localdate()).code)
    form = ReachForm(asked, user=request.user)
    context = {
        "form": form,
        "asked": asked,
        "presets": [(label, period.code) for label, period in periods.presets()],
        "header_title": _("Reach"),
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Reach")},
        ],
    }
    if form.is_valid():
        reach = Reach(period=form.cleaned_data["period"], scope=form.cleaned_data["scope"])
        exported = may(request.user, "lms.export_reach")
        context["may_export"] = exported is not None and (bool(asked.get("area")) or exported == reach.scope)
        try:
            with snapshot():
                context["dashboard"] = Dashboard(reach)
        except DoesNotReconcile as problem:
            context["problem"] = problem
    return TemplateResponse(
        request, "lms/reports/reach.html", context, status=200 if form.is_valid() else 422
    )


@require_POST
def download_reach(request):
    """The report as a file: nothing is handed out that was not written, read again and found to add up."""
    if not may(request.user, "lms.export_reach"):
        raise PermissionDenied
    form = ReachForm(request.POST, user=request.user, permission="lms.export_reach")
    file_format = request.POST.get("format", "xlsx")
    back = f"{reverse(URL)}?{urlencode({name: request.POST.get(name, '') for name in ('period', 'area')})}"
    if not form.is_valid() or file_format not in runs.FORMATS:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(back)
    reach = Reach(period=form.cleaned_data["period"], scope=form.cleaned_data["scope"])
    ending, content_type, *_rest = runs.FORMATS[file_format]
    name = "-".join(["sala-reach", reach.period.code.replace("..", "-to-"), *reach.scope.codes])
    try:
        with tempfile.TemporaryDirectory(prefix="sala-report-") as folder:
            path = Path(folder) / f"report.{ending}"
            runs.export(reach=reach, path=path, by=request.user, file_format=file_format)
            # Opened before the folder goes: the file is gone for good once it has been sent.
            file = path.open("rb")
    except (DoesNotReconcile, runs.CannotWrite) as problem:
        messages.error(request, str(problem))
        return redirect(back)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=content_type)
