"""What an ambassador has given to the programme, of verified sessions alone; a certificate of service says it."""

from dataclasses import dataclass

from django.db.models import Max, Min, Sum
from django.utils import timezone

from ambassadors.models import AmbassadorEvent, Attendance, HeadcountCell, TrainingSession
from ambassadors.models.service import whole_hours

Kind = AmbassadorEvent.Kind
BEGINS, ENDS = {Kind.ACTIVATED, Kind.RESUMED}, {Kind.PAUSED, Kind.LEFT}
DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Service:
    """`participations` counts somebody who came twice as two (counting.md); `first` and `last` are None without any."""

    months: int
    sessions: int
    minutes: int
    participations: int
    first: object
    last: object

    @property
    def hours(self):
        return whole_hours(self.minutes)

    def is_told_by(self, certificate):
        """A ServiceCertificate says just this."""
        told = (certificate.months, certificate.sessions, certificate.minutes, certificate.participations)
        return told == (self.months, self.sessions, self.minutes, self.participations)


def service_of(ambassador, today=None):
    """The Service of an ambassador, sessions taught together with others included. Four queries."""
    verified = TrainingSession.objects.verified().credited_to(ambassador).order_by()
    told = verified.aggregate(minutes=Sum("duration_minutes"), first=Min("held_on"), last=Max("held_on"))
    pks = verified.values("pk")
    heads = HeadcountCell.objects.filter(training_session__in=pks).aggregate(total=Sum("count"))["total"] or 0
    return Service(
        months=round(days_active(ambassador, today or timezone.localdate()) / DAYS_IN_MONTH),
        sessions=verified.count(),
        minutes=told["minutes"] or 0,
        participations=heads + Attendance.objects.filter(training_session__in=pks).count(),
        first=told["first"],
        last=told["last"],
    )


def was_active(steps, day):
    """Whether an ambassador was active on a day or a part of it, as [(kind of event, day)], the oldest first, say.

    Nobody is said to have been inactive whose beginning was not written down.
    """
    known = [(kind, on) for kind, on in steps if kind in BEGINS | ENDS]
    if any(on == day for _kind, on in known):
        return True
    before = [kind for kind, on in known if on < day]
    if before:
        return before[-1] in BEGINS
    return not known or known[0][0] != Kind.ACTIVATED


def days_active(ambassador, today):
    """Days between becoming active and pausing or leaving; since joining, where nobody wrote down when that was."""
    begun, days = None, 0
    steps = [(event.kind, timezone.localdate(event.at)) for event in ambassador.events.all()]
    if not any(kind in BEGINS for kind, _day in steps):
        end = today if ambassador.is_active else ambassador.stopped_on
        return max(0, (end - ambassador.joined_on).days) if end else 0
    for kind, day in steps:
        if kind in BEGINS and begun is None:
            begun = day
        elif kind in ENDS and begun is not None:
            days, begun = days + (day - begun).days, None
    return days + ((today - begun).days if begun is not None else 0)
