from lms.models.attempts import Answer, Attempt, AttemptKind, Form, Sitting
from lms.models.certificates import Certificate, CodedCertificate, SigningKey
from lms.models.choices import AgeBand, ConsentPurpose, Disability, Gender, Initiative, Setting
from lms.models.complaints import Complaint, ComplaintEvent
from lms.models.consent import Consent, ConsentText
from lms.models.imports import RosterEntry, SheetImport
from lms.models.learners import Learner
from lms.models.media import MediaPart
from lms.models.merging import KnownApart, PersonMerge
from lms.models.people import LearnerCard, Person
from lms.models.places import Area, Partner, Venue, VenueKind
from lms.models.proctoring import ProctorCode, ProctorCodeTries
from lms.models.progress import Completion, Feedback, LessonProgress
from lms.models.reporting import MaskingThreshold, ReportRun
from lms.models.search import SearchEntry
from lms.models.sync import SetAsideItem, SubmitKey, SyncItem
from lms.models.users import RoleAssignment, User

__all__ = [
    "AgeBand",
    "Answer",
    "Area",
    "Attempt",
    "AttemptKind",
    "Certificate",
    "CodedCertificate",
    "Complaint",
    "ComplaintEvent",
    "Completion",
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "Disability",
    "Feedback",
    "Form",
    "Gender",
    "Initiative",
    "KnownApart",
    "Learner",
    "LearnerCard",
    "LessonProgress",
    "MaskingThreshold",
    "MediaPart",
    "Partner",
    "Person",
    "PersonMerge",
    "ProctorCode",
    "ProctorCodeTries",
    "ReportRun",
    "RoleAssignment",
    "RosterEntry",
    "SearchEntry",
    "SetAsideItem",
    "Setting",
    "SheetImport",
    "SigningKey",
    "Sitting",
    "SubmitKey",
    "SyncItem",
    "User",
    "Venue",
    "VenueKind",
]
