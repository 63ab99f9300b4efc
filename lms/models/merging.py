"""Two records of one human being: joined, taken apart again, or known to be two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.people import Person


def _by_whom(verbose_name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


class PersonMergeQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(undone_at=None)

    def visible_to(self, user):
        """Those of whom the user may see both people."""
        seen = Person.objects.visible_to(user).order_by().values("pk")
        return self.filter(kept__in=seen, gone__in=seen)

    def changeable_by(self, user):
        """Those of whom the user is in charge of both."""
        own = Person.objects.mergeable_by(user).order_by().values("pk")
        return self.filter(kept__in=own, gone__in=own)


class PersonMerge(models.Model):
    """One decision that two registered people are the same human being, and all that it did.

    What hung on `gone` hangs on `kept` since, and `gone` counts nowhere. The record says exactly which rows that
    were, so that the decision can be taken back, and which reports made before come out differently since.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name=_("person kept"))
    gone = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_away", verbose_name=_("person merged away")
    )
    merged_at = models.DateTimeField(_("merged at"), default=timezone.now)
    merged_by = _by_whom(_("merged by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = _by_whom(_("undone by"))
    # {"app.model.field": {"moved": [keys], "own": [keys]}}: rows that came over, and those `kept` had already.
    rows = models.JSONField(default=dict, editable=False)
    # Rows that say the same of both, as Django serialises them: one of them must not count (one attendance each).
    set_aside = models.JSONField(default=list, editable=False)
    # {pk of a Consent: the moment it was withdrawn, or null, before}
    closed = models.JSONField(default=dict, editable=False)
    effects = models.JSONField(_("reports that change"), default=list, editable=False)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of people")
        verbose_name_plural = _("merges of people")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="person_merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="person_not_merged_with_itself"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_at__gte=F("merged_at")),
                name="person_merge_undone_after_it_was_made",
            ),
        ]

    def __str__(self):
        return f"{self.gone_id} → {self.kept_id}"


class KnownApart(models.Model):
    """Two people who look alike and are not the same: never proposed again."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("other person"))
    said_by = _by_whom(_("said by"))
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_known_apart_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_known_apart_in_order_of_number"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} ≠ {self.second_id}"
