"""What an ambassador has given: figures for the start page, from the same rows as "My sessions"."""

from django.db.models import Count, Q, Sum
from django.utils import timezone

from ambassadors.models import TrainingSession

State = TrainingSession.Status


def figures_of(ambassador, on=None):
    """{"waiting", "returned", "verified", "people", "minutes_month", "minutes_all"} of one ambassador.

    Only what is verified gives people and minutes; `verified`, `people` and `minutes_month` are of sessions held in
    the month of a day (today unless given). A session taught together counts for each who taught,
    also where each sent it.
    """
    month = (on or timezone.localdate()).replace(day=1)
    own = TrainingSession.objects.credited_to(ambassador).order_by()
    this_month = Q(status=State.VERIFIED, held_on__gte=month)
    figures = own.aggregate(
        waiting=Count("pk", filter=Q(status=State.SUBMITTED)),
        returned=Count("pk", filter=Q(status=State.RETURNED)),
        verified=Count("pk", filter=this_month),
        minutes_month=Sum("duration_minutes", filter=this_month, default=0),
        minutes_all=Sum("duration_minutes", filter=Q(status=State.VERIFIED), default=0),
    )
    with_people = own.filter(this_month).with_people()
    return figures | {"people": sum(with_people.values_list("people_total", flat=True))}


def hours(minutes):
    """Minutes as hours with one decimal, as text: 90 is "1.5", 120 is "2"."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
