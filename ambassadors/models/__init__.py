from ambassadors.models.announcements import ANNOUNCEMENT_LIMIT, Announcement, AnnouncementReading
from ambassadors.models.applications import Application
from ambassadors.models.counts import Attendance, HeadcountCell
from ambassadors.models.groups import GROUP_NAME_LIMIT, LearnerGroup
from ambassadors.models.history import ReviewEvent, TrainingSessionRevision
from ambassadors.models.notes import ISSUE_TEXT_LIMIT, IssueCategory, IssueEvent, IssueNote
from ambassadors.models.people import EVENT_REASON_LIMIT, Ambassador, AmbassadorEvent, SpokenLanguage
from ambassadors.models.photos import SessionPhoto
from ambassadors.models.plans import PLAN_NOTE_LIMIT, PlannedSession
from ambassadors.models.policy import DEFAULT_RULES, Flag, Measure, ReviewPolicy, ReviewRule
from ambassadors.models.resources import Resource
from ambassadors.models.schools import (
    GRADE_NOT_RECORDED,
    PUPILS_LIMIT,
    School,
    SchoolEnrolment,
    school_year_of,
)
from ambassadors.models.service import ServiceCertificate
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
from ambassadors.models.sign_ins import FieldSignIn, SignInCode
from ambassadors.models.spot_checks import SpotCheck, SpotCheckSample
from ambassadors.models.tasks import StaffTask
from ambassadors.models.topics import Topic, course_titles

__all__ = [
    "ACCURACY_LIMIT_METRES",
    "ANNOUNCEMENT_LIMIT",
    "DEFAULT_RULES",
    "DURATION_LIMIT_MINUTES",
    "EVENT_REASON_LIMIT",
    "FACES",
    "GRADE_LIMIT",
    "GRADE_NOT_RECORDED",
    "GROUP_NAME_LIMIT",
    "HEADCOUNT_LIMIT",
    "ISSUE_TEXT_LIMIT",
    "NOTE_LIMIT",
    "PLAN_NOTE_LIMIT",
    "PUPILS_LIMIT",
    "VENUE_TEXT_LIMIT",
    "Ambassador",
    "AmbassadorEvent",
    "Announcement",
    "AnnouncementReading",
    "Application",
    "Attendance",
    "FieldSignIn",
    "Flag",
    "HeadcountCell",
    "IssueCategory",
    "IssueEvent",
    "IssueNote",
    "LearnerGroup",
    "Measure",
    "PlannedSession",
    "PriorityGroup",
    "Resource",
    "ReviewEvent",
    "ReviewPolicy",
    "ReviewRule",
    "School",
    "SchoolEnrolment",
    "ServiceCertificate",
    "SessionPhoto",
    "SignInCode",
    "SpokenLanguage",
    "SpotCheck",
    "SpotCheckSample",
    "StaffTask",
    "Topic",
    "TrainingSession",
    "TrainingSessionRevision",
    "course_titles",
    "school_year_of",
]
