"""Screens of a lesson."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.blocks.files import AudioBlock, DownloadBlock, VideoBlock
from content.blocks.texts import ComparisonBlock, NoticeBlock, StepsBlock
from content.questions import QUESTION_BLOCKS

TEXT_FEATURES = ["bold", "ul", "ol", "link"]
HEADING_LENGTH = 120


class ScreenBodyBlock(blocks.StreamBlock):
    """The parts of a screen, the kinds of question among them."""

    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", template="content/blocks/text.html"
    )
    picture = ImageBlock(label=_("Picture"), template="content/blocks/picture.html")
    steps = StepsBlock()
    notice = NoticeBlock()
    comparison = ComparisonBlock()
    audio = AudioBlock()
    video = VideoBlock()
    download = DownloadBlock()

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
