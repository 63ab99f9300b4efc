from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from hotspots.models import UsageSource


class ScopedChoicesForm(WagtailAdminModelForm):
    """Offers only those venues and zones where the user may put such a row."""

    AREA_OF = {"venue": "area", "zone": "venue__area"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verb = "change" if self.instance.pk else "add"
        permission = f"hotspots.{verb}_{self._meta.model._meta.model_name}"
        for name in self.AREA_OF.keys() & set(self.fields):
            inside = self.for_user.area_condition(self.AREA_OF[name], permission)
            self.fields[name].queryset = self.fields[name].queryset.filter(inside)


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
