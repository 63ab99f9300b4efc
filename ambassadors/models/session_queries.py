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

    def with_people(self):
        """Adds `people_total`: everybody who took part, counted or named."""
        return self.annotate(people_total=self._people())

    def with_women_and_men(self):
        """Adds `women` and `men`, as `with_people` adds the total."""
        return self.annotate(women=self._people(Gender.FEMALE), men=self._people(Gender.MALE))

    def _people(self, gender=None):
        """Two sums of their own: a join of both tables would count each head once for every name."""

        def total_of(name, weight, gender_of):
            rows = self.model._meta.get_field(name).related_model.objects.order_by()
            rows = rows.filter(training_session=OuterRef("pk"), **({gender_of: gender} if gender else {}))
            total = rows.values("training_session").annotate(total=weight).values("total")
            return models.functions.Coalesce(Subquery(total), 0)

        heads = total_of("headcount_cells", Sum("count"), "gender")
        return heads + total_of("attendances", Count("pk"), "person__gender")

    def with_names(self):
        """Fetches who is named, and their cards, for `codes` of each session; one query for all."""
        rows = self.model._meta.get_field("attendances").related_model.objects
        rows = rows.select_related("person__learner_card").order_by("pk")
        return self.prefetch_related(models.Prefetch("attendances", rows))

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

    def credited_to(self, ambassador):
        """Those they led, and the verified ones that they sent once more and taught together; each once."""
        again = self.model.objects.led_by(ambassador).filter(is_taught_together=True)
        return self.led_by(ambassador) | self.verified().filter(pk__in=again.values("duplicate_of"))

    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.view_trainingsession"))

    def reviewable_by(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.review_trainingsession"))
