import pytest
from django.test import Client

from tests.lms.sync.sender import Sender, made


@pytest.fixture
def sender():
    """A phone with a new guest on it."""
    return Sender(Client())


@pytest.fixture
def registering(consent_text):
    """registering(pin="…"): the item of an adult who registers."""

    def item(**changes):
        payload = {
            "nickname": "សុខា",
            "gender": "female",
            "birth_year": 1990,
            "given_by": "person",
            "pin": "2468",
            "consent_version": consent_text.version,
            "language": "km",
        }
        return made("registration", payload | changes)

    return item
