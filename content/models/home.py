"""The start page and the information pages beside the courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks import TEXT_FEATURES
from content.models.checks import CheckPage
from content.models.courses import CoursePage
from content.models.glossary import GlossaryPage
from content.models.lessons import LessonPage
from content.models.public import PublicPage


class HomePage(PublicPage):
    """The start page of one language."""

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    introduction = models.TextField(_("introduction"), blank=True)
    translatable_fields = [TranslatableField("title"), TranslatableField("introduction")]

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.CoursePage", "content.CheckPage", "content.InfoPage", "content.GlossaryPage"]
    max_count_per_parent = 2

    def khmer_texts(self):
        own = [(_("introduction"), self.introduction)] if self.introduction else []
        return [*super().khmer_texts(), *own]

    @property
    def courses(self):
        """The published courses that take learners, in order, each with its published lessons in `lesson_list`.

        Two queries in all.
        """
        courses = list(
            CoursePage.objects.child_of(self)
            .live()
            .filter(status=CoursePage.Status.OPEN)
            .select_related("picture", "locale")
            .order_by("path")
        )
        lessons = LessonPage.objects.descendant_of(self).live().select_related("locale").order_by("path")
        for course in courses:
            course.lesson_list = [lesson for lesson in lessons if lesson.is_child_of(course)]
        return courses

    @property
    def start_check(self):
        """The published start check, or None."""
        return CheckPage.objects.child_of(self).live().filter(kind=CheckPage.Kind.START_CHECK).first()

    def get_context(self, request, *args, **kwargs):
        courses = self.courses
        first_lesson = next((lesson for course in courses for lesson in course.lesson_list), None)
        return {
            **super().get_context(request, *args, **kwargs),
            "courses": courses,
            "first_lesson": first_lesson,
            "help_page": InfoPage.objects.child_of(self).live().order_by("path").first(),
            "start_check": self.start_check,
            "glossary": GlossaryPage.objects.child_of(self).live().first(),
        }


class InfoPage(PublicPage):
    """Help, glossary, notices."""

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
