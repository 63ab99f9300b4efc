"""Digital ambassadors."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import Area, Partner, Person


class AmbassadorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Ambassador.Status.ACTIVE)

    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_ambassador"))


class Ambassador(models.Model):
    """A person who volunteers to teach; signs in as that person's user."""

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
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")
        ordering = ["pk"]

    def __str__(self):
        return str(self.person)

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    def colleagues(self):
        """The other ambassadors of the same district or municipality, who may teach together with this one."""
        district = next(area for area in self.area.ancestors if area.level <= Area.Level.DISTRICT)
        return Ambassador.objects.filter(area__in=Area.objects.within([district])).exclude(pk=self.pk)
