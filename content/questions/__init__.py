"""Questions of lessons and checks: their blocks, and what each knows about its own parts.

A question and its parts are known by their block ids, which both languages share. How an answer is read and graded
is said in one place, lms/grading.py.
"""

from content.questions.base import QuestionBlock, QuestionValue
from content.questions.choices import (
    CHOICE_LENGTH,
    MAX_CHOICES,
    MIN_CHOICES,
    ChoiceQuestionBlock,
    PictureQuestionBlock,
    PracticeScreenBlock,
    problem_with_choices,
)
from content.questions.written import (
    MatchQuestionBlock,
    NumberQuestionBlock,
    OrderQuestionBlock,
    TextQuestionBlock,
    problem_with_range,
)

# {name in a stream: block class}; names are stored with every lesson.
QUESTION_BLOCKS = {
    "question": ChoiceQuestionBlock,
    "picture_question": PictureQuestionBlock,
    "order_question": OrderQuestionBlock,
    "match_question": MatchQuestionBlock,
    "number_question": NumberQuestionBlock,
    "text_question": TextQuestionBlock,
    "practice_screen": PracticeScreenBlock,
}


def questions_in(parts):
    """{question id: QuestionValue} of the questions among some bound blocks, in their order."""
    return {str(part.id): part.value for part in parts if isinstance(part.block, QuestionBlock)}


__all__ = [
    "CHOICE_LENGTH",
    "MAX_CHOICES",
    "MIN_CHOICES",
    "QUESTION_BLOCKS",
    "QuestionBlock",
    "QuestionValue",
    "problem_with_choices",
    "problem_with_range",
    "questions_in",
]
