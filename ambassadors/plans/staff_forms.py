"""Forms with which staff plan sessions for ambassadors and write announcements to them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from ambassadors.models import Ambassador, Announcement, PlannedSession, Topic
from ambassadors.sessions.form_choices import subject_choices
from lms.khmer import has_khmer, normalise
from lms.models import Area, Venue

Status = PlannedSession.Status


class PlannedSessionForm(WagtailAdminModelForm):
    """A session for an ambassador of the own area, at a place that this ambassador can choose, too."""

    subject = forms.ChoiceField(label=_("What will it be about?"), required=False)

    class Meta:
        model = PlannedSession
        fields = ["ambassador", "planned_on", "starts_at", "venue", "note", "status"]
        widgets = {"planned_on": AdminDateInput, "starts_at": AdminTimeInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verb = "add" if self.instance._state.adding else "change"
        inside = self.for_user.area_condition("area", f"ambassadors.{verb}_plannedsession")
        # Whoever and whatever is planned already stays, also when it is paused or closed since.
        ambassadors = Ambassador.objects.active() | Ambassador.objects.filter(pk=self.instance.ambassador_id)
        self.fields["ambassador"].queryset = ambassadors.filter(inside).select_related("person")
        venues = Venue.objects.open() | Venue.objects.filter(pk=self.instance.venue_id)
        venues = venues.filter(pk__in=Venue.objects.visible_to(self.for_user)).select_related("area")
        self.fields["venue"].queryset = venues.order_by("area__code", "name_en")
        self.fields["subject"].choices = subject_choices()
        self.initial["subject"] = self.instance.subject_code
        self.fields["status"].choices = [
            (status.value, status.label) for status in (Status.PLANNED, Status.CANCELLED)
        ]
        self.order_fields(["ambassador", "planned_on", "starts_at", "venue", "subject", "note", "status"])

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < timezone.localdate() and "planned_on" in self.changed_data:
            raise ValidationError(_("This day has passed. Choose a later one."))
        return day

    def clean_note(self):
        return normalise(self.cleaned_data["note"])

    def clean(self):
        cleaned = super().clean()
        ambassador, venue = cleaned.get("ambassador"), cleaned.get("venue")
        user = ambassador and getattr(ambassador.person, "user", None)
        if user and venue and not Venue.objects.visible_to(user).filter(pk=venue.pk).exists():
            self.add_error("venue", _("This place is not in the list of this ambassador."))
        return cleaned

    def save(self, commit=True):
        kind, _separator, code = self.cleaned_data["subject"].partition(":")
        self.instance.course_key = code if kind == "course" else None
        if not self.instance._state.adding:
            # What a phone sends about the plan as it was before is not written over this.
            self.instance.versions = [*self.instance.versions, ""]
        self.instance.topic = Topic.objects.filter(code=code).first() if kind == "topic" else None
        return super().save(commit)


class AnnouncementForm(WagtailAdminModelForm):
    """To the ambassadors of an area of one's own, in Khmer at least."""

    class Meta:
        model = Announcement
        fields = ["title_km", "text_km", "title_en", "text_en", "area", "published_on", "expires_on"]
        widgets = {
            "text_km": forms.Textarea({"rows": 4}),
            "text_en": forms.Textarea({"rows": 4}),
            "published_on": AdminDateInput,
            "expires_on": AdminDateInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verb = "change" if self.instance.pk else "add"
        inside = self.for_user.area_condition("pk", f"ambassadors.{verb}_announcement")
        areas = Area.objects.current().filter(inside, level__lte=Area.Level.COMMUNE)
        self.fields["area"].queryset = areas.order_by("code")

    def clean(self):
        cleaned = super().clean()
        for name in ("title_km", "text_km", "title_en", "text_en"):
            cleaned[name] = normalise(cleaned.get(name) or "")
            if name.endswith("_km") and cleaned[name] and not has_khmer(cleaned[name]):
                self.add_error(name, _("Write this in Khmer."))
        return cleaned
