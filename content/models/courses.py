"""Courses: rows of lessons that belong together."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.course_form import CoursePageForm
from content.models.audiences import Audience
from content.models.checks import CheckPage
from content.models.lessons import LessonPage
from content.models.public import PublicPage
from content.pictures import Picture

# What is true of a course in whatever language it is read.
FACTS = [
    "slug",
    "picture",
    "level",
    "minutes",
    "initiative",
    "move_on",
    "status",
    "audiences",
    "is_required_of_ambassadors",
    "competences",
    "licence",
    "course_owner",
    "review_by",
]


class CoursePage(PublicPage):
    """A course: a row of lessons that belong together."""

    base_form_class = CoursePageForm

    class Level(models.IntegerChoices):
        FIRST_STEPS = 0, _("First steps")
        BASIC = 1, _("Basic")
        INTERMEDIATE = 2, _("Intermediate")
        ADVANCED = 3, _("Advanced")

    class Initiative(models.TextChoices):
        ZONES = "3.1", _("3.1 Free internet zones")
        LITERACY = "3.2", _("3.2 Computer literacy")
        BOTH = "both", _("3.1 and 3.2")

    class MoveOn(models.TextChoices):
        """When a course is completed, in the words of cmi5 ("moveOn")."""

        COMPLETED = "Completed", _("all lessons completed")
        PASSED = "Passed", _("final test passed")
        COMPLETED_AND_PASSED = "CompletedAndPassed", _("all lessons completed and final test passed")
        COMPLETED_OR_PASSED = "CompletedOrPassed", _("all lessons completed or final test passed")

    class Status(models.TextChoices):
        """Whom a course still takes. A page that is not public is a draft, whatever stands here.

        Closed and archived courses leave all lists, so that nobody new is led into them, and their pages say so. Who
        has begun may finish a closed course; links to an archived one still work, and its results stay.
        """

        OPEN = "open", _("open")
        CLOSED = "closed", _("closed to new learners")
        ARCHIVED = "archived", _("archived")

    summary = models.TextField(_("summary"), max_length=400)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    level = models.PositiveSmallIntegerField(
        _("level"),
        choices=Level,
        default=Level.FIRST_STEPS,
        null=True,
        blank=True,
        help_text=_("Empty for a course that prepares for a task and is no step on a learner's way."),
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    initiative = models.CharField(
        _("initiative"), max_length=4, choices=Initiative, default=Initiative.LITERACY
    )
    move_on = models.CharField(_("completed when"), max_length=20, choices=MoveOn, default=MoveOn.COMPLETED)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    audiences = ParentalManyToManyField(Audience, blank=True, verbose_name=_("audiences"))
    is_required_of_ambassadors = models.BooleanField(
        _("required of ambassadors"),
        default=False,
        help_text=_(
            "Ambassadors complete it before they log training sessions. Of several, the first counts."
        ),
    )
    competences = models.JSONField(_("competences"), default=dict, blank=True)
    licence = models.CharField(_("licence"), max_length=60, default="CC-BY-4.0", blank=True)
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
            [
                FieldPanel("level"),
                FieldPanel("minutes"),
                FieldPanel("initiative"),
                FieldPanel("move_on"),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("is_required_of_ambassadors"),
                FieldPanel("competences"),
            ],
            heading=_("About the course"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("course_owner"),
                FieldPanel("review_by"),
                FieldPanel("licence"),
            ],
            heading=_("Upkeep"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.LessonPage", "content.CheckPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def khmer_texts(self):
        return [*super().khmer_texts(), (_("summary"), self.summary)]

    @property
    def lessons(self):
        """The published lessons, in order."""
        return LessonPage.objects.child_of(self).live().order_by("path")

    @property
    def checks(self):
        """The published checks, {kind: CheckPage}: the first of each kind."""
        found = CheckPage.objects.child_of(self).live().defer("questions_a", "questions_b").order_by("-path")
        return {check.kind: check for check in found}

    def check_keys(self, kind):
        """Translation keys of the published checks of one kind."""
        return list(
            CheckPage.objects.child_of(self)
            .live()
            .filter(kind=kind)
            .values_list("translation_key", flat=True)
        )
