"""The reports on learning in the staff pages: look at them, and take them away."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from lms.models import Person
from lms.reporting.learning import difficulty, faces, gain_tables, progress_tables
from lms.reporting.learning.export import FORMATS as ATTEMPT_FORMATS
from lms.reporting.learning.export import export_attempts
from lms.reporting.learning.forms import LearningForm
from lms.reporting.learning.gain import Gain
from lms.reporting.learning.outline import START_CHECKS, outlines
from lms.reporting.learning.progress import Progress
from lms.reporting.learning.sheets import FORMATS
from lms.reporting.learning.stopped import RECENT, where_learners_stopped
from lms.reporting.report import snapshot
from lms.reporting.runs import CannotWrite
from lms.reporting.views import may

EXPORT, PEOPLE = "lms.export_attempts", "lms.view_person"
PEOPLE_PER_PAGE = 50


@dataclass(frozen=True)
class Report:
    """One page of tables. `tables(form)` makes them from a valid LearningForm."""

    name: str
    title: str
    permission: str
    has_course: bool
    tables: Callable

    @property
    def url(self):
        return reverse("learning_report", args=[self.name])


def _progress(form):
    courses = outlines()
    liked = faces.table(faces.Faces(form.asked, courses))
    return [*progress_tables.tables(Progress(form.asked, courses)), liked]


def _questions(form):
    chosen = form.chosen(lambda outline: outline.key != START_CHECKS)
    return [difficulty.table(difficulty.Difficulty(form.asked, chosen))] if chosen else []


def _gain(form):
    gain = Gain(form.asked, form.outlines)
    return gain_tables.tables(gain, form.outlines, form.chosen(lambda outline: outline.key in gain.groups))


REPORTS = {
    report.name: report
    for report in (
        Report("progress", gettext_lazy("Progress"), "lms.view_learning", False, _progress),
        Report("questions", gettext_lazy("Hard questions"), "lms.view_difficulty", True, _questions),
        Report("gain", gettext_lazy("Before and after"), "lms.view_learning", True, _gain),
    )
}


def tabs(user, current):
    """[(title, address, is current)] of the pages a user may see."""
    found = [
        (report.title, report.url, report.name == current)
        for report in REPORTS.values()
        if may(user, report.permission)
    ]
    if may(user, PEOPLE):
        found.append((_("Where learners stopped"), reverse("learners_stopped"), current == "stopped"))
    return found


@require_GET
def learning(request):
    """The first of the pages that the user may see."""
    for _title, url, _is_current in tabs(request.user, ""):
        return redirect(url)
    raise PermissionDenied


def _asked_for(request, name, data):
    """(Report, LearningForm); raises Http404 and PermissionDenied."""
    report = REPORTS.get(name)
    if report is None:
        raise Http404
    if not may(request.user, report.permission):
        raise PermissionDenied
    courses = outlines() if report.has_course else ()
    return report, LearningForm(
        data.dict(), user=request.user, permission=report.permission, outlines=courses
    )


@require_GET
def learning_report(request, name):
    report, form = _asked_for(request, name, request.GET)
    context = _frame(request, report.name) | {
        "report": report,
        "form": form,
        "asked": form.data,
        "presets": [(label, period.code) for label, period in form.presets],
    }
    if form.is_valid():
        with snapshot():
            context["tables"] = report.tables(form)
        context |= {"about": form.asked, "lines": _about(form), "may_export": may(request.user, EXPORT)}
    status = 200 if form.is_valid() else 422
    return TemplateResponse(request, "lms/reports/learning.html", context, status=status)


@require_POST
def download_learning(request, name):
    """The tables of a page as they stand on it, hidden counts included."""
    report, form = _asked_for(request, name, request.POST)
    file_format = request.POST.get("format")
    if not form.is_valid() or file_format not in FORMATS:
        return _back(request, report.url, form)
    content_type, write = FORMATS[file_format]
    with snapshot():
        tables = report.tables(form)
    period = form.asked.period
    details = {"report": name, "period": period.code, "areas": form.asked.scope.codes, "format": file_format}
    log(request.user, "lms.export_learning", user=request.user, data=details)
    file_name = f"sala-{name}-{period.code.replace('..', '-to-')}.{file_format}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(write(tables, [str(report.title), *_about(form)]), content_type, headers=headers)


@require_POST
def download_attempts(request):
    """Attempts under pseudonyms, as CSV or xAPI."""
    if not may(request.user, EXPORT):
        raise PermissionDenied
    form = LearningForm(request.POST, user=request.user, permission=EXPORT)
    file_format = request.POST.get("format")
    if not form.is_valid() or file_format not in ATTEMPT_FORMATS:
        return _back(request, REPORTS["progress"].url, form)
    ending, content_type, _write = ATTEMPT_FORMATS[file_format]
    name = f"sala-attempts-{form.asked.period.code.replace('..', '-to-')}"
    try:
        with tempfile.TemporaryDirectory(prefix="sala-attempts-") as folder:
            path = Path(folder) / f"attempts.{ending}"
            export_attempts(asked=form.asked, path=path, file_format=file_format, by=request.user)
            # Opened before the folder goes: the file is gone for good once it has been sent.
            file = path.open("rb")
    except CannotWrite as problem:
        messages.error(request, str(problem))
        return redirect(REPORTS["progress"].url)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=content_type)


@require_GET
def learners_stopped(request):
    """Registered people of the user's areas who are in the middle of a course, the latest first."""
    if not may(request.user, PEOPLE):
        raise PermissionDenied
    people = Person.objects.visible_to(request.user)
    stops = where_learners_stopped(people, outlines())
    page = Paginator(stops, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(request, "stopped") | {"page_of_stops": page, "days": RECENT.days}
    return TemplateResponse(request, "lms/reports/stopped.html", context)


def _frame(request, current):
    return {
        "tabs": tabs(request.user, current),
        "header_title": _("Learning"),
        "header_icon": "glasses",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Learning")},
        ],
    }


def _about(form):
    """[line] on what a report covers."""
    language = "en" if get_language() == "en" else "km"
    asked = form.asked
    masked = [_("Counts of fewer than %(least)s people are hidden.") % {"least": asked.threshold}]
    return [asked.period.label(language), asked.scope.label(language), *(masked if asked.is_masked else [])]


def _back(request, url, form):
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(f"{url}?{urlencode({name: request.POST.get(name, '') for name in ('period', 'area')})}")
