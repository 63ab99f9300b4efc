"""What follows when a course may have been completed: its certificate. The one place that says so.

An app above that has something to do then says so in its own `completing` module (see `follow`).
"""

from functools import partial

from django.db import transaction

from lms.actions.certificates import issue, issue_all

_followers = []


def follow(action):
    """Has `action(person=…, course_key=…)` called as well, once what was done is stored.

    `course_key` is None when work of a guest became a person's, whatever it was. What it raises takes nothing back.
    """
    _followers.append(action)


def course_may_be_complete(*, learner, course_key):
    """A lesson was completed or a test passed: once that is stored, issues the certificate if it was the last thing.

    Nothing for a guest, who gets it when registering. That a certificate cannot be made takes nothing back.
    """
    if learner.person_id is not None:
        transaction.on_commit(partial(issue, person=learner.person, course_key=course_key), robust=True)
        _tell_followers(person=learner.person, course_key=course_key)


def work_was_adopted(*, person):
    """A guest's work became a person's: issues what has been earned with it."""
    transaction.on_commit(partial(issue_all, person=person), robust=True)
    _tell_followers(person=person, course_key=None)


def _tell_followers(**done):
    for action in _followers:
        transaction.on_commit(partial(action, **done), robust=True)
