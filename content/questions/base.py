"""What all kinds of question have in common."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuestionValue(blocks.StructValue):
    """A question's rules, beside its texts."""

    @property
    def kind(self):
        """The stable code of the kind of question."""
        return self.block.kind

    @property
    def problem(self):
        """What is wrong with the question, as a sentence; None if nothing is."""
        return None


class QuestionBlock(blocks.StructBlock):
    """A question. `kind` names what its answer looks like (lms/grading.py)."""

    kind = None
    prompt = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(
        label=_("Hint"), rows=2, required=False, help_text=_("Shown only to learners who open it.")
    )

    class Meta:
        icon = "help"
        label_format = "{prompt}"
        value_class = QuestionValue

    def get_context(self, value, parent_context=None):
        # Pages say which question it is; shown by itself, as in a comparison of revisions, it has no id.
        return {"question_id": ""} | super().get_context(value, parent_context=parent_context)

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may be saved half-written; a page that is to be public is asked again (LessonPage.unfinished).
        if cleaned.problem and not self.is_deferred_validation:
            raise ValidationError(cleaned.problem)
        return cleaned


class JudgedQuestionBlock(QuestionBlock):
    """A question whose answer is right or wrong as a whole."""

    feedback_right = blocks.TextBlock(
        label=_("Feedback when right"), rows=2, help_text=_("What a learner reads after a right answer.")
    )
    feedback_wrong = blocks.TextBlock(
        label=_("Feedback when wrong"),
        rows=2,
        help_text=_("Helps to find the right answer, without saying it."),
    )
