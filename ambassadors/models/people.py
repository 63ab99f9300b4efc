"""Digital ambassadors: who they are, what they speak, and how they came and went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import Area, Partner, Person
from lms.models.places import NamedInBothLanguages, code_validator

EVENT_REASON_LIMIT = 1000


class SpokenLanguage(NamedInBothLanguages):
    """A language people here speak, by its ISO 639 code; managers may add some."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[code_validator])

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["pk"]


class AmbassadorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Ambassador.Status.ACTIVE)

    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_ambassador"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("area", "ambassadors.change_ambassador"))


class Ambassador(models.Model):
    """A person who volunteers to teach; signs in as that person's user.

    Every change of `status` is a step of ambassadors/team/life_cycle.py and leaves an AmbassadorEvent.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied")
        TRAINING = "training", _("in training")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        LEFT = "left", _("left")

    person = models.OneToOneField(Person, models.PROTECT, related_name="ambassador", verbose_name=_("person"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="ambassadors", verbose_name=_("area"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="ambassadors", verbose_name=_("partner")
    )
    languages = models.ManyToManyField(
        SpokenLanguage, blank=True, related_name="ambassadors", verbose_name=_("languages")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TRAINING)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    # When the course required of ambassadors was completed, on a phone or with the coordinator (R23).
    required_course_done_at = models.DateTimeField(
        _("required course done at"), null=True, blank=True, editable=False
    )
    # The last day of which training sessions may still come in, once somebody who was active has paused or left; it
    # stays while who came back is trained anew.
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True, editable=False)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="active") | Q(required_course_done_at__isnull=False),
                name="ambassador_active_after_the_required_course",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None) | ~Q(status__in=["active", "applied"]),
                name="ambassador_has_not_stopped_while_active",
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    @property
    def may_log(self):
        """Training sessions of today may come in (R23)."""
        return self.is_active and self.required_course_done_at is not None

    @property
    def last_day(self):
        """The latest day of which training sessions may come in; None where none may."""
        if self.required_course_done_at is None:
            return None
        return timezone.localdate() if self.is_active else self.stopped_on

    def was_active_at(self, moment):
        """What was made then may come in, even after a pause or a farewell since."""
        return self.last_day is not None and timezone.localdate(moment) <= self.last_day

    @property
    def spoken_languages(self):
        """Their names, for people to read."""
        return ", ".join(language.name for language in self.languages.all())

    def colleagues(self):
        """The other ambassadors of the same district or municipality, who may teach together with this one."""
        district = next(area for area in self.area.ancestors if area.level <= Area.Level.DISTRICT)
        return Ambassador.objects.filter(area__in=Area.objects.within([district])).exclude(pk=self.pk)


class AmbassadorEvent(models.Model):
    """One step in an ambassador's life with the programme: what, who, when and why. Never changed."""

    class Kind(models.TextChoices):
        APPLIED = "applied", _("applied")
        ACCEPTED = "accepted", _("accepted for training")
        ENROLLED = "enrolled", _("enrolled by a coordinator")
        COURSE_DONE = "course_done", _("completed the required course")
        TRAINED = "trained", _("trained in person")
        ACTIVATED = "activated", _("became active")
        PAUSED = "paused", _("paused")
        RESUMED = "resumed", _("active again")
        LEFT = "left", _("left")
        CAME_BACK = "came_back", _("came back, in training")

    ambassador = models.ForeignKey(
        Ambassador, models.CASCADE, related_name="events", verbose_name=_("ambassador")
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    reason = models.TextField(_("reason"), blank=True, max_length=EVENT_REASON_LIMIT)
    # Nobody of the staff for what the ambassador did.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of an ambassador")
        verbose_name_plural = _("steps of ambassadors")
        ordering = ["at", "pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["paused", "left", "trained"]) | ~Q(reason=""),
                name="ambassador_event_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["applied", "course_done"], by=None)
                | ~Q(kind__in=["applied", "course_done"]) & Q(by__isnull=False),
                name="ambassador_event_is_somebodys",
            ),
        ]

    def __str__(self):
        return f"{self.ambassador_id} {self.kind}"
