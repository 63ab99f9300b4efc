"""A lesson with one question of each kind, in both languages, for tests of what learners do."""

import json

from content.packages.loading import list_item
from tests.content import factories as pages
from tests.content.factories import ident

ONE, SEVERAL, TRUE_FALSE = QUESTIONS = [ident(101), ident(102), ident(103)]
# The first choice is right; of the several the first two.
CHOICES = {
    ONE: [ident(111), ident(112), ident(113)],
    SEVERAL: [ident(121), ident(122), ident(123)],
    TRUE_FALSE: [ident(131), ident(132)],
}
KINDS = {ONE: "one", SEVERAL: "several", TRUE_FALSE: "true_false"}
RIGHT = {ONE: {ident(111)}, SEVERAL: {ident(121), ident(122)}, TRUE_FALSE: {ident(131)}}
WRONG = {ONE: {ident(112)}, SEVERAL: {ident(121), ident(123)}, TRUE_FALSE: {ident(132)}}


def question(key, words):
    choices = [
        list_item(
            choice,
            {"text": f"{words} {n}", "is_correct": choice in RIGHT[key], "feedback": f"{words} feedback {n}"},
        )
        for n, choice in enumerate(CHOICES[key])
    ]
    value = {"kind": KINDS[key], "prompt": words, "hint": "", "choices": choices}
    return {"id": key, "type": "question", "value": value}


def publish(lesson, *, words, questions=QUESTIONS):
    """Publishes a lesson with these questions and words; returns the page as readers get it."""
    body = [question(key, words) for key in questions]
    screen = {"id": ident(100), "type": "screen", "value": {"heading": words, "body": body}}
    lesson.screens = json.dumps([screen])
    lesson.save_revision().publish()
    return type(lesson).objects.get(pk=lesson.pk)


def in_both_languages(tmp_path):
    """{"km": LessonPage, "en": LessonPage}: one lesson of one course, under the start pages."""
    homes = pages.homes(tmp_path)
    lessons, course_key, lesson_key = {}, None, None
    for language, words in (("km", "មេរៀន"), ("en", "Lesson")):
        course = pages.course(parent=homes[language], title=words, key=course_key)
        lesson = pages.lesson(parent=course, words=words, key=lesson_key)
        course_key, lesson_key = course.translation_key, lesson.translation_key
        lessons[language] = publish(lesson, words=words)
    return lessons


def another(lesson, *, words="មេរៀនទីពីរ"):
    """A second lesson of the same course in the same language."""
    return publish(pages.lesson(parent=lesson.course, words=words), words=words)


def form(choices, check="all"):
    """What a browser sends for {question id: choice ids}."""
    return {"check": check} | {f"q-{key}": sorted(chosen) for key, chosen in choices.items()}
