from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from hotspots.models import UsageSource


class ScopedChoicesForm(WagtailAdminModelForm):
    """Offers only those venues and zones that the user may see."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"venue", "zone"} & set(self.fields):
            self.fields[name].queryset = self.fields[name].queryset.visible_to(self.for_user)


class UsageImportForm(forms.Form):
    source = forms.ModelChoiceField(UsageSource.objects.none(), label=_("Usage source"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("The table radacct of FreeRADIUS as CSV, with its column names in the first line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = UsageSource.objects.visible_to(user)
