"""Questions that are answered by choosing: words, pictures, or a place on a drawn screen."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.questions.base import QuestionBlock, QuestionValue

CHOICE_LENGTH = 200
MIN_CHOICES, MAX_CHOICES = 2, 6


class ChoiceValue(QuestionValue):
    """A question whose choices stand under the name `choices`."""

    choices_name = "choices"

    @property
    def options(self):
        """The bound choices, each with `id` and `value`."""
        return self[self.choices_name].bound_blocks

    @cached_property
    def choice_ids(self):
        return [str(choice.id) for choice in self.options]

    @cached_property
    def correct_ids(self):
        return {str(choice.id) for choice in self.options if choice.value["is_correct"]}

    @property
    def feedback(self):
        """{choice id: what is told after choosing it}."""
        return {str(choice.id): choice.value["feedback"] for choice in self.options}

    @property
    def takes_several(self):
        return self.kind == "several"

    @property
    def problem(self):
        return problem_with_choices(
            self.kind, [bool(choice["is_correct"]) for choice in self[self.choices_name]]
        )


class WordChoiceValue(ChoiceValue):
    @property
    def kind(self):
        return self["kind"]


class PracticeScreenValue(ChoiceValue):
    choices_name = "targets"


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


def choices_of(option, **kwargs):
    """The block that holds a question's choices: as many as there must be, ready to be written."""
    default = [option.get_default() for number in range(MIN_CHOICES)]
    words = {"label": _("Choices")} | kwargs
    return blocks.ListBlock(option, min_num=MIN_CHOICES, max_num=MAX_CHOICES, default=default, **words)


def correct_mark():
    return blocks.BooleanBlock(label=_("Correct"), required=False)


def feedback_text():
    return blocks.TextBlock(
        label=_("Feedback"), rows=2, help_text=_("What a learner reads after choosing this.")
    )


class ChoiceOptionBlock(blocks.StructBlock):
    """One choice of a question, with what the learner is told after choosing it."""

    text = blocks.CharBlock(label=_("Text"), max_length=CHOICE_LENGTH)
    is_correct = correct_mark()
    feedback = feedback_text()

    class Meta:
        icon = "tick"
        label = _("Choice")
        label_format = "{text}"


class ChoiceQuestionBlock(QuestionBlock):
    """One choice, several, or true/false."""

    # Labels of choices are interface text: they belong neither to the page's words nor to its search index.
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
    choices = choices_of(ChoiceOptionBlock())

    class Meta:
        template = "content/questions/choices.html"
        label = _("Question")
        value_class = WordChoiceValue
        form_layout = ["kind", "prompt", "hint", "choices"]


class PictureChoiceBlock(blocks.StructBlock):
    """One picture to choose; its description is what a reader who cannot see it chooses by."""

    picture = ImageBlock(label=_("Picture"))
    is_correct = correct_mark()
    feedback = feedback_text()

    class Meta:
        icon = "image"
        label = _("Choice")


class PictureQuestionBlock(QuestionBlock):
    """One picture of several."""

    kind = "picture"
    choices = choices_of(PictureChoiceBlock())

    class Meta:
        template = "content/questions/pictures.html"
        icon = "radio-full"
        label = _("Question with pictures")
        value_class = ChoiceValue


def percent(label):
    """A length on the picture, in hundredths of its width or height."""
    return blocks.IntegerBlock(label=label, min_value=0, max_value=100, search_index=False)


class TargetBlock(blocks.StructBlock):
    """A place on the drawn screen that can be tapped."""

    text = blocks.CharBlock(
        label=_("What is there"),
        max_length=CHOICE_LENGTH,
        help_text=_("Read by those who choose from a list."),
    )
    left = percent(_("From the left, in percent"))
    top = percent(_("From the top, in percent"))
    width = percent(_("Width in percent"))
    height = percent(_("Height in percent"))
    is_correct = correct_mark()
    feedback = feedback_text()

    class Meta:
        icon = "crosshairs"
        label = _("Place")
        label_format = "{text}"


class PracticeScreenBlock(QuestionBlock):
    """A drawn screen of a phone or computer, on which one place is to be tapped."""

    kind = "practice_screen"
    picture = ImageBlock(label=_("Picture"))
    targets = choices_of(TargetBlock(), label=_("Places"))

    class Meta:
        template = "content/questions/practice_screen.html"
        icon = "crosshairs"
        label = _("Practice screen")
        value_class = PracticeScreenValue
