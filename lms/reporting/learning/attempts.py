"""Attempts to take away: one by one from the database, whatever their number, under a pseudonym."""

from django.utils.crypto import salted_hmac

from content.models import LessonPage
from lms.models import Attempt
from lms.revisions import page_at

CHUNK = 2000


def attempts(asked):
    """Yields every Attempt made in the period by learners in scope, by moment, with its answers at hand."""
    rows = asked.within(Attempt.objects.all(), "made_at").order_by("made_at", "pk")
    return rows.prefetch_related("answers").iterator(chunk_size=CHUNK)


def pseudonym(learner_id):
    """A stable name that tells nobody who it is: the same learner always has the same, in this installation alone.

    Of the learner and not of the person: what was exported once stays as it was when a guest registers or a person is
    erased.
    """
    return salted_hmac("lms.attempts.learner", str(learner_id), algorithm="sha256").hexdigest()[:32]


def questions_at(revision_id):
    """{question id: QuestionValue} of a page as it was published in one revision; a revision never changes."""
    page = page_at(revision_id)
    if isinstance(page, LessonPage):
        return page.questions
    forms = getattr(page, "questions_of_form", {})
    return {key: question for questions in forms.values() for key, question in questions.items()}
