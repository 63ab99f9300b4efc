"""What the background worker does by itself for the ambassadors' work; each is safe to run twice."""

import logging

from ambassadors.photo_actions import forget_photos

logger = logging.getLogger(__name__)

# (name, dotted path of the function, minutes between runs), set up by `manage.py setup_schedules`
SCHEDULES = [
    ("Delete photos after a year", "ambassadors.tasks.forget_old_photos", 24 * 60),
]


def forget_old_photos():
    """Retention: people-and-safety.md. What was done is logged."""
    logger.info("%s photos of training sessions were deleted", forget_photos())
