"""What people read: the home page, courses, lessons and information pages, each in Khmer and English."""

from content.models.audiences import Audience
from content.models.checks import CheckPage
from content.models.courses import CoursePage
from content.models.glossary import GlossaryPage
from content.models.home import HomePage, InfoPage
from content.models.lessons import LessonPage
from content.models.loading import LoadedPage
from content.models.narration import Narration
from content.models.public import PublicPage
from content.pictures import Picture, PictureRendition

__all__ = [
    "Audience",
    "CheckPage",
    "CoursePage",
    "GlossaryPage",
    "HomePage",
    "InfoPage",
    "LessonPage",
    "LoadedPage",
    "Narration",
    "Picture",
    "PictureRendition",
    "PublicPage",
]
