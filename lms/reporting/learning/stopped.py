"""Where learners stopped: plain facts about what they did last, for whoever may help them. No score, no rank (R56).

Guests never appear: nobody knows who they are. Who finished a course and began no other stopped nowhere.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Max, Q, Value, When
from django.utils import timezone
from django.utils.functional import cached_property

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
    """The Stops of registered people who did something lately and are in the middle of a course, the latest first.

    `people` is a query set of Person. `with_new` adds those who registered lately and never began.
    """
    return Stops(people.known(), outlines, with_new=with_new, now=at or timezone.now())


class Stops:
    """Many a Stop, of which only those looked at are read: to be counted, sliced and gone through.

    Their order takes three queries with a row for each person and course of late, and one more with those who never
    began; each slice takes five.
    """

    def __init__(self, people, outlines, *, with_new, now):
        self._people, self._now, self._since = people, now, now - RECENT
        self._outlines = [outline for outline in outlines if outline.course and outline.lessons]
        self._courses = {
            lesson.translation_key: (outline, place)
            for outline in self._outlines
            for place, lesson in enumerate(outline.lessons)
        }
        self._order = sorted(self._in_a_course() | (self._new() if with_new else set()), reverse=True)

    def __len__(self):
        return len(self._order)

    def __iter__(self):
        return iter(self[:])

    def __getitem__(self, places):
        return self._read(self._order[places])

    def _in_a_course(self):
        """{(moment, person id)} of what everybody did last in a course that they have not completed."""
        through = set(self._completed_courses())
        latest = {}
        for pk, course, moment in self._rows:
            if course is not None and (pk, course) not in through:
                latest[pk] = max(moment, latest.get(pk, moment))
        return {(moment, pk) for pk, moment in latest.items()}

    def _new(self):
        """{(moment, person id)} of who registered lately and did nothing since."""
        active = {pk for pk, _course, _moment in self._rows}
        new = self._people.filter(registered_at__gte=self._since).values_list("registered_at", "pk")
        return {(moment, pk) for moment, pk in new if pk not in active}

    @cached_property
    def _rows(self):
        """[(person id, number of the course, last moment)], twice for who both read and answered."""
        return [
            row
            for work, lesson, moment in _of_late(self._people, self._since)
            for row in self._by_course(work, lesson)
            .annotate(latest=Max(moment))
            .values_list("learner__person", "course", "latest")
        ]

    def _completed_courses(self):
        """(person id, number of the course) of who did something lately and has completed all its lessons."""
        active = [work.values("learner__person") for work, *_names in _of_late(self._people, self._since)]
        done = Completion.objects.filter(
            Q(learner__person__in=active[0]) | Q(learner__person__in=active[1]),
            lesson_key__in=list(self._courses),
        )
        rows = self._by_course(done, "lesson_key").annotate(done=Count("lesson_key", distinct=True))
        for pk, course, lessons in rows.values_list("learner__person", "course", "done"):
            if lessons == len(self._outlines[course].lessons):
                yield pk, course

    def _by_course(self, rows, lesson):
        """Rows grouped by person and by the number of the course in which a lesson stands, None for no course."""
        numbers = [
            When(**{f"{lesson}__in": outline.lesson_keys}, then=Value(number))
            for number, outline in enumerate(self._outlines)
        ]
        course = Case(*numbers, default=Value(None), output_field=IntegerField())
        return rows.order_by().annotate(course=course).values("learner__person", "course")

    def _read(self, order):
        """[Stop] of some of the people, in the order given, but for who went on or was erased in this moment."""
        pks = [pk for _moment, pk in order]
        people, work = self._people.in_bulk(pks), _work(pks, since=self._since)
        done, hard = _completed(pks), _tried_in_vain(pks)
        found = []
        for moment, pk in order:
            if pk in work and pk in people:
                found.append(_stop(people[pk], work[pk], done[pk], hard[pk], self._courses, self._now))
            elif pk in people:
                found.append(Stop(people[pk], moment, (self._now - moment).days))
        return [stop for stop in found if stop]


def _of_late(people, since):
    """(rows, field of the lesson, field of the moment) of what people did since a moment: read, and answered."""
    own = {"learner__person__in": people.values("pk")}
    read = LessonProgress.objects.filter(**own, updated_at__gte=since)
    answered = Attempt.objects.filter(**own, kind=Attempt.Kind.PRACTICE, made_at__gte=since)
    return (read, "lesson_key", "updated_at"), (answered, "page_key", "made_at")


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
