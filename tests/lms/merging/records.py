"""Short ways to merge records, and to say what was refused, for the tests of merging."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from lms.actions.consents import give_consent
from lms.actions.merging import merge
from lms.actions.people import make_card
from lms.models import ConsentText
from lms.models.people import PIN_HASHER
from tests.lms.merging.conftest import everything


def merged(world, **people):
    return merge(**{"keep": world.first, "other": world.second, "by": world.manager} | people)


def refused(action, **arguments):
    """The sentence with which an action is refused; nothing is changed."""
    before = everything()
    with pytest.raises(ValidationError) as problem, override("en"):
        action(**arguments)
    assert everything() == before
    return " ".join(problem.value.messages)


def card(person, pin="2468"):
    made = make_card(person=person, pin_hash="")
    made.set_pin(pin)
    made.save()
    assert made.pin_hash.startswith(PIN_HASHER)
    return made


def agree(person, purpose, at=None, **fields):
    text = ConsentText.objects.in_force(purpose)
    return give_consent(person=person, text=text, language="km", at=at, **fields)
