"""What people read: the home page, courses, lessons and information pages, each in Khmer and English."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks import TEXT_FEATURES, ScreenBlock
from content.glossary import GlossaryPage
from content.panels import NativeReviewPanel
from content.pictures import Picture
from content.public_page import PublicPage


class HomePage(PublicPage):
    """The start page of one language."""

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    introduction = models.TextField(_("introduction"), blank=True)
    translatable_fields = [TranslatableField("title"), TranslatableField("introduction")]

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.CoursePage", "content.InfoPage", "content.GlossaryPage"]
    max_count_per_parent = 2

    def khmer_texts(self):
        own = [(_("introduction"), self.introduction)] if self.introduction else []
        return [*super().khmer_texts(), *own]

    @property
    def courses(self):
        """The published courses in order, each with its published lessons in `lesson_list`: two queries in all."""
        courses = list(
            CoursePage.objects.child_of(self).live().select_related("picture", "locale").order_by("path")
        )
        lessons = LessonPage.objects.descendant_of(self).live().select_related("locale").order_by("path")
        for course in courses:
            course.lesson_list = [lesson for lesson in lessons if lesson.is_child_of(course)]
        return courses

    def get_context(self, request, *args, **kwargs):
        courses = self.courses
        first_lesson = next((lesson for course in courses for lesson in course.lesson_list), None)
        return {
            **super().get_context(request, *args, **kwargs),
            "courses": courses,
            "first_lesson": first_lesson,
            "help_page": InfoPage.objects.child_of(self).live().order_by("path").first(),
            "glossary": GlossaryPage.objects.child_of(self).live().first(),
        }


# What is true of a course in whatever language it is read.
FACTS = ["slug", "picture", "level", "minutes", "initiative", "competences", "course_owner", "review_by"]


class CoursePage(PublicPage):
    """A course: a row of lessons that belong together."""

    class Level(models.IntegerChoices):
        FIRST_STEPS = 0, _("First steps")
        BASIC = 1, _("Basic")
        INTERMEDIATE = 2, _("Intermediate")
        ADVANCED = 3, _("Advanced")

    class Initiative(models.TextChoices):
        ZONES = "3.1", _("3.1 Free internet zones")
        LITERACY = "3.2", _("3.2 Computer literacy")
        BOTH = "both", _("3.1 and 3.2")

    summary = models.TextField(_("summary"), max_length=400)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FIRST_STEPS)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    initiative = models.CharField(
        _("initiative"), max_length=4, choices=Initiative, default=Initiative.LITERACY
    )
    competences = models.JSONField(_("competences"), default=dict, blank=True)
    course_owner = models.CharField(_("responsible for the text"), max_length=100, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("picture_alt"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("minutes"), FieldPanel("initiative")],
            heading=_("About the course"),
        ),
        MultiFieldPanel([FieldPanel("course_owner"), FieldPanel("review_by")], heading=_("Upkeep")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.LessonPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def khmer_texts(self):
        return [*super().khmer_texts(), (_("summary"), self.summary)]

    @property
    def lessons(self):
        """The published lessons, in order."""
        return LessonPage.objects.child_of(self).live().order_by("path")


class LessonPage(PublicPage):
    """A lesson, taken in one sitting of 5 to 15 minutes."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    aim = models.CharField(_("aim"), max_length=300, help_text=_("What a learner can do after this lesson."))
    remember = models.CharField(_("one thing to remember"), max_length=300)
    screens = StreamField([("screen", ScreenBlock())], verbose_name=_("screens"))
    is_reviewed_by_native_speaker = models.BooleanField(_("reviewed by a native speaker"), default=False)
    native_reviewer = models.CharField(_("native-speaking reviewer"), max_length=100, blank=True)

    # Whether a native speaker has read a text is said of each language by itself: it is neither translated nor
    # carried over to a copy.
    exclude_fields_in_copy = ["is_reviewed_by_native_speaker", "native_reviewer"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("aim"),
        TranslatableField("screens"),
        TranslatableField("remember"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("minutes", overridable=False),
    ]
    content_panels = [
        NativeReviewPanel(),
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("aim"),
        FieldPanel("screens"),
        FieldPanel("remember"),
        MultiFieldPanel(
            [FieldPanel("is_reviewed_by_native_speaker"), FieldPanel("native_reviewer")],
            heading=_("Native-speaker review"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("aim"), index.SearchField("screens")]
    parent_page_types = ["content.CoursePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def khmer_texts(self):
        return [
            *super().khmer_texts(),
            (_("aim"), self.aim),
            (_("one thing to remember"), self.remember),
            *(
                (_("screen %(number)s") % {"number": number}, text)
                for number, screen in enumerate(self.screens, start=1)
                for text in screen.block.texts(screen.value)
            ),
        ]

    def unfinished(self):
        return [
            _("screen %(number)s: %(problem)s") % {"number": number, "problem": part.value.problem}
            for number, screen in enumerate(self.screens, start=1)
            for part in screen.value["body"]
            if part.block_type == "question" and part.value.problem
        ]

    @cached_property
    def questions(self):
        """{question id: QuestionValue} in the order of the lesson."""
        return {
            str(block.id): block.value
            for screen in self.screens
            for block in screen.value["body"]
            if block.block_type == "question"
        }

    @cached_property
    def course(self):
        return self.get_parent().specific

    @property
    def next_lesson(self):
        """The next published lesson of the course, or None."""
        return LessonPage.objects.sibling_of(self).live().filter(path__gt=self.path).order_by("path").first()


class InfoPage(PublicPage):
    """Help and notices."""

    body = RichTextField(_("text"), features=["h2", "h3", *TEXT_FEATURES])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types = []
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def khmer_texts(self):
        return [*super().khmer_texts(), (_("text"), self.body)]


class LoadedPage(models.Model):
    """What a course file last put into a page, so that an editor's later change is noticed and kept."""

    key = models.UUIDField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="page_loaded_once_per_language")
        ]

    def __str__(self):
        return f"{self.key} {self.language}"

    @property
    def was_edited(self):
        """True when somebody deleted, took back or changed the page after it was loaded."""
        return not (self.page and self.page.live and self.page.latest_revision_id == self.revision_id)
