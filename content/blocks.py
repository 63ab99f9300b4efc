"""What a lesson is made of. Questions and choices are known by their block ids, which both languages share."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "ul", "ol", "link"]
HEADING_LENGTH = 120
STEP_LENGTH = 300
CHOICE_LENGTH = 200
MIN_CHOICES, MAX_CHOICES = 2, 6


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


class ChoiceOptionBlock(blocks.StructBlock):
    """One choice of a question, with what the learner is told after choosing it."""

    text = blocks.CharBlock(label=_("Text"), max_length=CHOICE_LENGTH)
    is_correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"), rows=2, help_text=_("What a learner reads after choosing this.")
    )

    class Meta:
        icon = "tick"
        label = _("Choice")
        label_format = "{text}"


class ChoicesBlock(blocks.ListBlock):
    """The choices of a question."""

    def __init__(self, **kwargs):
        super().__init__(ChoiceOptionBlock(), min_num=MIN_CHOICES, max_num=MAX_CHOICES, **kwargs)
        # As many as there must be, ready to be written.
        self.meta.default = [self.child_block.get_default() for number in range(MIN_CHOICES)]

    class Meta:
        label = _("Choices")


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

    @property
    def problem(self):
        """What is wrong with the choices, as a sentence; None if nothing is."""
        return problem_with_choices(self["kind"], [bool(choice["is_correct"]) for choice in self["choices"]])

    def grade(self, chosen_ids):
        """True when exactly the correct choices were chosen; order and repetition do not matter."""
        return set(chosen_ids) == self.correct_ids


def problem_with_choices(kind, marks):
    """What is wrong with a question's choices, given whether each is correct, in order; None if nothing is."""
    if kind == "several":
        if sum(marks) < 2 or all(marks):
            return _("Mark at least two choices as correct and leave at least one wrong.")
    elif sum(marks) != 1:
        return _("Mark exactly one choice as correct.")
    if kind == "true_false" and len(marks) != 2:
        return _("A true-or-false question has exactly two choices.")
    return None


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
        search_index=False,
    )
    prompt = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(
        label=_("Hint"), rows=2, required=False, help_text=_("Shown only to learners who open it.")
    )
    choices = ChoicesBlock()

    class Meta:
        template = "content/blocks/question.html"
        icon = "help"
        label = _("Question")
        label_format = "{prompt}"
        value_class = QuestionValue

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may be saved half-written; a page that is to be public is asked again (LessonPage.unfinished).
        if cleaned.problem and not self.is_deferred_validation:
            raise ValidationError(cleaned.problem)
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
