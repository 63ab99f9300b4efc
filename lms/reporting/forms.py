"""What a report is asked for: period and area."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.reporting import periods
from lms.reporting.areas import OutOfScope, choices, find_area, scope_of


class ReachForm(forms.Form):
    """`cleaned_data` holds a Period and a Scope that the user may see; an area beyond it is refused."""

    period = forms.CharField(
        label=_("Period"),
        max_length=30,
        help_text=_("Such as 2026, 2026-H1, 2026-Q3, 2026-07, FY2026-10 or 2026-07-01..2026-10-01"),
    )
    area = forms.CharField(label=_("Area"), required=False, widget=forms.Select, max_length=12)

    def __init__(self, *args, user, permission="lms.view_reach", **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.permission = user, permission
        indents = {1: "", 2: "\u2003", 3: "\u2003\u2003"}
        self.fields["area"].widget.choices = [
            ("", _("Everything I may see")),
            *(
                (area.code, f"{indents[area.level]}{area.name} ({area.code})")
                for area in choices(user, permission)
            ),
        ]

    def clean_period(self):
        try:
            return periods.parse(self.cleaned_data["period"])
        except periods.PeriodError as problem:
            raise ValidationError(str(problem)) from None

    def clean(self):
        period, code = self.cleaned_data.get("period"), self.cleaned_data.get("area")
        try:
            area = find_area(code, on=period.last_day if period else None) if code else None
            self.cleaned_data["scope"] = scope_of(self.user, self.permission, area)
        except OutOfScope as problem:
            self.add_error("area", str(problem))
        return self.cleaned_data
