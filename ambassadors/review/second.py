"""Whether two people have to agree on a training session before it counts."""

from ambassadors.models import ReviewPolicy, ReviewRule, TrainingSession
from ambassadors.review.queue import entries_of
from ambassadors.sessions.headcount import Headcount


def needs_second(session):
    """By the review policy: it is large, or has a flag whose rule says so. One query where no policy asks for it."""
    policy = ReviewPolicy.current()
    if not policy.needs_second:
        return False
    if policy.second_from_people is not None:
        people = Headcount.of(session).total + session.attendances.count()
        if people >= policy.second_from_people:
            return True
    if not any(rule.needs_second for rule in ReviewRule.in_force().values()):
        return False
    return any(entry.needs_second for entry in entries_of(TrainingSession.objects.filter(pk=session.pk)))
