from lms.models.certificates import Certificate, SigningKey
from lms.models.choices import AgeBand, Disability, Gender, Initiative, Setting
from lms.models.consent import Consent, ConsentPurpose, ConsentText
from lms.models.learning import Answer, Attempt, Completion, Learner
from lms.models.people import (
    LearnerCard,
    Person,
    RoleAssignment,
    User,
)
from lms.models.places import Area, Partner, Venue, VenueKind
from lms.models.reporting import ReportRun
from lms.models.sync import SetAsideItem, SubmitKey, SyncItem

__all__ = [
    "AgeBand",
    "Answer",
    "Area",
    "Attempt",
    "Certificate",
    "Completion",
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "Disability",
    "Gender",
    "Initiative",
    "Learner",
    "LearnerCard",
    "Partner",
    "Person",
    "ReportRun",
    "RoleAssignment",
    "SetAsideItem",
    "Setting",
    "SigningKey",
    "SubmitKey",
    "SyncItem",
    "User",
    "Venue",
    "VenueKind",
]
