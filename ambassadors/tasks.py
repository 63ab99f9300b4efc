"""What the background worker does by itself for ambassadors."""

import logging

from ambassadors.application_actions import forget_old_applications

logger = logging.getLogger(__name__)

SCHEDULES = [
    ("Forget old applications of volunteers", "ambassadors.tasks.forget_applications", 24 * 60),
]


def forget_applications():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s applications of volunteers were forgotten", forget_old_applications())
