from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.notes import ISSUE_TEXT_LIMIT, IssueCategory, IssueEvent, IssueNote
from ambassadors.models.people import Ambassador
from ambassadors.models.schools import (
    GRADE_NOT_RECORDED,
    PUPILS_LIMIT,
    School,
    SchoolEnrolment,
    school_year_of,
)
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
    "GRADE_NOT_RECORDED",
    "HEADCOUNT_LIMIT",
    "ISSUE_TEXT_LIMIT",
    "NOTE_LIMIT",
    "PUPILS_LIMIT",
    "Ambassador",
    "Attendance",
    "HeadcountCell",
    "IssueCategory",
    "IssueEvent",
    "IssueNote",
    "ReviewEvent",
    "School",
    "SchoolEnrolment",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
    "school_year_of",
]
