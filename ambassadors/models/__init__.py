from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.people import Ambassador
from ambassadors.models.sessions import (
    ACCURACY_LIMIT_METRES,
    DURATION_LIMIT_MINUTES,
    FACES,
    GRADE_LIMIT,
    HEADCOUNT_LIMIT,
    NOTE_LIMIT,
    VENUE_TEXT_LIMIT,
    PriorityGroup,
    ReviewEvent,
    TrainingSession,
    TrainingSessionRevision,
)
from ambassadors.models.topics import Topic, course_titles

__all__ = [
    "ACCURACY_LIMIT_METRES",
    "DURATION_LIMIT_MINUTES",
    "FACES",
    "GRADE_LIMIT",
    "HEADCOUNT_LIMIT",
    "NOTE_LIMIT",
    "VENUE_TEXT_LIMIT",
    "Ambassador",
    "Attendance",
    "HeadcountCell",
    "PriorityGroup",
    "ReviewEvent",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
]
