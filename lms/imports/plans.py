"""What an import would do, worked out without writing anything; a dry run ends here."""

import re
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.models import Area


class Outcome(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("to be mended")


@dataclass
class Step:
    """What becomes of one row. `notes` are lazy sentences for whoever decides."""

    number: int
    title: str
    outcome: Outcome = Outcome.NEW
    notes: list = field(default_factory=list)


@dataclass
class Plan:
    """The steps of an import, what is wrong with the file, and the rows to write, none of which is stored yet."""

    steps: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    not_read: list = field(default_factory=list)
    writes: list = field(default_factory=list)

    @property
    def problems_by_row(self):
        return sorted(self.problems, key=lambda problem: int(re.sub("[^0-9]", "", problem.cell) or 0))

    @property
    def is_possible(self):
        return not self.problems

    def count(self, outcome):
        return sum(step.outcome == outcome for step in self.steps)

    @property
    def counts(self):
        """[(Outcome, number of rows)]"""
        return [(outcome, self.count(outcome)) for outcome in Outcome]


class Places:
    """Whether places lie where a user may add what is imported; everywhere on the command line (`by` is None)."""

    def __init__(self, by, permission):
        self.ids = None
        if by is not None and not by.is_superuser:
            self.ids = set(Area.objects.within(by.areas_with(permission)).values_list("pk", flat=True))

    @property
    def is_everywhere(self):
        return self.ids is None

    def __contains__(self, area):
        return self.ids is None or area.pk in self.ids
