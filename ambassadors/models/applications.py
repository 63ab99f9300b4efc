"""Those who want to become ambassadors, until a coordinator has decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import EVENT_REASON_LIMIT, Ambassador, SpokenLanguage
from lms.models import Area, ConsentText, Gender, Partner, Person

NAME_LIMIT = 80


class ApplicationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Application.State.WAITING)

    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_application"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("area", "ambassadors.change_application"))

    def waiting_first(self):
        is_decided = models.Case(models.When(state=Application.State.WAITING, then=0), default=1)
        return self.order_by(is_decided, "applied_at", "pk")


class Application(models.Model):
    """What somebody over 18 wrote who wants to become a digital ambassador: enough to be called, and no more.

    Accepted, it becomes a person and an ambassador, and keeps nothing itself; refused, or not decided for long, it is
    forgotten (ambassadors/team/application_actions.py).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    # Made with the form, so that sending it twice makes one application.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family_name = models.CharField(_("family name"), max_length=NAME_LIMIT, blank=True)
    given_name = models.CharField(_("given name"), max_length=NAME_LIMIT, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, default=Gender.NOT_RECORDED)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("commune"))
    languages = models.ManyToManyField(
        SpokenLanguage, blank=True, related_name="+", verbose_name=_("languages")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    # The learner who was signed in on the phone and said "that is me".
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("learner")
    )
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+", verbose_name=_("text"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True, max_length=EVENT_REASON_LIMIT)
    ambassador = models.ForeignKey(
        Ambassador, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ambassador")
    )
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    forgotten_at = models.DateTimeField(_("forgotten at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-applied_at"]
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at=None, birth_year__isnull=False)
                & ~Q(family_name="")
                & ~Q(given_name="")
                & ~Q(phone="")
                | Q(forgotten_at__isnull=False, family_name="", given_name="", phone="", birth_year=None),
                name="application_says_who_until_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="application_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="application_refused_for_a_reason"
            ),
        ]

    def __str__(self):
        return self.name or str(self.ambassador or _("(forgotten)"))

    @property
    def name(self):
        return f"{self.family_name} {self.given_name}".strip()
