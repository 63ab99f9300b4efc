"""Lessons: screens of texts, pictures and questions."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks import FileBlock, ScreenBlock
from content.models.public import PublicPage
from content.narration import listening
from content.panels import NativeReviewPanel, WeightPanel
from content.questions import QuestionBlock, questions_in
from content.weight import weigh


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
        WeightPanel(),
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
            if isinstance(part.block, QuestionBlock | FileBlock) and part.value.problem
        ]

    def overweight(self):
        return weigh(self).problems()

    def listening(self):
        """What of this lesson can be listened to (content.narration.listening)."""
        return listening(self)

    @cached_property
    def questions(self):
        """{question id: QuestionValue} in the order of the lesson."""
        return {
            key: value for questions in self.questions_of_screen.values() for key, value in questions.items()
        }

    @cached_property
    def questions_of_screen(self):
        """{screen id: {question id: QuestionValue}} of every screen, in order."""
        return {str(screen.id): questions_in(screen.value["body"]) for screen in self.screens}

    @cached_property
    def screen_of(self):
        """{question id: id of the screen it stands on}."""
        return {
            question: screen
            for screen, questions in self.questions_of_screen.items()
            for question in questions
        }

    @property
    def last_screen_id(self):
        return str(self.screens[-1].id) if self.screens else ""

    def walk(self):
        """The screens as they stand in the page, each {block, id, number, previous_id, next_id}.

        The first comes last: style sheets show it unless a screen before it is the target of the address.
        """
        ids = [str(screen.id) for screen in self.screens]
        steps = [
            {
                "block": screen,
                "id": own_id,
                "number": number,
                "previous_id": previous_id,
                "next_id": next_id,
            }
            for number, (screen, own_id, previous_id, next_id) in enumerate(
                zip(self.screens, ids, [None, *ids], [*ids[1:], None], strict=False), start=1
            )
        ]
        return steps[1:] + steps[:1]

    @cached_property
    def course(self):
        return self.get_parent().specific

    @property
    def next_lesson(self):
        """The next published lesson of the course, or None."""
        return LessonPage.objects.sibling_of(self).live().filter(path__gt=self.path).order_by("path").first()
