"""A few people who registered a second time, at an ambassador's table, for want of their card."""

import datetime as dt

from lms.models import Consent, ConsentPurpose, ConsentText, Person

TWICE = 4
THE_SAME = [
    "family_name_km",
    "given_name_km",
    "gender",
    "birth_year",
    "commune",
    "disability",
]


def load(demonstration):
    """Grown-ups with a year of birth and a commune; the second record has no Latin name and no learner card."""
    dice = demonstration.dice("duplicates")
    until = demonstration.until - dt.timedelta(days=30)
    registered_once = (
        Person.objects.filter(is_demo=True, registered_at__lt=demonstration.moment(until))
        .filter(birth_year__isnull=False, commune__isnull=False)
        .exclude(family_name_km="")
        .order_by("registered_at", "pk")
    )
    text = ConsentText.objects.filter(purpose=ConsentPurpose.PROGRESS).order_by("version").last()
    for first in dice.sample(list(registered_once), TWICE):
        second = Person.objects.create(
            **{name: getattr(first, name) for name in THE_SAME},
            registered_at=first.registered_at + dt.timedelta(days=dice.randint(12, 28)),
            is_demo=True,
        )
        Consent.objects.create(
            person=second, text=text, purpose=text.purpose, language="km", given_at=second.registered_at
        )
