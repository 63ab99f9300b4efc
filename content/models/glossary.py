"""The glossary: its page and its words. A word is known by its block id, which both languages share."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.models.public import PublicPage

WORD_LENGTH, EXPLANATION_LENGTH, ALSO_LENGTH = 80, 400, 300


class WordBlock(blocks.StructBlock):
    """A word, said in plain words, and the lesson that shows it."""

    word = blocks.CharBlock(label=_("Word"), max_length=WORD_LENGTH)
    explanation = blocks.TextBlock(label=_("Explanation"), rows=3, max_length=EXPLANATION_LENGTH)
    also = blocks.CharBlock(
        label=_("Also written"),
        max_length=ALSO_LENGTH,
        required=False,
        help_text=_("Other ways to write it, separated by commas. Search takes them for this word."),
    )
    lesson = blocks.PageChooserBlock(
        label=_("Lesson about it"), page_type="content.LessonPage", required=False
    )

    class Meta:
        icon = "openquote"
        label = _("Word")
        label_format = "{word}"


@dataclass(frozen=True)
class Word:
    """One word of the glossary in one language; `lesson` is a published lesson in that language, or None."""

    id: str
    word: str
    explanation: str
    also: tuple[str, ...]
    lesson: Page | None

    @property
    def anchor(self):
        """The name of its place on the glossary page, the same in both languages."""
        return f"w-{self.id}"


def words_of(stream):
    """The words of a stream of `word` blocks, in the order of the editor."""
    return [
        Word(
            id=str(block.id),
            word=block.value["word"],
            explanation=block.value["explanation"],
            also=tuple(filter(None, (part.strip() for part in (block.value["also"] or "").split(",")))),
            lesson=block.value["lesson"] if block.value["lesson"] and block.value["lesson"].live else None,
        )
        for block in stream
    ]


class GlossaryPage(PublicPage):
    """The words of phone and internet that learners meet, each explained in plain words."""

    introduction = models.TextField(_("introduction"), blank=True)
    terms = StreamField([("word", WordBlock())], verbose_name=_("words"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("terms")]
    search_fields = [*Page.search_fields, index.SearchField("terms")]
    parent_page_types = ["content.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("terms"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def khmer_texts(self):
        own = [(_("introduction"), self.introduction)] if self.introduction else []
        terms = [
            text
            for word in self.words
            for text in ((_("Word"), word.word), (_("Explanation"), word.explanation))
        ]
        return [*super().khmer_texts(), *own, *terms]

    @property
    def words(self):
        """[Word] in the order of the editor; a page shows them in the order of a dictionary."""
        return words_of(self.terms)

    def get_context(self, request, *args, **kwargs):
        """`in_other_language` is (language code, {word id: the word there}), because phones often speak English."""
        other = self.get_translations().live().specific().select_related("locale").first()
        return {
            **super().get_context(request, *args, **kwargs),
            "words": self.words,
            "other_code": other.locale.language_code if other else "",
            "in_other_language": {word.id: word.word for word in other.words} if other else {},
        }
