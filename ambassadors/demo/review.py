"""What coordinators decided about the training sessions, and when."""

import datetime as dt
from dataclasses import dataclass, field

from ambassadors.models import ReviewEvent, TrainingSession
from lms.demo.registry import weighted
from lms.models import RoleAssignment, User

Kind, Status = ReviewEvent.Kind, TrainingSession.Status

OUTCOMES = {Kind.VERIFIED: 86, Kind.RETURNED: 8, Kind.REJECTED: 3, None: 3}  # None: left lying
SENT_AGAIN = 0.6
RETURNED = "ចំនួនមនុស្សច្រើនពេក។ សូមពិនិត្យក្រឡានីមួយៗម្តងទៀត។"
REJECTED = [
    "ទីកន្លែងនោះបញ្ជាក់ថា គ្មានវគ្គបណ្តុះបណ្តាលនៅថ្ងៃនោះទេ។",
    "វគ្គនេះត្រូវបានលុបចោល ព្រោះគ្មានអ្នកចូលរួម។",
]
DUPLICATE = "ដូចគ្នានឹងវគ្គបណ្តុះបណ្តាលដែលបានផ្ញើមុន។"


@dataclass(frozen=True)
class Event:
    kind: str
    by: User
    at: dt.datetime
    revision: int = 1
    reason: str = ""


@dataclass
class History:
    """What happened to one training session after it was sent."""

    events: list = field(default_factory=list)
    status: str = Status.SUBMITTED
    sent_again_at: dt.datetime | None = None

    @property
    def revisions(self):
        return 2 if self.sent_again_at else 1

    @property
    def was_returned(self):
        return any(event.kind == Kind.RETURNED for event in self.events)

    @property
    def is_mistaken(self):
        """Returned, and not mended yet."""
        return self.was_returned and not self.sent_again_at


class Reviewer:
    """The coordinators at work: one for each district."""

    def __init__(self, demonstration):
        self.demonstration = demonstration
        self.dice = demonstration.dice("review")
        coordinators = RoleAssignment.objects.filter(user__is_demo=True, role=RoleAssignment.Role.COORDINATOR)
        self.coordinator_of = {
            assignment.area_id: assignment.user for assignment in coordinators.select_related("user")
        }

    def history(self, plan, received_at):
        history = History([Event(Kind.SUBMITTED, plan.ambassador.person.user, received_at)])
        outcome = weighted(self.dice, OUTCOMES)
        reason = {Kind.RETURNED: RETURNED, Kind.REJECTED: self.dice.choice(REJECTED)}.get(outcome, "")
        is_sent_again, takes_days = self.dice.random() < SENT_AGAIN, self.dice.randint(1, 4)
        first, second = self._working_moment(received_at), self.dice.randint(30, 90)
        if outcome is None or not self._decide(history, plan, outcome, first, reason):
            return history
        again_at = first + dt.timedelta(days=takes_days, minutes=second)
        if outcome == Kind.RETURNED and is_sent_again and again_at < self.demonstration.end:
            history.sent_again_at, history.status = again_at, Status.SUBMITTED
            history.events.append(Event(Kind.SUBMITTED, plan.ambassador.person.user, again_at, 2))
            self._decide(history, plan, Kind.VERIFIED, self._working_moment(again_at))
        return history

    def duplicate(self, plan, received_at):
        history = History([Event(Kind.SUBMITTED, plan.ambassador.person.user, received_at)])
        self._decide(history, plan, Kind.DUPLICATE, self._working_moment(received_at), DUPLICATE)
        return history

    def _decide(self, history, plan, kind, at, reason=""):
        """True if the decision fell before the end of the demonstration."""
        if at >= self.demonstration.end:
            return False
        by = self.coordinator_of[plan.district.pk]
        history.events.append(Event(kind, by, at, history.revisions, reason))
        history.status = Status(kind)
        return True

    def _working_moment(self, after):
        """One to nine days later, in the daytime."""
        day = after.astimezone(self.demonstration.end.tzinfo).date()
        day += dt.timedelta(days=round(self.dice.triangular(1, 9, 3)))
        return self.demonstration.moment(day, dt.time(self.dice.randint(8, 16), self.dice.randint(0, 59)))
