"""The tables of the page on progress."""

from django.utils.translation import gettext as _

from lms.reporting.learning.tables import HIDDEN, Column, Row, Table, share

# How the frameworks of competences are called everywhere.
FRAMEWORKS = {"dlgf": "UNESCO DLGF", "digcomp": "DigComp"}


def tables(progress):
    """Courses, then the lessons of each with where learners stop, then competences."""
    return [_courses(progress), *_lessons(progress), _competences(progress)]


def _count(progress, *key):
    return HIDDEN if key in progress.hidden else progress.counts[key]


def _courses(progress):
    columns = [
        Column(_("Course")),
        Column(_("Learners"), "count"),
        Column(_("Completed the course"), "count"),
        Column(_("Under way"), "count"),
        Column(_("Share completed"), "percent"),
        Column("", "bar"),
        Column(_("Completed lessons"), "count"),
        Column(_("Passed final tests"), "count"),
        Column(_("Certificates"), "count"),
    ]
    rows = []
    for outline in progress.outlines:
        key = outline.course.translation_key
        learners, completed, under_way, lessons, tests, certificates = (
            _count(progress, key, name)
            for name in ("learners", "completed", "under way", "lessons", "tests", "certificates")
        )
        part = share(completed, learners)
        rows.append(
            Row((outline.title, learners, completed, under_way, part, part, lessons, tests, certificates))
        )
    note = _(
        "Learners: people and guests who answered a question, passed a screen or completed a lesson in the period. "
        "Completed: those of them who had met the rule of the course by the end of the period. Completed lessons, "
        "passed final tests and certificates are counted by their own day in the period."
    )
    return Table("courses", _("Progress per course"), columns, rows, note)


def _lessons(progress):
    columns = [
        Column(_("Lesson")),
        Column(_("Learners"), "count"),
        Column("", "bar"),
        Column(_("Completed the lesson"), "count"),
        Column(_("in Khmer"), "count"),
        Column(_("in English"), "count"),
        Column(_("Under way"), "count"),
        Column(_("Share completed"), "percent"),
        Column(_("Where most stop")),
    ]
    for outline in progress.outlines:
        people = _count(progress, outline.course.translation_key, "learners")
        rows = []
        for lesson in outline.lessons:
            key = lesson.translation_key
            learners, completed, km, en, under_way = (
                _count(progress, key, name) for name in ("learners", "completed", "km", "en", "under way")
            )
            rows.append(
                Row(
                    (
                        lesson.title,
                        learners,
                        share(learners, people, least=1),
                        completed,
                        km,
                        en,
                        under_way,
                        share(completed, learners),
                        "" if progress.asked.is_masked else _where_most_stop(progress, lesson),
                    )
                )
            )
        if people:
            note = _(
                "Of those who took part in the lesson in the period. "
                "The bar is their share of all learners of the course."
            )
            yield Table(f"lessons-{outline.course.slug}", outline.title, columns, rows, note)


def _where_most_stop(progress, lesson):
    """The screen at which most of those under way left off, with how many."""
    left_off = [
        (progress.screens[lesson.translation_key, str(screen.id)], -number, screen.value["heading"])
        for number, screen in enumerate(lesson.screens, start=1)
    ]
    people, number, heading = max(left_off, default=(0, 0, ""))
    if not people:
        return ""
    return _("screen %(number)s, “%(heading)s”: %(people)s") % {
        "number": -number,
        "heading": heading,
        "people": people,
    }


def _competences(progress):
    columns = [
        Column(_("Framework")),
        Column(_("Competence")),
        Column(_("Courses")),
        Column(_("Completed lessons"), "count"),
        Column(_("Passed final tests"), "count"),
    ]
    titles = {outline.course.translation_key: outline.title for outline in progress.outlines}
    rows = [
        Row(
            (
                FRAMEWORKS.get(framework, framework),
                code,
                ", ".join(titles[course] for course in courses),
                _count(progress, (framework, code), "lessons"),
                _count(progress, (framework, code), "tests"),
            )
        )
        for (framework, code), courses in progress.competences.items()
    ]
    note = _(
        "A course counts for each competence it teaches, so these numbers are not added up. They may contribute to "
        "SDG 4.4.1; they are not that indicator, which comes from surveys of the population."
    )
    return Table("competences", _("By competence"), columns, rows, note)
