from django import forms
from django.utils.translation import gettext_lazy as _

from lms.imports.sheets import LARGEST_FILE


class SheetForm(forms.Form):
    """A file to look through; what it is is told by reading it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, with the headings of the template in any order."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it into several files."),
                params={"limit": LARGEST_FILE // 1024**2},
            )
        return file


class RosterForm(SheetForm):
    group = forms.CharField(
        label=_("Group"),
        max_length=100,
        required=False,
        help_text=_("The class, school or course of all rows that name none themselves."),
    )
