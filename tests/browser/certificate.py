"""Gives the documented learner of the demonstration certificates: `python -m tests.browser.certificate`.

Prints the codes of one that is valid and of one that was revoked.
"""

import os

VALID, REVOKED = "34679ACDEFGH", "HGFEDCA97643"


def make():
    from django.utils import timezone

    from lms.actions.certificates import fields_of
    from lms.demo.learning import course_keys
    from lms.demo.sign_ins import DEMO_CARD
    from lms.models import Certificate, Person
    from lms.results import course_result

    person = Person.objects.get(learner_card__code=DEMO_CARD)
    key = course_keys()[0]
    fields = fields_of(person, key, course_result(person, key), timezone.now())
    revoked = {"revoked_at": timezone.now(), "reason": "មិត្តរួមថ្នាក់បានឆ្លើយជំនួស។"}
    Certificate.objects.create(code=REVOKED, **fields | revoked)
    Certificate.objects.create(code=VALID, **fields | {"score": 9, "maximum": 10, "is_proctored": True})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    import django

    django.setup()
    make()
