"""What is kept about a person as a learner taught by ambassadors, and as an ambassador, declared to "My data" (R53)."""

from ambassadors.models import LearnerGroup
from ambassadors.my_data.facts import facts
from ambassadors.my_data.words import sections
from ambassadors.team.application_actions import forget_applicant
from lms.holdings import Holding, register


def forget(person, at):
    """Takes an erased person out of every group and forgets what they wrote to become an ambassador.

    Attendances stay, and with them the counts: the person behind them has no name any more.
    """
    LearnerGroup.members.through.objects.filter(person=person).delete()
    forget_applicant(person=person, at=at)


register(Holding(facts=facts, sections=sections, forget=forget, channels=("attendance",)))
