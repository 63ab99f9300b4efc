"""What a report on learning is asked for in the staff pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.reporting.areas import OutOfScope, scope_of
from lms.reporting.forms import ReachForm
from lms.reporting.learning.asked import Asked

SMALL_COUNTS = "lms.view_small_counts"


class LearningForm(ReachForm):
    """Adds the course to period and area. `asked` is what the user may see of it.

    Whom small counts are hidden from gets whole months and the whole own area: by taking away one report from another
    that is a day or a commune larger, what is hidden could be found out.
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

    def clean_period(self):
        period = super().clean_period()
        if self.is_masked and period.is_days:
            raise ValidationError(_("Choose a month, quarter, half-year or year."))
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


def _may_see_small_counts(user):
    """Where every area in which somebody sees figures is one in which small counts may be seen."""
    try:
        return scope_of(user, SMALL_COUNTS) == scope_of(user, "lms.view_learning")
    except OutOfScope:
        return False
