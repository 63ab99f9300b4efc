from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.history import ReviewEvent, TrainingSessionRevision
from ambassadors.models.notes import ISSUE_TEXT_LIMIT, IssueCategory, IssueEvent, IssueNote
from ambassadors.models.people import Ambassador
from ambassadors.models.policy import DEFAULT_RULES, Flag, Measure, ReviewPolicy, ReviewRule
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
    TrainingSession,
)
from ambassadors.models.spot_checks import SpotCheck, SpotCheckSample
from ambassadors.models.tasks import StaffTask
from ambassadors.models.topics import Topic, course_titles

__all__ = [
    "ACCURACY_LIMIT_METRES",
    "DEFAULT_RULES",
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
    "Flag",
    "HeadcountCell",
    "IssueCategory",
    "IssueEvent",
    "IssueNote",
    "Measure",
    "PriorityGroup",
    "ReviewEvent",
    "ReviewPolicy",
    "ReviewRule",
    "School",
    "SchoolEnrolment",
    "SpotCheck",
    "SpotCheckSample",
    "StaffTask",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
    "school_year_of",
]
