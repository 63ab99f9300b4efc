"""Learners whom an ambassador teaches together."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from lms.models import Person, Venue

GROUP_NAME_LIMIT = 60


class LearnerGroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("ambassador__area", "ambassadors.view_learnergroup"))


class LearnerGroup(models.Model):
    """Enrolled learners who meet with one ambassador, so that the roster of a session need not be typed each time.

    Only its ambassador and the staff of the area see it. Who had themselves erased, or turned out to be a second
    record of somebody, is in no group any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, related_name="learner_groups", verbose_name=_("ambassador")
    )
    name = models.CharField(_("name"), max_length=GROUP_NAME_LIMIT)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    members = models.ManyToManyField(
        Person, blank=True, related_name="learner_groups", verbose_name=_("learners")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = LearnerGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner group")
        verbose_name_plural = _("learner groups")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ambassador", "name"], name="learner_group_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="learner_group_has_a_name"),
        ]

    def __str__(self):
        return self.name

    def known_members(self):
        return self.members.known().select_related("learner_card").order_by("nickname", "pk")
