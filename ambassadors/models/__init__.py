from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.people import Ambassador
from ambassadors.models.sessions import (
    DURATION_LIMIT_MINUTES,
    HEADCOUNT_LIMIT,
    NOTE_LIMIT,
    ReviewEvent,
    Topic,
    TrainingSession,
    TrainingSessionRevision,
    course_titles,
)

__all__ = [
    "DURATION_LIMIT_MINUTES",
    "HEADCOUNT_LIMIT",
    "NOTE_LIMIT",
    "Ambassador",
    "Attendance",
    "HeadcountCell",
    "ReviewEvent",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
]
