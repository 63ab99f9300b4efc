"""Staff screens of schools: what they are, how many pupils they have, and what took place there."""

from collections import defaultdict

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ambassadors.models import School, TrainingSession, school_year_of
from ambassadors.schools.actions import record_enrolment
from ambassadors.schools.forms import GENDERS, EnrolmentTableForm, SchoolForm, grade_label
from lms.models import Area, Setting
from lms.viewsets.exporting import LoggedExportMixin
from lms.viewsets.scoped import ScopedIndexView, ScopedInspectView, ScopedViewSet

SESSIONS_SHOWN = 30


def areas_of_schools(request):
    seen = School.objects.visible_to(request.user).values("venue__area")
    return Area.objects.filter(pk__in=seen).order_by("code")


class SchoolFilterSet(WagtailFilterSet):
    area = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Commune"), field_name="venue__area", queryset=areas_of_schools
    )
    setting = django_filters.ChoiceFilter(
        label=gettext_lazy("Urban or rural"), field_name="venue__setting", choices=Setting.choices
    )

    class Meta:
        model = School
        fields = ["area", "setting"]


class SchoolIndexView(LoggedExportMixin, ScopedIndexView):
    def get_base_queryset(self):
        verified = Q(venue__training_sessions__status=TrainingSession.Status.VERIFIED)
        return (
            super()
            .get_base_queryset()
            .select_related("venue__area")
            .annotate(last_session=Max("venue__training_sessions__held_on", filter=verified))
            .order_by("venue__name_en", "pk")
        )


class SchoolInspectView(ScopedInspectView):
    """One school: particulars, pupils by school year, training sessions."""

    page_title = gettext_lazy("School")

    def get_context_data(self, **kwargs):
        school, user = self.object, self.request.user
        sessions = (
            TrainingSession.objects.visible_to(user)
            .filter(venue=school.venue_id)
            .select_related("ambassador__person")
            .with_women_and_men()
            .with_people()
            .order_by("-held_on", "-made_at")
        )
        is_in_charge = School.objects.changeable_by(user).filter(pk=school.pk).exists()
        context = {
            "particulars": [
                (_("EMIS code"), school.emis_code or _("Not recorded")),
                (_("Commune"), school.venue.area),
                (_("Urban or rural"), school.venue.get_setting_display()),
                (_("Grades"), f"{school.first_grade}–{school.last_grade}"),
                (_("Teacher to ask"), f"{school.contact_name} {school.contact_phone}".strip() or "–"),
            ],
            "years": enrolment_tables(school),
            "genders": GENDERS,
            "this_year": school_year_of(timezone.localdate()) if is_in_charge else None,
            "sessions": sessions[:SESSIONS_SHOWN],
            "sessions_url": f"{reverse('training_sessions:index')}?venue={school.venue_id}",
            "paper_url": f"{reverse('field:paper_form')}?venue={school.venue.code}",
            "particulars_heading": _("School"),
            "enrolment_heading": _("Pupils"),
            "sessions_heading": _("Training sessions"),
        }
        return super().get_context_data(**context | kwargs)


def enrolment_tables(school):
    """[{year, label, rows: [(grade, [count or None], total)], totals, total}], the latest school year first."""
    years = defaultdict(dict)
    for row in school.enrolments.all():
        years[row.school_year][row.grade, row.gender] = row.count
    return [enrolment_table(year, years[year]) for year in sorted(years, reverse=True)]


def enrolment_table(year, cells):
    grades = sorted({grade for grade, _gender in cells}, key=lambda grade: grade or 99)
    known = cells.items()
    return {
        "year": year,
        "label": f"{year}–{year + 1}",
        "rows": [
            (
                grade_label(grade),
                [cells.get((grade, gender)) for gender in GENDERS],
                sum(count for (of, _gender), count in known if of == grade),
            )
            for grade in grades
        ],
        "totals": [sum(count for (_grade, of), count in known if of == gender) for gender in GENDERS],
        "total": sum(cells.values()),
    }


def enrolment(request, pk, year):
    """The pupils of one school year, written down by whoever is in charge of the school."""
    if not request.user.has_perm("ambassadors.change_school"):
        raise PermissionDenied
    school = get_object_or_404(School.objects.changeable_by(request.user).select_related("venue"), pk=pk)
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = EnrolmentTableForm(typed, school=school, school_year=year)
    if request.method == "POST" and form.is_valid():
        record_enrolment(school=school, school_year=year, cells=form.cells(), by=request.user)
        messages.success(request, _("The pupils of this school year are saved."))
        return redirect("schools:inspect", school.pk)
    context = {
        "school": school,
        "form": form,
        "label": f"{year}–{year + 1}",
        "genders": GENDERS,
        "header_title": _("Pupils"),
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("schools:index"), "label": _("Schools")},
            {"url": reverse("schools:inspect", args=[school.pk]), "label": str(school)},
            {"url": "", "label": _("Pupils")},
        ],
    }
    return render(request, "ambassadors/admin/enrolment.html", context)


class SchoolViewSet(ScopedViewSet):
    """Schools and their numbers of pupils; no list of names is ever kept here (R52)."""

    model = School
    icon = "home"
    menu_label = gettext_lazy("Schools")
    menu_order = 122
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = SchoolIndexView
    inspect_view_class = SchoolInspectView
    inspect_template_name = "ambassadors/admin/school.html"
    filterset_class = SchoolFilterSet
    search_fields = ["emis_code", "venue__name_km", "venue__name_en"]
    search_backend_name = None
    export_filename = "sala-schools"
    list_per_page = 50
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("School"), url_name="schools:inspect"),
        Column("emis_code", label=gettext_lazy("EMIS code"), sort_key="emis_code"),
        Column("commune", label=gettext_lazy("Commune"), accessor="venue.area"),
        Column("setting", label=gettext_lazy("Urban or rural"), accessor="venue.get_setting_display"),
        DateColumn("last_session", label=gettext_lazy("Last verified session"), sort_key="last_session"),
    ]
    list_export = [
        "emis_code",
        "venue.code",
        "venue.name_km",
        "venue.name_en",
        "venue.area.code",
        "venue.area",
        "venue.setting",
        "first_grade",
        "last_grade",
        "enrolled",
        "last_session",
    ]
    export_headings = {
        "venue.code": gettext_lazy("Venue code"),
        "venue.name_km": gettext_lazy("name in Khmer"),
        "venue.name_en": gettext_lazy("name in English"),
        "venue.area.code": gettext_lazy("Area code"),
        "venue.area": gettext_lazy("Commune"),
        "venue.setting": gettext_lazy("Urban or rural"),
        "enrolled": gettext_lazy("Pupils this school year"),
        "last_session": gettext_lazy("Last verified session"),
    }

    def get_form_class(self, for_update=False):
        return SchoolForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/pupils/<int:year>/", enrolment, name="enrolment"),
        ]
