"""What the background worker does by itself for ambassadors and their reviewers; each is safe to run twice."""

import logging

from ambassadors.review.actions import verify_by_policy
from ambassadors.review.weekly import open_tasks
from ambassadors.sessions.forgetting import forget_locations, forget_locations_set_aside
from ambassadors.sessions.photo_actions import forget_photos
from ambassadors.sign_ins.actions import forget_old_sign_ins
from ambassadors.team.application_actions import forget_old_applications

logger = logging.getLogger(__name__)

# (name, dotted path of the function, minutes between runs), set up by `manage.py setup_schedules`
SCHEDULES = [
    ("Forget locations and photos of training sessions", "ambassadors.tasks.forget_evidence", 24 * 60),
    ("Forget old applications of volunteers", "ambassadors.tasks.forget_applications", 24 * 60),
    ("Forget sign-ins of phones that ended long ago", "ambassadors.tasks.forget_sign_ins", 24 * 60),
    (
        "Verify clean training sessions, if the policy says so",
        "ambassadors.tasks.verify_clean_sessions",
        24 * 60,
    ),
    ("Look for odd figures of ambassadors", "ambassadors.tasks.look_at_ambassadors", 7 * 24 * 60),
]


def forget_applications():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s applications of volunteers were forgotten", forget_old_applications())


def forget_sign_ins():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s sign-ins of phones were forgotten", forget_old_sign_ins())


def verify_clean_sessions():
    return verify_by_policy()


def look_at_ambassadors():
    return open_tasks()


def forget_evidence():
    """Retention: people-and-safety.md. What was done is logged, for each kind."""
    logger.info("the locations of %s training sessions were forgotten", forget_locations())
    logger.info("the locations in %s sessions set aside were forgotten", forget_locations_set_aside())
    logger.info("%s photos of training sessions were deleted", forget_photos())
