"""What coordinators do with an ambassador or an applicant besides correcting particulars."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ambassadors.buttons import ButtonField
from ambassadors.team.application_actions import accept, known_people, refuse
from ambassadors.team.life_cycle import STEPS, record_training, take_step
from lms.models import Area

RECORD_TRAINING = "trained"
NEW = "new"


class StepForm(forms.Form):
    """One step of the life cycle; `seen` is the status the coordinator had before their eyes."""

    step = ButtonField(
        choices=[(RECORD_TRAINING, ""), *((kind.value, step.label) for kind, step in STEPS.items())]
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed to pause, to leave and to record training in person. It stays in the history."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, ambassador):
        super().__init__(data, initial={"seen": ambassador.status})
        self.ambassador = ambassador

    def take(self, *, by):
        """Takes the step and returns its AmbassadorEvent; None with errors on the form if it is refused."""
        if not self.is_valid():
            return None
        details = {"ambassador": self.ambassador, "by": by, "reason": self.cleaned_data["reason"]}
        step = self.cleaned_data["step"]
        try:
            if step == RECORD_TRAINING:
                return record_training(**details)
            return take_step(kind=step, seen=self.cleaned_data["seen"], **details)
        except ValidationError as problem:
            self.add_error(None, problem)
            return None


class ApplicationDecisionForm(forms.Form):
    """Accept an applicant for training, as a new person or one who is known, or refuse for a reason."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    person = forms.ChoiceField(label=_("Who is it?"), required=False, widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        label=_("Works in"), queryset=Area.objects.none(), required=False, help_text=_("Needed to accept.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed to refuse. Tell it to the applicant."),
    )

    def __init__(self, data=None, *, application, by):
        self.application, self.by = application, by
        self.known = {str(person.pk): person for person in known_people(application, by=by)}
        allowed = Area.objects.current().filter(by.area_condition("pk", "ambassadors.add_ambassador"))
        usual = allowed.filter(pk__in=[area.pk for area in application.area.ancestors]).order_by("level")
        usual = usual.exclude(level=Area.Level.PROVINCE).first()
        super().__init__(data, initial={"area": usual or application.area})
        self.fields["area"].queryset = allowed.exclude(level=Area.Level.VILLAGE).order_by("code")
        self.fields["person"].choices = [
            *((pk, self.described(person)) for pk, person in self.known.items()),
            (NEW, _("Somebody new")),
        ]
        if not self.known:
            self.fields["person"].initial = NEW
            self.fields["person"].widget = forms.HiddenInput()

    def described(self, person):
        """Enough to know somebody by: name, year of birth, commune, and since when."""
        parts = [person.name, person.birth_year, person.commune, f"{person.registered_at:%d/%m/%Y}"]
        if person.pk == self.application.person_id:
            parts.append(_("was signed in and said “that is me”"))
        if getattr(person, "ambassador", None):
            parts.append(_("ambassador: %(status)s") % {"status": person.ambassador.get_status_display()})
        return " · ".join(str(part) for part in parts if part)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "accept" and not cleaned.get("area") and "area" not in self.errors:
            self.add_error("area", _("Please choose one."))
        return cleaned

    def decide(self):
        """Carries the decision out; returns whether it was, with errors on the form if not."""
        if not self.is_valid():
            return False
        details, chosen = {"application": self.application, "by": self.by}, self.cleaned_data["person"]
        try:
            if self.cleaned_data["decision"] == "refuse":
                refuse(reason=self.cleaned_data["reason"], **details)
            else:
                accept(
                    area=self.cleaned_data["area"],
                    person=self.known.get(chosen),
                    is_new=chosen == NEW,
                    **details,
                )
        except ValidationError as problem:
            self.add_error(None, problem)
            return False
        return True
