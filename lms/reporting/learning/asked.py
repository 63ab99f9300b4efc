"""What a report on learning is asked for, and which rows of learners that covers."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from lms.models import MaskingThreshold
from lms.reach import AREA
from lms.reporting.areas import EVERYTHING, Scope
from lms.reporting.periods import Period

# So long after a quarter a phone may still send what was done in it, before masked tables of it are shown.
SETTLING = dt.timedelta(days=31)
# One human being: a person on however many phones, or a guest. Opaque, and never shown.
WHO = Coalesce(Cast("learner__person", CharField()), Cast("learner", CharField()))


@dataclass(frozen=True)
class Asked:
    """A period and the areas to cover; `is_masked` where small counts may not be shown to who asks."""

    period: Period
    scope: Scope = EVERYTHING
    is_masked: bool = False

    @property
    def threshold(self):
        return MaskingThreshold.of(MaskingThreshold.Audience.PARTNER)

    @property
    def start(self):
        return self._midnight(self.period.start)

    @property
    def end(self):
        """The moment before which something lies in the period or earlier."""
        return self._midnight(self.period.end)

    @property
    def settled(self):
        """The moment from which on masked tables of the period are shown, and after which nothing enters them."""
        return self._midnight(self.period.end + SETTLING)

    def in_time(self, rows):
        """Rows with `received_at` that count. Masked tables stay as they were first shown (counting.md, "Masking"):
        whoever looks twice would else learn from the difference what a single late answer said."""
        return rows.filter(received_at__lt=self.settled) if self.is_masked else rows

    def _midnight(self, day):
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

    def within(self, rows, moment):
        """Rows whose `moment` (name of a field with a time) lies in the period, of learners in scope."""
        return self.placed(rows.filter(**{f"{moment}__gte": self.start, f"{moment}__lt": self.end}))

    def placed(self, rows):
        """Rows with a `learner` that count in the areas of the scope, as reach counts them."""
        if self.scope.roots is None:
            return rows
        return rows.alias(area_of_learner=AREA).filter(area_of_learner__in=self.scope.area_ids)
