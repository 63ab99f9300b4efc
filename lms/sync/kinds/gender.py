"""The answer of a guest to the one voluntary question: woman, man, another, or rather not say."""

from lms.actions.gender import answer_gender
from lms.forms import GENDERS
from lms.models import Learner
from lms.sync.envelope import Malformed, Status
from lms.sync.reading import Reading
from lms.sync.registry import Kind, register


def gender_schema(payload, *, by):
    """{gender: a code of lms.forms.GENDERS}"""
    if not isinstance(by, Learner):
        raise Malformed("owner")
    gender = Reading(payload).code("gender", dict(GENDERS))
    if gender is None:
        raise Malformed("gender")
    return gender


def store_gender(item, content, *, by):
    answer_gender(learner=by, gender=content)
    return Status.STORED, 1


register(Kind(name="guest-gender", schema=gender_schema, handle=store_gender))
