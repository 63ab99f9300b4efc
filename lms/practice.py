"""Reading one learner's practice in one lesson; nothing here writes."""

from dataclasses import dataclass, field

from lms import grading
from lms.models import Answer, Completion


@dataclass(frozen=True)
class Result:
    """One answer to one question, as plain JSON (lms/grading.py), and whether it is right."""

    answer: object
    is_correct: bool

    @property
    def chosen(self):
        """The ids of the choices taken, for questions that are answered by choosing."""
        return self.answer if isinstance(self.answer, list) else []


@dataclass(frozen=True)
class Practice:
    """What is shown inside a lesson after answering: `results` is {question id as text: Result}.

    `asked` are the questions whose button was pressed; `is_stale` says that something was sent
    that this lesson does not have (it was changed meanwhile); `is_kept` is false in a browser without cookies;
    `is_thanked` says that a face was just taken.
    """

    total: int
    results: dict = field(default_factory=dict)
    is_complete: bool = False
    is_guest: bool = True
    asked: frozenset = frozenset()
    is_stale: bool = False
    is_kept: bool = True
    is_thanked: bool = False

    @property
    def answered(self):
        return len(self.results)

    @property
    def unanswered(self):
        """Questions whose button was pressed with nothing chosen."""
        return self.asked - self.results.keys()


def sort_out(questions, answers):
    """Returns (understood, is_all): of {question id: answer} what these questions can have been asked.

    Unknown questions and what cannot be an answer are left out; None is no answer.
    """
    understood, is_all = {}, True
    for question_id, answer in answers.items():
        question = questions.get(question_id)
        if question is None or (answer is not None and not grading.can_be(question, answer)):
            is_all = False
        elif answer is not None:
            understood[question_id] = answer
    return understood, is_all


def graded(questions, answers):
    """{question id: Result} of answers already sorted out."""
    return {
        question_id: Result(answer, grading.grade(questions[question_id], answer))
        for question_id, answer in answers.items()
    }


def answers_in(form, questions):
    """{question id: answer or None} as a browser sends it without scripts.

    A question's own field is `q-<id>`, that of one of its parts `q-<id>:<part id>`.
    """
    typed, parts = {}, {}
    for name in form:
        if name.startswith("q-"):
            question_id, _, part_id = name.removeprefix("q-").partition(":")
            typed.setdefault(question_id, [])
            if part_id:
                parts.setdefault(question_id, {})[part_id] = form.get(name)
            else:
                typed[question_id] = form.getlist(name)
    return {
        question_id: grading.read(questions[question_id], values, parts.get(question_id, {}))
        if question_id in questions
        else values
        for question_id, values in typed.items()
    }


def practice_of(learner, lesson, **shown):
    """The Practice of a learner, and of the same person on other phones; of nobody when `learner` is None."""
    if learner is None:
        return Practice(total=len(lesson.questions), **shown)
    answers = Answer.objects.by_person_of(learner).last_by_question(lesson.translation_key)
    return Practice(
        total=len(lesson.questions),
        results={
            question_id: Result(answers[question_id].response, answers[question_id].is_correct)
            for question_id in lesson.questions
            if question_id in answers
        },
        is_complete=Completion.objects.by_person_of(learner)
        .filter(lesson_key=lesson.translation_key)
        .exists(),
        is_guest=learner.person_id is None,
        **shown,
    )
