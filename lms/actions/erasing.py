"""Forgetting who a person is, while what was counted stays counted (R53)."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.actions.certificates import forget_holder
from lms.holdings import holdings
from lms.models import (
    AgeBand,
    Answer,
    Completion,
    Disability,
    Gender,
    LearnerCard,
    Person,
    SetAsideItem,
    SubmitKey,
    User,
)
from lms.my_data import has_taken_part


class StillAUser(Exception):
    """Somebody who signs in as an ambassador or as staff leaves through their coordinator."""


@transaction.atomic
def erase(*, person, by=None, at=None):
    """Empties a person of everything that says who it is; returns the person. Doing it twice changes nothing.

    The row stays, and with it what reports count by: gender, year of birth or age band, disability, and the commune
    where it says the place of a completed lesson. A figure already reported therefore comes out the same again, one
    person stays one, and nothing is counted anew. A year of birth is not made coarser, because the age band in a report
    is that of its own period. Of somebody who never took part nothing of this is kept either.

    Raises StillAUser.
    """
    at = at or timezone.now()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        return person
    if User.objects.filter(person=person).exists():
        raise StillAUser
    for second_record in person.merged_from.all():
        erase(person=second_record, by=by, at=at)
    LearnerCard.objects.filter(person=person).delete()
    SubmitKey.objects.filter(learner__person=person).revoke(at)
    SetAsideItem.objects.filter(learner__person=person).delete()  # holds what was typed, as it came
    # What was typed into a question could be anything, a name too; how it was graded stays.
    answers = Answer.objects.filter(attempt__learner__person=person)
    typed = [pk for pk, response in answers.values_list("pk", "response") if isinstance(response, str)]
    answers.filter(pk__in=typed).update(response="")
    forget_holder(person=person, at=at)
    for holding in holdings():
        holding.forget(person, at)
    for consent in person.consents.filter(withdrawn_at=None):
        consent.withdrawn_at = max(at, consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
    person.family_name_km = person.given_name_km = ""
    person.family_name_latin = person.given_name_latin = ""
    person.nickname = person.phone = ""
    person.enrolled_by = None
    person.erased_at = at
    if not has_taken_part(person):
        person.gender, person.disability = Gender.NOT_RECORDED, Disability.NOT_ASKED
        person.birth_year, person.age_band = None, AgeBand.NOT_RECORDED
    if not is_placed_by_commune(person):
        person.commune = None
    person.save()
    log(person, "lms.erase_person", user=by, title=str(person.pk))
    return person


def is_placed_by_commune(person):
    """Whether a completed lesson counts where the person lives, for want of a poster (lms.reach)."""
    return Completion.objects.filter(learner__person=person, learner__came_through=None).exists()
