"""Certificates of the demonstration: what its persons have earned, and one that was revoked."""

import datetime as dt
from collections import Counter

from lms.actions.certificates import fields_of
from lms.demo.learning import course_keys
from lms.models import Certificate, Completion, Person, User
from lms.models.certificates import CERTIFICATE_CODE_LENGTH
from lms.models.people import CODE_ALPHABET
from lms.results import course_result

REVOKED_BY = "demo-province"
REASON = "មិត្តរួមថ្នាក់បានឆ្លើយជំនួស។"  # A classmate answered instead.


def load(demonstration):
    dice = demonstration.dice("certificates")
    course_key, lesson_keys = course_keys()
    done = Completion.objects.filter(learner__person__is_demo=True, course_key=course_key, duplicate_of=None)
    lessons_of = Counter(done.values_list("learner__person", flat=True))
    finished = [person for person, lessons in lessons_of.items() if lessons == len(lesson_keys)]
    made = []
    for person in Person.objects.filter(pk__in=finished).order_by("pk"):
        result = course_result(person, course_key)
        code = "".join(dice.choices(CODE_ALPHABET, k=CERTIFICATE_CODE_LENGTH))
        if not result.is_completed:
            continue
        if fields := fields_of(person, course_key, result, result.completed_at):
            made.append(Certificate(id=demonstration.id(f"certificate {len(made)}"), code=code, **fields))
    for certificate in made[:1]:
        certificate.revoked_at = certificate.issued_at + dt.timedelta(hours=3)
        certificate.revoked_by = User.objects.get(username=REVOKED_BY)
        certificate.reason = REASON
    Certificate.objects.bulk_create(made)
