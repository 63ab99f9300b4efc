"""What I agreed to: giving and taking back with one tap (R50)."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import get_language

from lms.actions.consents import give_consent, withdraw_consent
from lms.models import Consent, ConsentPurpose, ConsentText
from lms.views.browser import for_a_person, see

# Whoever volunteers leaves through their coordinator, as any other user (lms.actions.erasing).
OWN_PURPOSES = [purpose for purpose in ConsentPurpose if purpose != ConsentPurpose.VOLUNTEER]


@dataclass(frozen=True)
class Agreement:
    """One purpose: the text in force, and the Consent that stands, if any."""

    purpose: ConsentPurpose
    text: ConsentText
    consent: Consent | None

    @property
    def is_newer(self):
        """The text has changed since it was agreed to."""
        return self.consent is not None and self.consent.text_id != self.text.pk

    @property
    def is_needed(self):
        return self.purpose == ConsentPurpose.PROGRESS


@for_a_person
def consents(request, person):
    """POST {purpose, version}: agree to that version; {purpose, withdraw}: take it back."""
    if request.method == "POST":
        return decide(request, person)
    context = {"agreements": agreements(person), "is_minor": person.is_minor()}
    return render(request, "learn/consents.html", context)


def agreements(person):
    standing = {
        consent.purpose: consent
        for consent in person.consents.filter(withdrawn_at=None).select_related("text")
    }
    return [
        Agreement(purpose, ConsentText.objects.in_force(purpose), standing.get(purpose))
        for purpose in OWN_PURPOSES
    ]


def decide(request, person):
    purpose = request.POST.get("purpose")
    if purpose not in OWN_PURPOSES:
        return see("learn:consents")
    if "withdraw" in request.POST:
        if purpose == ConsentPurpose.PROGRESS:
            return see("learn:delete_my_data")  # says what happens, and does it with the next tap
        withdraw_consent(person=person, purpose=purpose)
        return see("learn:consents")
    text = ConsentText.objects.in_force(purpose)
    # What is agreed to has to be what was read: where the text changed meanwhile, the page shows the new one.
    if request.POST.get("version") == str(text.version):
        given_by = Consent.GivenBy.GUARDIAN if person.is_minor() else Consent.GivenBy.PERSON
        give_consent(person=person, text=text, language=get_language(), given_by=given_by)
    return see("learn:consents")
