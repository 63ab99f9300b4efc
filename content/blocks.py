"""What a lesson is made of. Questions and choices are known by their block ids, which both languages share."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.questions import QUESTION_BLOCKS

TEXT_FEATURES = ["bold", "ul", "ol", "link"]
HEADING_LENGTH = 120
STEP_LENGTH = 300


class StepsBlock(blocks.ListBlock):
    """Numbered steps of an action, one sentence each."""

    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(label=_("Step"), max_length=STEP_LENGTH), min_num=2, **kwargs)

    class Meta:
        template = "content/blocks/steps.html"
        icon = "list-ol"
        label = _("Steps")
        default = ["", ""]  # as many as there must be, ready to be written


class NoticeBlock(blocks.StructBlock):
    """A tip or a warning."""

    # Labels of choices are interface text: they belong neither to the page's words nor to its search index.
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("tip", _("Tip")), ("warning", _("Warning"))],
        default="tip",
        search_index=False,
    )
    text = blocks.TextBlock(label=_("Text"), rows=2)

    class Meta:
        template = "content/blocks/notice.html"
        icon = "warning"
        label = _("Tip or warning")


class ScreenBodyBlock(blocks.StreamBlock):
    """The parts of a screen, the kinds of question among them."""

    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", template="content/blocks/text.html"
    )
    picture = ImageBlock(label=_("Picture"), template="content/blocks/picture.html")
    steps = StepsBlock()
    notice = NoticeBlock()

    def __init__(self, local_blocks=None, **kwargs):
        questions = [(name, block()) for name, block in QUESTION_BLOCKS.items()]
        super().__init__([*questions, *(local_blocks or [])], **kwargs)


class ScreenBlock(blocks.StructBlock):
    """One idea of a lesson: what fits a phone's screen or two."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=HEADING_LENGTH)
    body = ScreenBodyBlock(label=_("Content"))

    def texts(self, value):
        """The words of a screen: its heading, then those of each part that has words."""
        parts = (" ".join(part.block.get_searchable_content(part.value)) for part in value["body"])
        return [value["heading"], *filter(str.strip, parts)]

    class Meta:
        template = "content/blocks/screen.html"
        icon = "mobile-alt"
        label = _("Screen")
        label_format = "{heading}"
