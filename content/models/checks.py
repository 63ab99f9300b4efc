"""Checks and tests of a course, and the start check that suggests a level."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.models.public import PublicPage
from content.narration import listening
from content.questions import QUESTION_BLOCKS, questions_in


def questions_field(label, **options):
    return StreamField(
        [(name, block()) for name, block in QUESTION_BLOCKS.items()], verbose_name=label, **options
    )


class CheckPage(PublicPage):
    """Questions that are handed in together: a start check, a check before and after a course, or its final test.

    The public page introduces it. Its questions are shown only to who has begun, and its answers to nobody.
    """

    class Kind(models.TextChoices):
        START_CHECK = "start_check", _("start check")
        BEFORE_AFTER = "before_after", _("check before and after the course")
        FINAL = "final", _("final test")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.BEFORE_AFTER)
    introduction = models.TextField(_("introduction"), max_length=600)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    mastery_score = models.PositiveSmallIntegerField(_("pass mark in percent"), default=80)
    questions_a = questions_field(_("questions, form A"))
    questions_b = questions_field(
        _("questions, form B"),
        blank=True,
        help_text=_("Of a check before and after: other questions about the same, equally hard."),
    )

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("questions_a"),
        TranslatableField("questions_b"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("slug", "kind", "minutes", "mastery_score")
        ),
    ]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("minutes"), FieldPanel("mastery_score")],
            heading=_("About the check"),
        ),
        FieldPanel("introduction"),
        FieldPanel("questions_a"),
        FieldPanel("questions_b"),
    ]
    parent_page_types = ["content.CoursePage", "content.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")

    @cached_property
    def questions_of_form(self):
        """{form: {question id: QuestionValue}}: "a" and, where there is one, "b"."""
        forms = {"a": questions_in(self.questions_a), "b": questions_in(self.questions_b)}
        return {form: questions for form, questions in forms.items() if questions}

    @property
    def course(self):
        """The course it belongs to; None for the start check, which hangs under a start page."""
        parent = self.get_parent().specific
        return parent if hasattr(parent, "move_on") else None

    @property
    def number_of_questions(self):
        return len(self.questions_a)

    def stream_of(self, form):
        """The questions of a form ("a", "b", or "" for the only one) as bound blocks."""
        return self.questions_b if form == "b" else self.questions_a

    def listening(self):
        """What of this check can be listened to (content.narration.listening)."""
        return listening(self)

    def khmer_texts(self):
        return [
            *super().khmer_texts(),
            (_("introduction"), self.introduction),
            *(
                (_("question %(number)s") % {"number": number}, question["prompt"])
                for questions in self.questions_of_form.values()
                for number, question in enumerate(questions.values(), start=1)
            ),
        ]

    def unfinished(self):
        lacking = [] if "a" in self.questions_of_form else [_("There is no question in form A yet.")]
        if (self.course is None) != (self.kind == self.Kind.START_CHECK):
            lacking.append(
                _("A start check stands below the start page, every other check below its course.")
            )
        return lacking + [
            _("question %(number)s: %(problem)s") % {"number": number, "problem": question.problem}
            for questions in self.questions_of_form.values()
            for number, question in enumerate(questions.values(), start=1)
            if question.problem
        ]
