"""Staff screens of ambassadors: who they are and where, their life cycle, their training and their phones."""

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, TitleColumn

from ambassadors.models import Ambassador, FieldSignIn, SpokenLanguage, TrainingSession
from ambassadors.models.sign_ins import CODE_TIME
from ambassadors.sign_ins.actions import make_sign_in_code, revoke_sign_in
from ambassadors.team.actions import may_give_password
from ambassadors.team.forms import StepForm
from ambassadors.team.life_cycle import possible_steps
from ambassadors.team.service_views import staff_urls
from ambassadors.team.staff_forms import AmbassadorForm, EnrolmentForm
from lms.models import Area, Gender, Partner, Setting
from lms.qr import qr_svg
from lms.viewsets import ScopedViewSet
from lms.viewsets.exporting import LoggedExportMixin
from lms.viewsets.scoped import ScopedIndexView, ScopedInspectView

Session = TrainingSession.Status
PHONES_SHOWN = 20


def areas_of_ambassadors(request):
    """The districts and communes for which the ambassadors a user may see work, and what lies above."""
    seen = Area.objects.filter(ambassadors__in=Ambassador.objects.visible_to(request.user))
    above = Q(pk__in=seen) | Q(children__in=seen) | Q(children__children__in=seen)
    return Area.objects.filter(above).distinct().order_by("code")


def partners_of_ambassadors(request):
    seen = Ambassador.objects.visible_to(request.user)
    return Partner.objects.filter(ambassadors__in=seen).distinct().order_by("name_en")


class AmbassadorFilterSet(WagtailFilterSet):
    """Offers only what the user may see."""

    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=Ambassador.Status.choices)
    gender = django_filters.ChoiceFilter(
        label=gettext_lazy("Gender"), field_name="person__gender", choices=Gender.choices
    )
    area = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Area"), queryset=areas_of_ambassadors, method="within"
    )
    setting = django_filters.ChoiceFilter(
        label=gettext_lazy("Has taught"), choices=Setting.choices, method="taught_in"
    )
    languages = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Languages"),
        queryset=lambda request: SpokenLanguage.objects.all(),
        widget=CheckboxSelectMultiple,
        conjoined=True,
    )
    partner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Partner"), queryset=partners_of_ambassadors
    )

    class Meta:
        model = Ambassador
        fields = ["status", "gender", "area", "setting", "languages", "partner"]

    def within(self, queryset, _name, area):
        return queryset.filter(area__in=Area.objects.within([area]))

    def taught_in(self, queryset, _name, setting):
        return queryset.filter(**{f"{setting}_sessions__gt": 0})


class AmbassadorIndexView(LoggedExportMixin, ScopedIndexView):
    def get_base_queryset(self):
        """`urban_sessions` and `rural_sessions`: verified training sessions led there, not those held as a guest."""
        verified = Q(training_sessions__status=Session.VERIFIED)
        counts = {
            f"{setting}_sessions": Count(
                "training_sessions", filter=verified & Q(training_sessions__venue__setting=setting)
            )
            for setting in Setting.values
        }
        return (
            super()
            .get_base_queryset()
            .select_related("person__commune", "person__user", "area__parent", "partner")
            .prefetch_related("languages")
            .annotate(**counts)
            .order_by("pk")
        )


class AmbassadorInspectView(ScopedInspectView):
    """One ambassador: particulars, what can be done, phones, history."""

    page_title = gettext_lazy("Ambassador")

    def post(self, request, *args, **kwargs):
        form = StepForm(request.POST, ambassador=self.object)
        if event := form.take(by=request.user):
            messages.success(request, f"{self.object}: {event.get_kind_display()}.")
            return redirect("ambassadors:inspect", self.object.pk)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        found, user = self.object, self.request.user
        in_charge = Ambassador.objects.changeable_by(user).filter(pk=found.pk).exists()
        may_decide = in_charge and found.person_id != user.person_id
        context = {
            "particulars": particulars(found),
            "in_charge": in_charge,
            "steps": possible_steps(found) if may_decide else [],
            "may_record_training": may_decide and found.required_course_done_at is None,
            "may_sign_in": in_charge and may_give_password(found.person),
            "sign_ins": FieldSignIn.objects.filter(user__person=found.person_id)[:PHONES_SHOWN],
            "certificates": found.service_certificates.select_related("revoked_by"),
            "may_decide": may_decide,
            "events": found.events.select_related("by"),
            "sessions_url": f"{reverse('training_sessions:index')}?ambassador={found.pk}",
            "form": StepForm(ambassador=found),
            "particulars_heading": _("Ambassador"),
            "steps_heading": _("Life cycle"),
            "phones_heading": _("Phones"),
            "certificates_heading": _("Certificates of service"),
            "history_heading": _("History"),
        }
        return super().get_context_data(**context | kwargs)


def particulars(ambassador):
    """[(label, value)] of everything about an ambassador but the history."""
    person = ambassador.person
    user = getattr(person, "user", None)
    return [
        (_("Status"), ambassador.get_status_display()),
        (_("Required course done at"), ambassador.required_course_done_at or _("not yet")),
        (_("Sessions until"), ambassador.stopped_on),
        (_("Gender"), person.get_gender_display()),
        (_("Year of birth"), person.birth_year and str(person.birth_year)),
        (_("Phone"), person.phone),
        (_("Area"), ambassador.area),
        (_("Partner"), ambassador.partner),
        (_("Languages"), ambassador.spoken_languages),
        (_("Joined on"), ambassador.joined_on),
        (_("User name"), user and user.username),
    ]


def inspected(request, pk):
    """The ambassador of a page on which something is done, for whoever is in charge."""
    found = get_object_or_404(Ambassador.objects.visible_to(request.user), pk=pk)
    if not Ambassador.objects.changeable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return found


@never_cache
@require_POST
def sign_in_phone(request, pk):
    """Shows the square once, in answer to the button: what it says is stored nowhere."""
    found = inspected(request, pk)
    try:
        token = make_sign_in_code(ambassador=found, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("ambassadors:inspect", pk)
    address = f"{settings.SITE_URL}{reverse('field:sign_in_by_code', args=[token])}"
    context = {
        "ambassador": found,
        "qr": qr_svg(address, label=_("Square to sign in with")),
        "minutes": int(CODE_TIME.total_seconds() // 60),
        "header_title": _("Sign in a phone"),
        "header_icon": "mobile-alt",
        "breadcrumbs_items": [
            {"url": reverse("ambassadors:index"), "label": _("Ambassadors")},
            {"url": reverse("ambassadors:inspect", args=[pk]), "label": str(found)},
            {"url": "", "label": _("Sign in a phone")},
        ],
    }
    return render(request, "ambassadors/admin/sign_in_phone.html", context)


@require_POST
def revoke_phone(request, pk, sign_in):
    found = inspected(request, pk)
    phone = get_object_or_404(FieldSignIn, pk=sign_in, user__person=found.person_id)
    revoke_sign_in(sign_in=phone, by=request.user)
    messages.success(request, _("That phone is signed out."))
    return redirect("ambassadors:inspect", pk)


class AmbassadorViewSet(ScopedViewSet):
    """An ambassador is enrolled with a person and a sign-in, and never deleted: their sessions stay."""

    model = Ambassador
    icon = "group"
    menu_label = gettext_lazy("Ambassadors")
    menu_order = 120
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = AmbassadorIndexView
    inspect_view_class = AmbassadorInspectView
    inspect_template_name = "ambassadors/admin/ambassador.html"
    filterset_class = AmbassadorFilterSet
    search_fields = [
        "person__family_name_km",
        "person__given_name_km",
        "person__family_name_latin",
        "person__given_name_latin",
    ]
    search_backend_name = None
    list_per_page = 50
    export_filename = "sala-ambassadors"
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Ambassador"), url_name="ambassadors:inspect"),
        Column("gender", label=gettext_lazy("Gender"), accessor="person.get_gender_display"),
        Column("area", label=gettext_lazy("Area"), sort_key="area__code"),
        Column("languages", label=gettext_lazy("Languages"), accessor="spoken_languages"),
        Column("partner", label=gettext_lazy("Partner")),
        NumberColumn("urban_sessions", label=gettext_lazy("Urban sessions"), sort_key="urban_sessions"),
        NumberColumn("rural_sessions", label=gettext_lazy("Rural sessions"), sort_key="rural_sessions"),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor="get_status_display",
            sort_key="status",
            primary=lambda found: found.is_active,
        ),
    ]
    list_export = [
        "person",
        "person.gender",
        "area.code",
        "area",
        "spoken_languages",
        "partner",
        "status",
        "joined_on",
        "required_course_done_at",
        "urban_sessions",
        "rural_sessions",
    ]
    export_headings = {
        "person": gettext_lazy("Ambassador"),
        "person.gender": gettext_lazy("Gender"),
        "area.code": gettext_lazy("Area code"),
        "area": gettext_lazy("Area"),
        "spoken_languages": gettext_lazy("Languages"),
        "urban_sessions": gettext_lazy("Verified sessions, urban"),
        "rural_sessions": gettext_lazy("Verified sessions, rural"),
    }

    def get_form_class(self, for_update=False):
        return AmbassadorForm if for_update else EnrolmentForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/sign-in-phone/", sign_in_phone, name="sign_in_phone"),
            path("<int:pk>/phones/<int:sign_in>/revoke/", revoke_phone, name="revoke_phone"),
            *staff_urls(),
        ]
