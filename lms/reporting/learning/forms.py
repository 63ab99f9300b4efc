"""What a report on learning is asked for in the staff pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.reporting import periods
from lms.reporting.areas import OutOfScope, scope_of
from lms.reporting.forms import ReachForm
from lms.reporting.learning.asked import Asked

SMALL_COUNTS = "lms.view_small_counts"
QUARTERS_PROPOSED = 4


class LearningForm(ReachForm):
    """Adds the course to period and area. `asked` is what the user may see of it.

    Whom small counts are hidden from gets calendar quarters that have settled, and the whole own area. No two of these
    overlap, and none changes: by taking one report away from another that is a month or a commune larger, or a day
    younger, what is hidden could be found out.
    """

    course = forms.ChoiceField(label=_("Course"), required=False)

    def __init__(self, *args, outlines=(), permission="lms.view_learning", **kwargs):
        super().__init__(*args, permission=permission, **kwargs)
        self.outlines = outlines
        self.fields["course"].choices = [("", _("The first with figures"))] + [
            (outline.key, outline.title) for outline in outlines
        ]
        if not outlines:
            del self.fields["course"]
        self.is_masked = permission == "lms.view_learning" and not _may_see_small_counts(self.user)
        if self.is_masked:
            del self.fields["area"]
            self.fields["period"].help_text = _("A quarter that ended at least a month ago, such as 2026-Q3")
        if "period" not in self.data:
            usual = self.settled_quarters[0] if self.is_masked else periods.quarter_of(timezone.localdate())
            self.data = {**self.data, "period": usual.code}

    @property
    def presets(self):
        """[(label, Period)] to choose with one tap."""
        if self.is_masked:
            return [(str(quarter), quarter) for quarter in self.settled_quarters]
        return periods.presets()

    @property
    def settled_quarters(self):
        """The latest of those that may be shown masked, the latest first."""
        found, quarter = [], periods.quarter_of(timezone.localdate())
        while len(found) < QUARTERS_PROPOSED:
            quarter = quarter.previous()
            if _has_settled(quarter):
                found.append(quarter)
        return found

    def clean_period(self):
        period = super().clean_period()
        if not self.is_masked:
            return period
        if not period.is_quarter:
            raise ValidationError(_("Choose a quarter, such as 2026-Q3."))
        if not _has_settled(period):
            day = date_format(timezone.localdate(Asked(period).settled))
            raise ValidationError(_("This quarter is shown from %(day)s on."), params={"day": day})
        return period

    @property
    def asked(self):
        return Asked(self.cleaned_data["period"], self.cleaned_data["scope"], self.is_masked)

    def chosen(self, has_figures):
        """The Outline asked for, else the first of which `has_figures` is true, else the first; None without any."""
        wanted = self.cleaned_data.get("course")
        return next(
            (outline for outline in self.outlines if outline.key == wanted),
            next(filter(has_figures, self.outlines), next(iter(self.outlines), None)),
        )


def _has_settled(period):
    return Asked(period).settled <= timezone.now()


def _may_see_small_counts(user):
    """Where every area in which somebody sees figures is one in which small counts may be seen."""
    try:
        return scope_of(user, SMALL_COUNTS) == scope_of(user, "lms.view_learning")
    except OutOfScope:
        return False
