"""Agreements: given in the words that were read, and taken back as easily (R50)."""

from django.db import transaction
from django.utils import timezone

from lms.models import Consent, ConsentPurpose, Person


@transaction.atomic
def give_consent(*, person, text, language, given_by=Consent.GivenBy.PERSON, by=None, at=None):
    """Records that a person agrees to a ConsentText; returns the Consent. Agreeing twice is agreeing once.

    Agreeing to a newer version, or somebody else agreeing for them, closes the record before. `by` is the user who
    recorded it, where it was not the person.
    """
    at = at or timezone.now()
    Person.objects.select_for_update().get(pk=person.pk)
    in_force = Consent.objects.filter(person=person, purpose=text.purpose, withdrawn_at=None).first()
    if in_force is not None:
        if (in_force.text_id, in_force.given_by) == (text.pk, given_by):
            return in_force
        _close(in_force, at)
    return Consent.objects.create(
        person=person,
        text=text,
        purpose=text.purpose,
        language=language,
        given_by=given_by,
        given_at=at,
        recorded_by=by,
    )


@transaction.atomic
def withdraw_consent(*, person, purpose, at=None):
    """Takes an agreement back, at once; returns whether there was one.

    Not for ConsentPurpose.PROGRESS: what is kept on that agreement is erased with it (lms.actions.erasing).
    """
    if purpose == ConsentPurpose.PROGRESS:
        raise ValueError("Taking back the agreement to keep progress erases the person.")
    consent = (
        Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
    )
    if consent is not None:
        _close(consent, at or timezone.now())
    return consent is not None


def _close(consent, at):
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
