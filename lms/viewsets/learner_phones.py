"""Staff screens of the phones of registered learners: which may hand in work, and taking that right away."""

from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn

from lms.actions.submit_keys import revoke_phone
from lms.models import Learner, Person
from lms.viewsets.scoped import InspectingViewSet, ScopedIndexView, ScopedInspectView

IN_FORCE = Q(submit_keys__revoked_at=None)


def phones_of(person):
    """A person's learners, one for each phone, that ever made a submit key; the one used last first.

    `keys_in_force` may hand in work; the moments are the latest of all its keys, `used_at` to the day.
    """
    keys = Count("submit_keys", filter=IN_FORCE)
    found = Learner.objects.filter(person=person, submit_keys__isnull=False).select_related("came_through")
    return found.annotate(
        keys_in_force=keys,
        keyed_at=Max("submit_keys__made_at"),
        used_at=Max("submit_keys__last_used_at"),
        revoked_at=Max("submit_keys__revoked_at"),
    ).order_by("-keyed_at", "pk")


class LearnerPhonesIndexView(ScopedIndexView):
    """Those who have a phone that hands in work, or had one."""

    page_title = gettext_lazy("Phones of learners")

    def get_base_queryset(self):
        """`phones` may still hand in; `used_at` is when one last did, to the day."""
        keys = "learners__submit_keys"
        return (
            super()
            .get_base_queryset()
            .known()
            .filter(**{f"{keys}__isnull": False})
            .select_related("commune", "learner_card")
            .annotate(
                phones=Count("learners", filter=Q(**{f"{keys}__revoked_at": None}), distinct=True),
                used_at=Max(f"{keys}__last_used_at"),
            )
            .order_by("pk")
        )


class LearnerPhonesInspectView(ScopedInspectView):
    """The phones of one learner. POST {phone}: revokes that one."""

    page_title = gettext_lazy("Phones of a learner")

    def get_object(self, *args, **kwargs):
        return get_object_or_404(Person.objects.known(), pk=super().get_object(*args, **kwargs).pk)

    def post(self, request, *args, **kwargs):
        phones = {str(phone.pk): phone for phone in phones_of(self.object)}
        if phone := phones.get(request.POST.get("phone")):
            revoke_phone(learner=phone, by=request.user)
            messages.success(request, _("That phone is revoked."))
        return redirect("learner_phones:inspect", self.object.pk)

    def get_context_data(self, **kwargs):
        context = {
            "phones": phones_of(self.object),
            "in_charge": Person.objects.changeable_by(self.request.user).filter(pk=self.object.pk).exists(),
            "phones_heading": _("Phones"),
        }
        return super().get_context_data(**context | kwargs)


class LearnerPhonesViewSet(InspectingViewSet):
    """People are found by nickname, name, number or the code of their card, and never changed here."""

    model = Person
    icon = "mobile-alt"
    menu_label = gettext_lazy("Phones of learners")
    pk_path_converter = "int"
    inspect_view_enabled = True
    index_view_class = LearnerPhonesIndexView
    inspect_view_class = LearnerPhonesInspectView
    inspect_template_name = "lms/admin/learner_phones.html"
    search_fields = [
        "nickname",
        "family_name_km",
        "given_name_km",
        "family_name_latin",
        "given_name_latin",
        "phone",
        "learner_card__code",
    ]
    search_backend_name = None
    list_per_page = 50

    def get_urlpatterns(self):
        *lists, _by_uuid = super().get_urlpatterns()
        return [*lists, path("<int:pk>/", self.inspect_view, name="inspect")]

    @property
    def list_display(self):
        return [
            TitleColumn("__str__", label=gettext_lazy("Learner"), url_name=self.get_url_name("inspect")),
            Column("code", label=gettext_lazy("Code")),
            Column("commune", label=gettext_lazy("Commune")),
            NumberColumn("phones", label=gettext_lazy("Phones that hand in work"), sort_key="phones"),
            DateColumn("used_at", label=gettext_lazy("Last used at"), sort_key="used_at"),
        ]
