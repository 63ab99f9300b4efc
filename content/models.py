"""What people read: the home page, courses, lessons and information pages, each in Khmer and English."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from content.blocks import TEXT_FEATURES, ScreenBlock


class Picture(AbstractImage):
    """A picture for lessons, with where it comes from and under which licence it may be used."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "source", "licence")


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class HomePage(Page):
    """The start page of one language."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.CoursePage", "content.InfoPage"]
    max_count_per_parent = 2

    @property
    def courses(self):
        return CoursePage.objects.child_of(self).live().specific()


class CoursePage(Page):
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
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FIRST_STEPS)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    initiative = models.CharField(
        _("initiative"), max_length=4, choices=Initiative, default=Initiative.LITERACY
    )
    competences = models.JSONField(_("competences"), default=dict, blank=True)
    course_owner = models.CharField(_("responsible for the text"), max_length=100, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("minutes"), FieldPanel("initiative")],
            heading=_("About the course"),
        ),
        MultiFieldPanel([FieldPanel("course_owner"), FieldPanel("review_by")], heading=_("Upkeep")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.LessonPage"]

    @property
    def lessons(self):
        """The published lessons, in order."""
        return LessonPage.objects.child_of(self).live().order_by("path")


class LessonPage(Page):
    """A lesson, taken in one sitting of 5 to 15 minutes."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    aim = models.CharField(_("aim"), max_length=300, help_text=_("What a learner can do after this lesson."))
    remember = models.CharField(_("one thing to remember"), max_length=300)
    screens = StreamField([("screen", ScreenBlock())], verbose_name=_("screens"))
    is_reviewed_by_native_speaker = models.BooleanField(_("reviewed by a native speaker"), default=False)
    native_reviewer = models.CharField(_("native-speaking reviewer"), max_length=100, blank=True)

    content_panels = [
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


class InfoPage(Page):
    """Help, glossary, notices."""

    body = RichTextField(_("text"), features=["h2", "h3", *TEXT_FEATURES])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types = []
