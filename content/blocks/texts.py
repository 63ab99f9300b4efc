"""Parts of a screen that are words alone."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

STEP_LENGTH = 300
LABEL_LENGTH = 80
MESSAGE_LENGTH = 600
LOOKS = ["plain", "genuine", "false"]


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


class MessageBlock(blocks.StructBlock):
    """A message as it could stand on a phone, with a word on what to think of it."""

    label = blocks.CharBlock(label=_("Label"), max_length=LABEL_LENGTH)
    text = blocks.TextBlock(label=_("Message"), rows=3, max_length=MESSAGE_LENGTH)
    looks = blocks.ChoiceBlock(
        label=_("Shown as"),
        choices=[("plain", _("neither")), ("genuine", _("genuine")), ("false", _("false"))],
        default="plain",
        search_index=False,
    )

    class Meta:
        icon = "comment"


class ComparisonBlock(blocks.StructBlock):
    """Two messages beside each other: which can be trusted, and how one sees it."""

    first = MessageBlock(label=_("First message"))
    second = MessageBlock(label=_("Second message"))

    class Meta:
        template = "content/blocks/comparison.html"
        icon = "duplicate"
        label = _("Comparison of two messages")
