"""A coordinator at the desk, in English, and sessions that waited for a decision since they were sent."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from ambassadors.review.decisions import verify
from tests import factories as make

ELEVEN = {("female", "18-24"): 7, ("male", "25-30"): 4}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(client, coordinator):
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    client.force_login(coordinator)
    return client


@pytest.fixture
def held(school, ambassador):
    """`held(days_ago, **fields)`: a training session of eleven people from nine to ten in the morning."""

    def made(days_ago=1, **fields):
        day = timezone.localdate() - dt.timedelta(days=days_ago)
        usual = {"ambassador": ambassador, "venue": school, "held_on": day, "starts_at": dt.time(9)}
        return make.training_session(**{"cells": ELEVEN} | usual | fields)

    return made


@pytest.fixture
def pair(held, district, coordinator):
    """Two records of what was one training session, both verified."""
    both = held(1), held(1, ambassador=make.ambassador(area=district))
    for session in both:
        verify(session=session, by=coordinator)
        session.refresh_from_db()
    return both
