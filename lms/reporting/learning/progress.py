"""Progress: who took part in a course in a period, and who of them had completed what by its end."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import Coalesce

from content.models import CoursePage
from lms.models import Attempt, AttemptKind, Certificate, Completion, LessonProgress
from lms.reporting.learning.asked import WHO
from lms.reporting.masking import Line, hidden

MOVE_ON = CoursePage.MoveOn


class Progress:
    """All figures of progress of some courses. Each kind of row is read once, whatever the number of courses."""

    def __init__(self, asked, outlines):
        self.asked = asked
        self.outlines = [outline for outline in outlines if outline.course]
        self.lesson_keys = {key for outline in self.outlines for key in outline.lesson_keys}
        self.page_keys = {key for outline in self.outlines for key in outline.page_keys}

    @cached_property
    def took_part(self):
        """{lesson or check key: everybody who answered, passed a screen or completed it in the period}"""
        asked, found = self.asked, defaultdict(set)
        rows = [
            asked.within(Attempt.objects.filter(page_key__in=self.page_keys), "made_at").values_list(
                "page_key", WHO
            ),
            asked.within(
                LessonProgress.objects.filter(lesson_key__in=self.lesson_keys), "updated_at"
            ).values_list("lesson_key", WHO),
            asked.within(
                Completion.objects.filter(lesson_key__in=self.lesson_keys), "completed_at"
            ).values_list("lesson_key", WHO),
        ]
        for part in rows:
            for key, who in part.order_by().distinct().iterator(chunk_size=5000):
                found[key].add(who)
        return found

    @cached_property
    def completed(self):
        """{lesson key: {who: language}} of everything completed before the end of the period, wherever that was."""
        found = defaultdict(dict)
        rows = Completion.objects.filter(lesson_key__in=self.lesson_keys, completed_at__lt=self.asked.end)
        for key, who, language in (
            rows.order_by("completed_at").values_list("lesson_key", WHO, "language").iterator(chunk_size=5000)
        ):
            if who in self.took_part_in_courses:
                found[key].setdefault(who, language)
        return found

    @cached_property
    def took_part_in_courses(self):
        return set().union(*self.took_part.values())

    @cached_property
    def passed(self):
        """{final test key: everybody who had passed it by the end of the period}"""
        finals = Attempt.objects.filter(
            kind=AttemptKind.FINAL, is_passed=True, page_key__in=self.page_keys, made_at__lt=self.asked.end
        )
        found = defaultdict(set)
        for key, who in finals.order_by().values_list("page_key", WHO).distinct():
            found[key].add(who)
        return found

    @cached_property
    def completed_lessons(self):
        """{course key: lessons completed in the period}, as reach counts them."""
        rows = self.asked.placed(Completion.objects.counted().during(self.asked.period))
        return Counter(dict(rows.order_by().values_list("course_key").annotate(Count("pk"))))

    @cached_property
    def passed_tests(self):
        """{final test key: people who passed it in the period}"""
        rows = self.asked.within(Attempt.objects.filter(kind=AttemptKind.FINAL, is_passed=True), "made_at")
        return Counter(
            dict(rows.order_by().values_list("page_key").annotate(people=Count(WHO, distinct=True)))
        )

    @cached_property
    def certificates(self):
        """{course key: certificates issued in the period and in force now}"""
        asked = self.asked
        rows = Certificate.objects.in_force().filter(issued_at__gte=asked.start, issued_at__lt=asked.end)
        if asked.scope.roots is not None:
            rows = rows.alias(place=Coalesce("venue__area", "person__commune"))
            rows = rows.filter(place__in=asked.scope.area_ids)
        return Counter(dict(rows.order_by().values_list("course_key").annotate(Count("pk"))))

    @cached_property
    def screens(self):
        """{(lesson key, last screen): people who took part and had not completed the lesson}"""
        rows = self.asked.within(LessonProgress.objects.filter(lesson_key__in=self.lesson_keys), "updated_at")
        found = Counter()
        for key, screen, who in rows.values_list("lesson_key", "last_screen", WHO).iterator(chunk_size=5000):
            if who not in self.completed[key]:
                found[key, str(screen)] += 1
        return found

    def has_completed(self, outline, who):
        """By the course's own rule (lms.results)."""
        lessons = bool(outline.lessons) and all(who in self.completed[key] for key in outline.lesson_keys)
        final = any(who in self.passed[key] for key in outline.final_keys)
        match outline.course.move_on:
            case MOVE_ON.COMPLETED:
                return lessons
            case MOVE_ON.PASSED:
                return final
            case MOVE_ON.COMPLETED_OR_PASSED:
                return lessons or final
        return lessons and final

    @cached_property
    def counts(self):
        """{(course or lesson key, name of the figure): count}"""
        found = {}
        for outline in self.outlines:
            key = outline.course.translation_key
            people = set().union(*(self.took_part[page] for page in outline.page_keys))
            done = sum(self.has_completed(outline, who) for who in people)
            found |= {
                (key, "learners"): len(people),
                (key, "completed"): done,
                (key, "under way"): len(people) - done,
                (key, "lessons"): self.completed_lessons[key],
                (key, "tests"): sum(self.passed_tests[final] for final in outline.final_keys),
                (key, "certificates"): self.certificates[key],
            }
            for lesson in outline.lesson_keys:
                there = self.took_part[lesson]
                languages = Counter(
                    language for who, language in self.completed[lesson].items() if who in there
                )
                found |= {
                    (lesson, "learners"): len(there),
                    (lesson, "elsewhere"): len(people) - len(there),
                    (lesson, "completed"): languages.total(),
                    (lesson, "under way"): len(there) - languages.total(),
                    **{(lesson, language): languages[language] for language in ("km", "en")},
                }
        for competence, courses in self.competences.items():
            for figure in ("lessons", "tests"):
                found[competence, figure] = sum(found[course, figure] for course in courses)
        return found

    @cached_property
    def competences(self):
        """{(framework, code): [keys of the courses that teach it]}"""
        found = {}
        for outline in self.outlines:
            for framework, codes in outline.course.competences.items():
                for code in codes:
                    found.setdefault((framework, code), []).append(outline.course.translation_key)
        return dict(sorted(found.items()))

    @cached_property
    def hidden(self):
        """The keys of `counts` that may not be shown."""
        if not self.asked.is_masked:
            return frozenset()
        lines = []
        for outline in self.outlines:
            course = outline.course.translation_key
            lines.append(Line((course, "learners"), ((course, "completed"), (course, "under way"))))
            for lesson in outline.lesson_keys:
                lines += [
                    # How many never took part in this lesson follows from the two numbers beside each other.
                    Line((course, "learners"), ((lesson, "learners"), (lesson, "elsewhere"))),
                    Line((lesson, "learners"), ((lesson, "completed"), (lesson, "under way"))),
                    Line((lesson, "completed"), ((lesson, "km"), (lesson, "en"))),
                ]
        lines += [
            Line((competence, figure), tuple((course, figure) for course in courses))
            for competence, courses in self.competences.items()
            for figure in ("lessons", "tests")
        ]
        return hidden(self.counts, lines, self.asked.threshold)
