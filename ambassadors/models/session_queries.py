"""Sets of training sessions, as reports, staff screens and phones ask for them."""

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Sum, When

from lms.models import Gender


class TrainingSessionQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(status=self.model.Status.VERIFIED)

    def submitted(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def during(self, period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)

    def with_headcount(self):
        """Adds `headcount_total`: heads counted without names, 0 where none were."""
        return self.annotate(headcount_total=models.functions.Coalesce(Sum("headcount_cells__count"), 0))

    def with_people(self):
        """Adds `people_total`: everybody who took part, counted or named. Two sums of their own: a join of both tables
        would count each head once for every name."""

        def total_of(model, weight):
            rows = model.objects.filter(training_session=OuterRef("pk")).order_by()
            total = rows.values("training_session").annotate(total=weight).values("total")
            return models.functions.Coalesce(Subquery(total), 0)

        heads, names = (
            self.model._meta.get_field(name).related_model for name in ("headcount_cells", "attendances")
        )
        return self.annotate(people_total=total_of(heads, Sum("count")) + total_of(names, Count("pk")))

    def with_names(self):
        """Fetches who is named, and their cards, for `codes` of each session; one query for all."""
        rows = self.model._meta.get_field("attendances").related_model.objects
        rows = rows.select_related("person__learner_card").order_by("pk")
        return self.prefetch_related(models.Prefetch("attendances", rows))

    def with_women_and_men(self):
        """Adds `women` and `men`, as `with_headcount` adds the total."""

        def heads(gender):
            total = Sum("headcount_cells__count", filter=Q(headcount_cells__gender=gender))
            return models.functions.Coalesce(total, 0)

        return self.annotate(women=heads(Gender.FEMALE), men=heads(Gender.MALE))

    def waiting_first(self):
        """What waits for review first, the latest first among each."""
        is_waiting = Case(When(status=self.model.Status.SUBMITTED, then=0), default=1)
        return self.order_by(is_waiting, "-held_on", "-made_at")

    def with_reason(self):
        """Adds `reason`: why it was last returned or rejected, None if it never was."""
        events = self.model._meta.get_field("review_events").related_model
        decisions = events.objects.filter(
            training_session=OuterRef("pk"), kind__in=events.ANSWERED_BY_AMBASSADOR
        )
        return self.annotate(reason=Subquery(decisions.order_by("-at", "-pk").values("reason")[:1]))

    def led_by(self, ambassador):
        joint = ambassador.joint_training_sessions.values("pk")
        return self.filter(Q(ambassador=ambassador) | Q(pk__in=joint))

    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.view_trainingsession"))

    def reviewable_by(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.review_trainingsession"))
