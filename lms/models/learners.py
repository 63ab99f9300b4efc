"""Who learns: one browser each, a guest until its person is known."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.choices import Gender
from lms.models.people import Person
from lms.models.places import Venue


class LearnerQuerySet(models.QuerySet):
    def guests(self):
        return self.filter(person=None)

    def of_same_person(self, learner):
        """This learner and, once the person is known, every other learner of that person."""
        if learner.person_id is None:
            return self.filter(pk=learner.pk)
        return self.filter(person=learner.person_id)

    def visible_to(self, user):
        return self.filter(user.area_condition("person__commune", "lms.view_person"))


class Learner(models.Model):
    """Someone taking lessons in one browser; a guest until registration gives it a person.

    The id is made by the phone (or by the server for a browser without JavaScript), so that work done before
    registering, even offline, can be adopted. One person may have several learners: one for each phone used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="learners", verbose_name=_("person")
    )
    came_through = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="learners",
        verbose_name=_("came through the poster of"),
    )
    # Only from the voluntary one-tap question; a person's own gender counts once there is a person.
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, default=Gender.NOT_RECORDED)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, adopted_at=None) | Q(person__isnull=False, adopted_at__isnull=False),
                name="learner_adopted_when_person_known",
            ),
        ]

    def __str__(self):
        return str(self.person or self.id)
