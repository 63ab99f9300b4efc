"""How learners liked each lesson: the faces given after it, which name nobody (R22)."""

from collections import Counter
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from lms.models import Feedback
from lms.reporting.learning.tables import HIDDEN, Column, Row, Table, share
from lms.reporting.masking import Line, hidden

Face = Feedback.Face
# The best first, as the columns stand.
FACES = (Face.HAPPY, Face.SO_SO, Face.SAD)
ALL = "all"


class Faces:
    """The faces of the period for the lessons of some courses; one query."""

    def __init__(self, asked, outlines):
        self.asked = asked
        self.outlines = [outline for outline in outlines if outline.course]
        self.lesson_keys = [key for outline in self.outlines for key in outline.lesson_keys]

    @cached_property
    def counts(self):
        """{(lesson key, Face or ALL): faces}"""
        period, scope = self.asked.period, self.asked.scope
        rows = Feedback.objects.filter(
            lesson_key__in=self.lesson_keys, made_on__gte=period.start, made_on__lt=period.end
        )
        if scope.roots is not None:
            rows = rows.filter(venue__area__in=scope.area_ids)
        found = Counter()
        for lesson, face, count in rows.order_by().values_list("lesson_key", "face").annotate(Count("pk")):
            found[lesson, face] = count
            found[lesson, ALL] += count
        return found

    @cached_property
    def hidden(self):
        """The keys of `counts` that may not be shown."""
        if not self.asked.is_masked:
            return frozenset()
        lines = [Line((key, ALL), tuple((key, face) for face in FACES)) for key in self.lesson_keys]
        counts = {key: self.counts[key] for line in lines for key in line.keys}
        return hidden(counts, lines, self.asked.threshold)

    def count(self, *key):
        return HIDDEN if key in self.hidden else self.counts[key]


def table(faces):
    """Every lesson of every course, whether anybody gave a face or not."""
    columns = [
        Column(_("Lesson")),
        Column(_("Course")),
        Column(_("Faces"), "count"),
        *(Column(str(face.label), "count") for face in FACES),
        Column(_("Share good"), "percent"),
        Column("", "bar"),
    ]
    rows = []
    for outline in faces.outlines:
        for lesson in outline.lessons:
            total, *each = (faces.count(lesson.translation_key, kind) for kind in (ALL, *FACES))
            part = share(each[0], total)
            rows.append(Row((lesson.title, outline.title, total, *each, part, part)))
    note = _(
        "One of three faces, given after a lesson by whoever wanted to, without a name and with the day alone. A face "
        "counts where the zone is whose poster led to the lessons; without one it is in no area."
    )
    return Table("faces", _("How learners liked the lessons"), columns, rows, note)
