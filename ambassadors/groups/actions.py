"""Groups of learners: who belongs to them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.models import LearnerGroup
from lms.actions.learning import locked_as_counted
from lms.actions.people import holders_of

# More than a class and a half is a list of people, not a group that meets.
MEMBERS_LIMIT = 80


@transaction.atomic
def add_member(*, group, code):
    """The holder of the learner card with this code joins the group; returns the person. Twice is once.

    Raises ValidationError where there is no such card or the group is full.
    """
    locked = LearnerGroup.objects.select_for_update().get(pk=group.pk)
    person = holders_of([code]).get(code)
    person = person and locked_as_counted([person.pk])[person.pk]
    if person is None or person.erased_at:
        raise ValidationError(_("There is no card with this code. Please look at it once more."))
    others = locked.members.exclude(pk=person.pk).count()
    if others >= MEMBERS_LIMIT:
        raise ValidationError(
            _("This group has %(limit)s learners already. Make a second group."),
            params={"limit": MEMBERS_LIMIT},
        )
    locked.members.add(person)
    return person


def take_out_member(*, group, person):
    """The person, a key, belongs to the group no longer. Twice is once."""
    group.members.remove(person)
