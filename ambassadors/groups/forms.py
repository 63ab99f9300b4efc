"""Forms of the pages about groups of learners."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import GROUP_NAME_LIMIT, LearnerGroup
from lms.forms.fields import CodeField
from lms.khmer import normalise
from lms.models import Venue


class GroupForm(forms.Form):
    """The name of a group, and where it meets."""

    name = forms.CharField(
        label=_("Name of the group"),
        help_text=_("Such as: Saturday group at the market."),
        max_length=GROUP_NAME_LIMIT,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
        error_messages={"required": _("Give the group a name."), "max_length": _("This name is too long.")},
    )
    venue = forms.ModelChoiceField(
        label=_("Where does it meet?"),
        queryset=Venue.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("Choose a place"),
        widget=forms.Select({"class": "input"}),
        error_messages={"invalid_choice": _("This place is not in your list. Choose another one.")},
    )

    def __init__(self, data=None, *, ambassador, user, group=None):
        initial = {"name": group.name, "venue": group.venue and group.venue.code} if group else {}
        super().__init__(data, initial=initial)
        self.ambassador, self.group = ambassador, group or LearnerGroup(ambassador=ambassador)
        self.fields["venue"].queryset = (
            Venue.objects.visible_to(user).open().order_by("area__code", "name_en")
        )

    def clean_name(self):
        name = normalise(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the group a name."))
        others = self.ambassador.learner_groups.exclude(pk=self.group.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("You have a group with this name already."))
        return name

    def save(self):
        self.group.name, self.group.venue = self.cleaned_data["name"], self.cleaned_data["venue"]
        self.group.save()
        return self.group


class MemberForm(forms.Form):
    """A learner who is present shows the card."""

    code = CodeField(
        label=_("Code on the learner's card"),
        help_text=_("Six letters and digits. Large or small letters are the same."),
    )
