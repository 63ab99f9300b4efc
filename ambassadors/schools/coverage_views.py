"""The coverage report in the staff pages: a map, a list, and the list as a file."""

import csv

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.log_actions import log

from ambassadors.schools.coverage import DAYS, PERMISSION, PLACES, Coverage
from ambassadors.schools.coverage_map import drawing_of
from lms.menu import AllowedItem
from lms.models import Area
from lms.reporting.plain import BOM, inert

URL = "coverage_report"


class CoverageForm(forms.Form):
    """Which district, of those the user may see; all of them unless asked otherwise."""

    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=gettext_lazy("Area"),
        required=False,
        empty_label=gettext_lazy("Everything I may see"),
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        communes = Area.objects.current().filter(user.area_condition("pk", PERMISSION), level=3)
        districts = Area.objects.filter(pk__in=communes.values("parent"))
        self.fields["area"].queryset = districts.order_by("code")


def may_see(user):
    return user.is_active and (user.is_superuser or bool(user.areas_with(PERMISSION)))


def asked(request, data):
    """(form, Coverage); raises PermissionDenied for who sees no training sessions anywhere."""
    if not may_see(request.user):
        raise PermissionDenied
    form = CoverageForm(data, user=request.user)
    area = form.cleaned_data["area"] if form.is_valid() else None
    return form, Coverage(user=request.user, today=timezone.localdate(), area=area)


@require_GET
def coverage_report(request):
    form, coverage = asked(request, request.GET)
    communes, schools = coverage.commune_lines(), coverage.school_lines()
    ambassadors = coverage.ambassador_rows()
    context = {
        "form": form,
        "days": DAYS,
        "today": coverage.today,
        "communes": communes,
        "schools": schools,
        "commune_gaps": sum(line.is_gap for line in communes),
        "school_gaps": sum(line.is_gap for line in schools),
        "drawing": drawing_of(communes),
        "ambassadors": ambassadors,
        "ambassador_totals": [sum(counts[place] for _label, counts, _all in ambassadors) for place in PLACES],
        "ambassadors_in_all": sum(total for _label, _counts, total in ambassadors),
        "header_title": _("Coverage"),
        "header_icon": "site",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Coverage")},
        ],
    }
    return render(request, "ambassadors/admin/coverage.html", context, status=200 if form.is_valid() else 422)


@require_POST
def download_coverage(request):
    """The same list as CSV with inert cells; taking it away is logged."""
    form, coverage = asked(request, request.POST)
    area = form.cleaned_data.get("area") if form.is_valid() else None
    data = {"area": area.code if area else "", "today": coverage.today.isoformat()}
    log(request.user, "ambassadors.export_coverage", user=request.user, data=data)
    name = f"sala-coverage-{coverage.today:%Y-%m-%d}.csv"
    response = HttpResponse(
        BOM, content_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    writer = csv.writer(response)
    writer.writerow(
        [
            "Kind · ប្រភេទ",
            "Code · លេខកូដ",
            "Name in English · ឈ្មោះជាភាសាអង់គ្លេស",
            "Name in Khmer · ឈ្មោះជាភាសាខ្មែរ",
            "Area code · លេខកូដតំបន់",
            "EMIS code · លេខកូដសាលារៀនរបស់ក្រសួង",
            "Last verified session · វគ្គបណ្តុះបណ្តាលដែលបានផ្ទៀងផ្ទាត់ចុងក្រោយ",
            "Days since · ចំនួនថ្ងៃកន្លងមក",
            "State · ស្ថានភាព",
        ]
    )
    for line in coverage.commune_lines():
        place = line.commune
        writer.writerow(_row(line, ["commune", place.code, place.name_latin, place.name_km, place.code, ""]))
    for line in coverage.school_lines():
        place = line.place
        emis_code = place.school.emis_code if hasattr(place, "school") else ""
        names = [place.code, place.name_en, place.name_km]
        writer.writerow(_row(line, ["school", *names, line.commune.code, emis_code]))
    return response


def _row(line, cells):
    days = "" if line.days_since is None else line.days_since
    return [*map(inert, cells), line.last_on.isoformat() if line.last_on else "", days, line.state]


def menu_item():
    return AllowedItem(
        gettext_lazy("Coverage"), reverse(URL), may_see, name="coverage", icon_name="site", order=110
    )


def urls():
    return [
        path("reports/coverage/", coverage_report, name=URL),
        path("reports/coverage/download/", download_coverage, name="download_coverage"),
    ]
