"""A lesson with one question of each kind, in both languages, for tests of what learners do."""

import json
import uuid

from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from content.models import CoursePage, HomePage, LessonPage


def ident(n):
    return str(uuid.UUID(int=n))


SCREEN = ident(100)
ONE, SEVERAL, TRUE_FALSE = QUESTIONS = [ident(101), ident(102), ident(103)]
# The first choice is right; of the several the first two.
CHOICES = {
    ONE: [ident(111), ident(112), ident(113)],
    SEVERAL: [ident(121), ident(122), ident(123)],
    TRUE_FALSE: [ident(131), ident(132)],
}
KINDS = {ONE: "one", SEVERAL: "several", TRUE_FALSE: "true_false"}
RIGHT = {ONE: [ident(111)], SEVERAL: [ident(121), ident(122)], TRUE_FALSE: [ident(131)]}
WRONG = {ONE: [ident(112)], SEVERAL: [ident(121), ident(123)], TRUE_FALSE: [ident(132)]}


def question(key, words):
    choices = [
        {
            "id": choice,
            "type": "item",
            "value": {
                "text": f"{words} {n}",
                "is_correct": choice in RIGHT[key],
                "feedback": f"{words} feedback {n}",
            },
        }
        for n, choice in enumerate(CHOICES[key])
    ]
    value = {"kind": KINDS[key], "prompt": words, "hint": "", "choices": choices}
    return {"id": key, "type": "question", "value": value}


def screens(words, questions=QUESTIONS):
    body = [question(key, words) for key in questions]
    return json.dumps([{"id": SCREEN, "type": "screen", "value": {"heading": words, "body": body}}])


def publish(lesson, *, words, questions=QUESTIONS):
    """Publishes a lesson with these questions and words; returns the page as readers get it."""
    lesson.screens = screens(words, questions)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@disable_reference_index_auto_update()  # a fifth of the time
def in_both_languages():
    """{"km": LessonPage, "en": LessonPage}: one lesson of one course, under start pages of their own.

    Stored as published at once, without the way through drafts, because nearly every test of learners starts here.
    """
    lessons, keys = {}, [uuid.uuid4() for _ in range(3)]
    root = Page.objects.get(depth=1)
    for language, words in (("km", "មេរៀន"), ("en", "Lesson")):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home, course, _ = path = [
            HomePage(title=words, slug=f"start-{language}"),
            CoursePage(title=words, slug="course", summary=words),
            LessonPage(title=words, slug="lesson", aim=words, remember=words, screens=screens(words)),
        ]
        for parent, page, key in zip([root, home, course], path, keys, strict=True):
            page.locale, page.translation_key = locale, key
            parent.add_child(instance=page)
        lessons[language] = as_published(path[-1])
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": HomePage.objects.get(slug="start-km")},
    )
    return lessons


def as_published(lesson):
    revision = lesson.save_revision()
    LessonPage.objects.filter(pk=lesson.pk).update(live_revision=revision)
    log(lesson, "wagtail.publish", revision=revision)
    return LessonPage.objects.get(pk=lesson.pk)


def another(lesson, *, words="មេរៀនទីពីរ"):
    """A second lesson of the same course in the same language."""
    page = LessonPage(
        title=words, slug="second", aim=words, remember=words, screens=screens(words), locale=lesson.locale
    )
    lesson.course.add_child(instance=page)
    return as_published(page)


def form(choices, check="all"):
    """What a browser sends for {question id: choice ids}."""
    return {"check": check} | {f"q-{key}": sorted(chosen) for key, chosen in choices.items()}
