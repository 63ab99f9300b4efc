"""What a guest says to the voluntary question, woman or man: for the counts alone (counting.md).

Whoever has joined said it there; their own gender counts, and nothing here touches it.
"""

from lms.models import Gender, Learner


def answer_gender(*, learner, gender):
    """Keeps the answer to the question as it is asked, once: where there is one already, that one stays."""
    _guest(learner).filter(gender=Gender.NOT_RECORDED).update(gender=gender)


def correct_gender(*, learner, gender):
    """Keeps what a guest says on purpose, in place of what was kept before."""
    _guest(learner).update(gender=gender)


def _guest(learner):
    return Learner.objects.guests().filter(pk=learner.pk)
