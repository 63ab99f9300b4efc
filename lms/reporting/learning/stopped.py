"""Where learners stopped: plain facts about what they did last, for whoever may help them. No score, no rank (R56).

Guests never appear: nobody knows who they are. Who finished a course and began no other stopped nowhere.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils import timezone

from content.models import CoursePage, LessonPage
from lms.models import Answer, Attempt, Completion, LessonProgress, Person

# Whoever has been away for longer will hardly be met by the one who reads this.
RECENT = dt.timedelta(days=120)
TRIES = 3


@dataclass(frozen=True)
class Stop:
    """Where one person stopped. `lesson` is the one to go on with, None for who never began; `screen` is (number,
    of how many, heading) inside a lesson that was begun; `hard` are questions tried three times or more in vain."""

    person: Person
    at: dt.datetime
    days: int
    course: CoursePage | None = None
    lesson: LessonPage | None = None
    screen: tuple | None = None
    address: str = ""
    hard: tuple = ()


def where_learners_stopped(people, outlines, *, with_new=False, at=None):
    """[Stop] of registered people who did something lately and are in the middle of a course, the latest first.

    `people` is a query set of Person. `with_new` adds those who registered lately and never began. Four queries.
    """
    now = at or timezone.now()
    people = people.known()
    known = {person.pk: person for person in people}
    work = _work(people.values("pk"), since=now - RECENT)
    courses = {
        lesson.translation_key: (outline, place)
        for outline in outlines
        if outline.course
        for place, lesson in enumerate(outline.lessons)
    }
    done = _completed(people.values("pk"))
    hard = _tried_in_vain(people.values("pk"))
    found = []
    for pk, person in known.items():
        if pk in work:
            stop = _stop(person, work[pk], done[pk], hard[pk], courses, now)
        elif with_new and person.registered_at >= now - RECENT:
            stop = Stop(person, person.registered_at, (now - person.registered_at).days)
        else:
            stop = None
        if stop:
            found.append(stop)
    return sorted(found, key=lambda stop: (stop.at, stop.person.pk), reverse=True)


def _work(people, *, since):
    """{person id: {lesson key: (last moment, last screen)}} of everybody who did something since a moment"""
    recent = {"learner__person__in": people}
    found = defaultdict(dict)
    rows = LessonProgress.objects.filter(**recent, updated_at__gte=since)
    for pk, lesson, moment, screen in rows.values_list(
        "learner__person", "lesson_key", "updated_at", "last_screen"
    ).order_by("updated_at"):
        found[pk][lesson] = (moment, str(screen))
    rows = Attempt.objects.filter(**recent, kind=Attempt.Kind.PRACTICE, made_at__gte=since).order_by()
    for pk, lesson, moment in rows.values_list("learner__person", "page_key").annotate(Max("made_at")):
        before, screen = found[pk].get(lesson, (moment, ""))
        found[pk][lesson] = (max(before, moment), screen)
    return found


def _completed(people):
    """{person id: {keys of the lessons this person has completed}}"""
    found = defaultdict(set)
    rows = Completion.objects.filter(learner__person__in=people)
    for pk, lesson in rows.order_by().values_list("learner__person", "lesson_key"):
        found[pk].add(lesson)
    return found


def _tried_in_vain(people):
    """{person id: {(lesson key, question id)}} of questions answered three times or more and never right"""
    found = defaultdict(set)
    rows = (
        Answer.objects.filter(attempt__learner__person__in=people, attempt__kind=Attempt.Kind.PRACTICE)
        .order_by()
        .values_list("attempt__learner__person", "attempt__page_key", "question_id")
        .annotate(tries=Count("pk"), right=Count("pk", filter=Q(is_correct=True)))
        .filter(tries__gte=TRIES, right=0)
    )
    for pk, lesson, question, _tries, _right in rows:
        found[pk].add((lesson, str(question)))
    return found


def _stop(person, work, done, hard, courses, now):
    """The Stop of somebody who did something, or None for who is through with the course of it."""
    begun = {lesson: latest for lesson, latest in work.items() if lesson in courses}
    for key, (moment, screen) in sorted(begun.items(), key=lambda entry: entry[1][0], reverse=True):
        outline, place = courses[key]
        lesson = outline.lessons[place]
        if key in done:
            lesson = next((other for other in outline.lessons if other.translation_key not in done), None)
            screen = ""
        if lesson is None:
            continue
        number, of, heading = _screen(lesson, screen)
        return Stop(
            person=person,
            at=moment,
            days=(now - moment).days,
            course=outline.course,
            lesson=lesson,
            screen=(number, of, heading) if number else None,
            address=lesson.url + (f"#s-{screen}" if number else ""),
            hard=tuple(_prompts(outline, hard)),
        )
    return None


def _screen(lesson, wanted):
    """(number, of how many, heading) of a screen by its id; number 0 where the lesson does not have it."""
    for number, screen in enumerate(lesson.screens, start=1):
        if str(screen.id) == wanted:
            return number, len(lesson.screens), screen.value["heading"]
    return 0, len(lesson.screens), ""


def _prompts(outline, hard):
    for lesson in outline.lessons:
        for key, question in lesson.questions.items():
            if (lesson.translation_key, key) in hard:
                yield question["prompt"]
