"""What the background worker does by itself for the base app."""

import logging

from django.core.management import call_command

from lms.actions.complaints import forget_old_complaints
from lms.actions.forgetting import forget_inactive_learners, forget_old_log_entries
from lms.actions.importing import forget_sheets
from lms.sync.media import forget_parts

logger = logging.getLogger(__name__)

SCHEDULES = [
    ("Forget sessions that have ended", "lms.tasks.clear_ended_sessions", 24 * 60),
    ("Forget the words of old complaints", "lms.tasks.forget_complaints", 24 * 60),
    ("Forget files that never came whole", "lms.tasks.forget_media_parts", 24 * 60),
    ("Forget lists that nobody took in", "lms.tasks.forget_lists", 60),
    ("Forget who learners without activity are", "lms.tasks.forget_learners", 24 * 60),
    ("Forget old entries of the log", "lms.tasks.forget_log_entries", 24 * 60),
]


def clear_ended_sessions():
    call_command("clearsessions")


def forget_complaints():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("the words of %s complaints were forgotten", forget_old_complaints())


def forget_media_parts():
    logger.info("%s parts of files that never came whole were dropped", forget_parts())


def forget_lists():
    logger.info("%s lists that nobody took in were forgotten", forget_sheets())


def forget_learners():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s learners without activity were forgotten", forget_inactive_learners())


def forget_log_entries():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s entries of the log of staff actions were forgotten", forget_old_log_entries())
