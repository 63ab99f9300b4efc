"""How hard each question is: what people answered the first time, and which wrong choice misleads most."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from content.models import LessonPage
from lms.models import Attempt
from lms.reporting.learning.asked import WHO
from lms.reporting.learning.tables import SMALLEST_BASE, Column, Row, Table, share


class Difficulty:
    """The figures of every question of one Outline; three queries."""

    def __init__(self, asked, outline):
        self.asked, self.outline = asked, outline
        self.questions = [
            entry for page in (*outline.lessons, *outline.checks) for entry in _questions_of(page)
        ]

    @property
    def _attempts(self):
        return Attempt.objects.filter(page_key__in=self.outline.page_keys).order_by()

    @cached_property
    def first_tries(self):
        """{((page key, question id), language, is right): people whose first answer ever to it lies in the period}"""
        place = Window(
            RowNumber(),
            partition_by=[F("page_key"), F("answers__question_id"), WHO],
            order_by=[F("made_at"), F("answers__pk")],
        )
        firsts = (
            self.asked.placed(self._attempts.filter(made_at__lt=self.asked.end, answers__isnull=False))
            .annotate(place=place)
            .filter(place=1, made_at__gte=self.asked.start)
            .values_list("page_key", "answers__question_id", "language", "answers__is_correct")
        )
        # Counted here: a window cannot be filtered and grouped in one statement.
        return Counter(
            ((page, str(question)), language, is_right)
            for page, question, language, is_right in firsts.iterator(chunk_size=5000)
        )

    @cached_property
    def tries(self):
        """{(page key, question id): answers in the period, first and later ones}"""
        rows = self.asked.within(self._attempts.filter(answers__isnull=False), "made_at")
        rows = rows.values_list("page_key", "answers__question_id").annotate(Count("answers"))
        return Counter({(page, str(question)): count for page, question, count in rows})

    @cached_property
    def wrong_choices(self):
        """{(page key, question id): {choice id: how often it was taken though it is wrong}}"""
        wrong = {
            (page.translation_key, key): set(question.choice_ids) - question.correct_ids
            for page, key, question in self.questions
            if hasattr(question, "choice_ids")
        }
        rows = self.asked.within(self._attempts, "made_at").filter(
            answers__is_correct=False, answers__question_id__in={question for _page, question in wrong}
        )
        found = defaultdict(Counter)
        rows = rows.values_list("page_key", "answers__question_id", "answers__response")
        for page, question, response, count in rows.annotate(Count("answers")):
            key = (page, str(question))
            for choice in wrong.get(key, frozenset()).intersection(response):
                found[key][choice] += count
        return found

    def line(self, key):
        """(people, of them right, {language: the same two}) of the first tries at (page key, question id)."""
        languages = {
            language: (
                self.first_tries[key, language, True] + self.first_tries[key, language, False],
                self.first_tries[key, language, True],
            )
            for language in ("km", "en")
        }
        return (
            sum(people for people, _right in languages.values()),
            sum(right for _people, right in languages.values()),
            languages,
        )


def _questions_of(page):
    """[(page, question id, QuestionValue)] of a lesson, or of all forms of a check."""
    forms = [page.questions] if isinstance(page, LessonPage) else page.questions_of_form.values()
    return [(page, key, question) for questions in forms for key, question in questions.items()]


def table(difficulty):
    """The hardest question first; then those too few people tried, and those nobody did."""
    columns = [
        Column(_("Question")),
        Column(_("Lesson or check")),
        Column(_("Answers"), "count"),
        Column(_("People"), "count"),
        Column(_("Right at once"), "count"),
        Column(_("Share"), "percent"),
        Column("", "bar"),
        Column(_("in Khmer"), "percent"),
        Column(_("in English"), "percent"),
        Column(_("Wrong choice taken most")),
    ]
    found = []
    for page, question_id, question in difficulty.questions:
        key = (page.translation_key, question_id)
        people, right, languages = difficulty.line(key)
        part = share(right, people)
        values = (
            question["prompt"],
            page.title,
            difficulty.tries[key],
            people,
            right,
            part,
            part,
            *(share(*reversed(languages[language])) for language in ("km", "en")),
            _misleading(question, difficulty.wrong_choices[key]) if people else _("Nobody answered it."),
        )
        rank = 0 if people >= SMALLEST_BASE else 1 if people else 2
        found.append(((rank, right / people if people else 0), Row(values)))
    note = _(
        "People count once, with their first answer ever. A percentage is shown from %(least)s people on."
    ) % {"least": SMALLEST_BASE}
    rows = [row for _order, row in sorted(found, key=lambda entry: entry[0])]
    return Table("questions", difficulty.outline.title, columns, rows, note)


def _misleading(question, wrong):
    if not wrong:
        return ""
    choice_id, count = max(wrong.items(), key=lambda entry: (entry[1], entry[0]))
    choice = next(choice for choice in question.options if str(choice.id) == choice_id)
    return _("%(choice)s (%(count)s times)") % {"choice": _words_of(choice.value), "count": count}


def _words_of(choice):
    """What stands on a choice: its text, or the description of its picture."""
    return choice["text"] if "text" in choice else choice["picture"].contextual_alt_text
