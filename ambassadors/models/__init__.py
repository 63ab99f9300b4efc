from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.notes import ISSUE_TEXT_LIMIT, IssueCategory, IssueEvent, IssueNote
from ambassadors.models.people import Ambassador
from ambassadors.models.photos import SessionPhoto
from ambassadors.models.schools import (
    GRADE_NOT_RECORDED,
    PUPILS_LIMIT,
    School,
    SchoolEnrolment,
    school_year_of,
)
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
    "GRADE_NOT_RECORDED",
    "HEADCOUNT_LIMIT",
    "ISSUE_TEXT_LIMIT",
    "NOTE_LIMIT",
    "PUPILS_LIMIT",
    "VENUE_TEXT_LIMIT",
    "Ambassador",
    "Attendance",
    "HeadcountCell",
    "IssueCategory",
    "IssueEvent",
    "IssueNote",
    "PriorityGroup",
    "ReviewEvent",
    "School",
    "SchoolEnrolment",
    "SessionPhoto",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
    "school_year_of",
]
