"""What a lesson is made of. Questions and choices are known by their block ids, which both languages share."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "ul", "ol", "link"]


class StepsBlock(blocks.ListBlock):
    """Numbered steps of an action, one sentence each."""

    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(label=_("Step"), max_length=300), min_num=2, **kwargs)

    class Meta:
        template = "content/blocks/steps.html"
        icon = "list-ol"
        label = _("Steps")


class NoticeBlock(blocks.StructBlock):
    """A tip or a warning."""

    tone = blocks.ChoiceBlock(choices=[("tip", _("Tip")), ("warning", _("Warning"))], default="tip")
    text = blocks.TextBlock(label=_("Text"), rows=2)

    class Meta:
        template = "content/blocks/notice.html"
        icon = "warning"
        label = _("Tip or warning")


class ChoiceOptionBlock(blocks.StructBlock):
    """One choice of a question, with what the learner is told after choosing it."""

    text = blocks.CharBlock(label=_("Choice"), max_length=200)
    is_correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2)

    class Meta:
        icon = "tick"
        label = _("Choice")


class QuestionValue(blocks.StructValue):
    """A question's rules, beside its texts."""

    @cached_property
    def choice_ids(self):
        return [str(choice.id) for choice in self["choices"].bound_blocks]

    @cached_property
    def correct_ids(self):
        return {str(choice.id) for choice in self["choices"].bound_blocks if choice.value["is_correct"]}

    @property
    def takes_several(self):
        return self["kind"] == "several"

    def grade(self, chosen_ids):
        """True when exactly the correct choices were chosen; order and repetition do not matter."""
        return set(chosen_ids) == self.correct_ids


class QuestionBlock(blocks.StructBlock):
    """A practice question: one choice, several, or true/false."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("one", _("One choice")),
            ("several", _("Several choices")),
            ("true_false", _("True or false")),
        ],
        default="one",
    )
    prompt = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(label=_("Hint"), rows=2, required=False)
    choices = blocks.ListBlock(ChoiceOptionBlock(), label=_("Choices"), min_num=2, max_num=6)

    class Meta:
        template = "content/blocks/question.html"
        icon = "help"
        label = _("Question")
        value_class = QuestionValue

    def clean(self, value):
        cleaned = super().clean(value)
        correct = sum(bool(choice["is_correct"]) for choice in cleaned["choices"])
        if cleaned.takes_several:
            if correct < 1 or correct == len(cleaned["choices"]):
                raise ValidationError(_("Mark at least one choice as correct and leave at least one wrong."))
        elif correct != 1:
            raise ValidationError(_("Mark exactly one choice as correct."))
        return cleaned


class ScreenBodyBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", template="content/blocks/text.html"
    )
    picture = ImageBlock(label=_("Picture"), template="content/blocks/picture.html")
    steps = StepsBlock()
    notice = NoticeBlock()
    question = QuestionBlock()


class ScreenBlock(blocks.StructBlock):
    """One idea of a lesson: what fits a phone's screen or two."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    body = ScreenBodyBlock(label=_("Content"))

    class Meta:
        template = "content/blocks/screen.html"
        icon = "mobile-alt"
        label = _("Screen")
