"""Reading one learner's practice in one lesson; nothing here writes."""

from dataclasses import dataclass, field

from lms.models import Answer, Completion


@dataclass(frozen=True)
class Result:
    """The last answer to one question: `chosen` holds choice ids as text."""

    chosen: frozenset
    is_correct: bool


@dataclass(frozen=True)
class Practice:
    """What is shown inside a lesson after answering: `results` is {question id as text: Result}.

    `asked` are the questions whose button was pressed; `is_stale` says that something was sent
    that this lesson does not have (it was changed meanwhile); `is_kept` is false in a browser without cookies.
    """

    total: int
    results: dict = field(default_factory=dict)
    is_complete: bool = False
    is_guest: bool = True
    asked: frozenset = frozenset()
    is_stale: bool = False
    is_kept: bool = True

    @property
    def answered(self):
        return len(self.results)

    @property
    def unanswered(self):
        """Questions whose button was pressed with nothing chosen."""
        return self.asked - self.results.keys()


def sort_out(lesson, choices):
    """Returns (understood, is_all): of {question id: choice ids} what this lesson can have been asked.

    Unknown questions and choices, and several choices where one is asked for, are left out; a question without a
    choice is no answer.
    """
    understood, is_all = {}, True
    for question_id, chosen in choices.items():
        chosen = frozenset(chosen)
        if not can_be_answered(lesson.questions.get(question_id), chosen):
            is_all = False
        elif chosen:
            understood[question_id] = chosen
    return understood, is_all


def can_be_answered(question, chosen):
    """True when a set of choice ids can answer a QuestionValue; false for no question at all."""
    if question is None or not chosen <= set(question.choice_ids):
        return False
    return question.takes_several or len(chosen) <= 1


def graded(lesson, choices):
    """{question id: Result} of choices already sorted out."""
    return {
        question_id: Result(chosen, lesson.questions[question_id].grade(chosen))
        for question_id, chosen in choices.items()
    }


def practice_of(learner, lesson, **shown):
    """The Practice of a learner, and of the same person on other phones; of nobody when `learner` is None."""
    if learner is None:
        return Practice(total=len(lesson.questions), **shown)
    answers = Answer.objects.by_person_of(learner).last_by_question(lesson.translation_key)
    return Practice(
        total=len(lesson.questions),
        results={
            question_id: Result(frozenset(answers[question_id].choice_ids), answers[question_id].is_correct)
            for question_id in lesson.questions
            if question_id in answers
        },
        is_complete=Completion.objects.by_person_of(learner)
        .filter(lesson_key=lesson.translation_key)
        .exists(),
        is_guest=learner.person_id is None,
        **shown,
    )
