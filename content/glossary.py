"""What the glossary is made of. A word is known by its block id, which both languages share."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

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
        return f"w-{self.id[:8]}"


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
