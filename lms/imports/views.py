"""Bringing a sheet in the staff pages: send it, look through what would happen, then take it in."""

import io
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from lms.actions.importing import bring, confirm, plan_import
from lms.imports import people, venues
from lms.imports.command import summary
from lms.imports.forms import RosterForm, SheetForm
from lms.imports.plans import Outcome
from lms.imports.template import write_template
from lms.models import SheetImport

ROWS_SHOWN, PROBLEMS_SHOWN = 100, 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Kind:
    code: str
    title: str
    icon: str
    of: object
    form: type

    def allowed(self, user):
        return user.has_perm(self.of.PERMISSION)


KINDS = {
    "venues": Kind("venues", gettext_lazy("Import venues"), "home", venues, SheetForm),
    "people": Kind("people", gettext_lazy("Import people"), "group", people, RosterForm),
}


def import_sheet(request, kind):
    """A file is kept, and its owner led to what taking it in would do."""
    kind = _kind_for(request, kind)
    form = kind.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            plan_import(
                kind=kind.code, content=content, by=request.user, group=form.cleaned_data.get("group", "")
            )
        except ValidationError as problem:
            form.add_error("file", problem)
        else:
            sheet = bring(
                kind=kind.code,
                content=content,
                file_name=form.cleaned_data["file"].name,
                group=form.cleaned_data.get("group", ""),
                by=request.user,
            )
            return redirect("import_preview", kind.code, sheet.pk)
    context = _context(kind, form=form, columns=kind.of.columns())
    return render(request, "lms/imports/bring.html", context, status=422 if form.errors else 200)


def import_preview(request, kind, pk):
    """Row by row what would happen; then it happens, whole or not at all."""
    kind = _kind_for(request, kind)
    sheet = get_object_or_404(SheetImport, pk=pk, kind=kind.code, brought_by=request.user, done_at=None)
    if request.method == "POST":
        return _decide(request, kind, sheet)
    try:
        plan = plan_import(kind=kind.code, content=bytes(sheet.content), by=request.user, group=sheet.group)
    except (
        ValidationError
    ) as problem:  # an agreement or area that was there when the file was brought is gone
        messages.error(request, " ".join(problem.messages))
        return redirect("import_sheet", kind.code)
    steps = [step for step in plan.steps if step.outcome != Outcome.REFUSED]
    context = _context(
        kind,
        sheet=sheet,
        plan=plan,
        problems=plan.problems_by_row[:PROBLEMS_SHOWN],
        more_problems=max(0, len(plan.problems) - PROBLEMS_SHOWN),
        page=Paginator(steps, ROWS_SHOWN).get_page(request.GET.get("p")),
    )
    return render(request, "lms/imports/preview.html", context)


@require_GET
def import_template(request, kind):
    kind = _kind_for(request, kind)
    file = io.BytesIO()
    write_template(kind.of.columns(), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"sala-{kind.code}.xlsx", content_type=XLSX)


def _decide(request, kind, sheet):
    if "forget" in request.POST:
        sheet.delete()
        messages.success(request, _("Nothing was saved."))
        return redirect("import_sheet", kind.code)
    try:
        plan = confirm(sheet=sheet, by=request.user)
    except ValidationError:
        return redirect("import_preview", kind.code, sheet.pk)  # which says what has changed
    if plan is None or plan.is_possible:
        messages.success(request, summary(plan) if plan else _("This file was taken in already."))
        return redirect("import_sheet", kind.code)
    messages.error(request, _("Something has changed since you looked: please look again."))
    return redirect("import_preview", kind.code, sheet.pk)


def _kind_for(request, code):
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    if not kind.allowed(request.user):
        raise PermissionDenied
    return kind


def _context(kind, **context):
    return context | {
        "kind": kind.code,
        "header_title": kind.title,
        "header_icon": kind.icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("import_sheet", args=[kind.code]), "label": kind.title},
        ],
    }
