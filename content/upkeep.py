"""What lacks or lags: in Khmer, English, narration, review date and native speakers' review, page by page."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import CoursePage, LessonPage, Narration
from content.narration import FRESH, STALE, by_words, states
from content.publishing import FIRST_LANGUAGE

MISSING, DRAFT, CHANGED, OLDER, CURRENT = "missing", "draft", "changed", "older", "current"


@dataclass
class Upkeep:
    """One course or lesson in all its languages. `pages` is {language: page}; `course` its course, in one language.

    `narrated` is {language: {state: number of texts}} of a lesson, or empty.
    """

    pages: dict
    course: Page
    narrated: dict
    today: object

    @cached_property
    def page(self):
        """The page to begin with: the Khmer one, where there is one."""
        return self.pages.get(FIRST_LANGUAGE) or next(iter(self.pages.values()))

    @property
    def title(self):
        return self.page.title

    @property
    def course_title(self):
        return self.course.title if self.course else ""

    @property
    def is_lesson(self):
        return isinstance(self.page, LessonPage)

    def state(self, language):
        """How the text of one language stands. OLDER: the Khmer page was published after it."""
        page, khmer = self.pages.get(language), self.pages.get(FIRST_LANGUAGE)
        if page is None:
            return MISSING
        if not page.live:
            return DRAFT
        if page.has_unpublished_changes:
            return CHANGED
        if (
            language != FIRST_LANGUAGE
            and khmer
            and khmer.live
            and page.last_published_at
            and (page.last_published_at < khmer.last_published_at)
        ):
            return OLDER
        return CURRENT

    def text(self, language):
        """The same in words for editors; empty where all is well."""
        return {
            MISSING: _("missing"),
            DRAFT: _("draft"),
            CHANGED: _("changes not published"),
            OLDER: _("older than the Khmer text"),
            CURRENT: "",
        }[self.state(language)]

    def narration(self, language):
        """How much of a lesson is not recorded, in words; empty where all is."""
        counts = self.narrated.get(language)
        if not counts or counts[FRESH] == sum(counts.values()):
            return ""
        words = _("%(fresh)s of %(total)s recorded") % {
            "fresh": counts[FRESH],
            "total": sum(counts.values()),
        }
        return words + (", " + _("%(number)s stale") % {"number": counts[STALE]} if counts[STALE] else "")

    @property
    def review(self):
        """The review date of a course that is missing or past, in words."""
        if self.is_lesson:
            return ""
        due = self.page.review_by
        if due is None:
            return _("no date")
        return _("overdue since %(day)s") % {"day": due.isoformat()} if due < self.today else ""

    @property
    def unread(self):
        """The languages in which no native speaker has reviewed a lesson, as names."""
        if not self.is_lesson:
            return ""
        return ", ".join(
            str(name)
            for code, name in settings.LANGUAGES
            if code in self.pages and not self.pages[code].is_reviewed_by_native_speaker
        )

    khmer = property(lambda self: self.text("km"))
    english = property(lambda self: self.text("en"))
    khmer_narration = property(lambda self: self.narration("km"))
    english_narration = property(lambda self: self.narration("en"))

    @property
    def needs(self):
        """True when anything of the text or its review date lacks or lags."""
        return bool(self.khmer or self.english or self.review)

    @property
    def has_gaps(self):
        return bool(self.needs or self.khmer_narration or self.english_narration or self.unread)


def upkeep(*, with_narration=True, at=None):
    """[Upkeep] of every course that is not archived and its lessons, in the order of the pages. Few queries.

    Counting narration reads every lesson's text; a page that needs only the rest leaves it out.
    """
    courses = _by_key(
        CoursePage.objects.exclude(status=CoursePage.Status.ARCHIVED)
        .select_related("locale")
        .order_by("path")
    )
    lessons = LessonPage.objects.select_related("locale").order_by("path")
    if not with_narration:
        lessons = lessons.defer("screens")
    lessons = list(lessons)
    made = _narrations() if with_narration else {}
    today = timezone.localdate(at)
    found = []
    for pages in courses.values():
        course = Upkeep(pages=pages, course=None, narrated={}, today=today)
        course.course = course.page
        found.append(course)
        own = [lesson for lesson in lessons if any(lesson.is_child_of(page) for page in pages.values())]
        for versions in _by_key(own).values():
            narrated = (
                {language: _counts(page, made) for language, page in versions.items()}
                if with_narration
                else {}
            )
            found.append(Upkeep(pages=versions, course=course.page, narrated=narrated, today=today))
    return found


def _by_key(pages):
    found = defaultdict(dict)
    for page in pages:
        found[page.translation_key][page.locale.language_code] = page
    return found


def _narrations():
    found = defaultdict(list)
    for made in Narration.objects.all():
        found[made.page_key, made.language].append(made)
    return {key: by_words(narrations) for key, narrations in found.items()}


def _counts(lesson, made):
    counts = dict.fromkeys(("none", STALE, FRESH), 0)
    own = made.get((lesson.translation_key, lesson.locale.language_code), {})
    for _passage, state, _made in states(lesson, own):
        counts[state] += 1
    return counts
