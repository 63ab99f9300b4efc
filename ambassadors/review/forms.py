"""Forms of the review pages."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from ambassadors.buttons import ButtonField
from ambassadors.models import Flag, TrainingSession
from ambassadors.review import decisions

State = TrainingSession.Status
CANDIDATES = 40


class QueueForm(forms.Form):
    """Which part of the queue: `entries` are all of it, the riskiest first."""

    ALL, FLAGGED, CLEAN, CONFLICTS, ONCE = "", "flagged", "clean", "conflicts", "once"
    PARTS = {
        ALL: (_("All"), lambda entry: True),
        FLAGGED: (_("With flags"), lambda entry: not entry.is_clean),
        CLEAN: (_("Clean"), lambda entry: entry.is_ready),
        CONFLICTS: (
            _("Two versions"),
            lambda entry: any(f.code == Flag.TWO_VERSIONS for f in entry.findings),
        ),
        ONCE: (_("Verified once"), lambda entry: entry.facts.checked_by is not None),
    }

    part = forms.ChoiceField(
        choices=[(code, label) for code, (label, _test) in PARTS.items()], required=False
    )
    flag = forms.ChoiceField(label=_("Flag"), required=False)

    def __init__(self, data, *, entries):
        super().__init__(data)
        self.entries = entries
        here = {finding.code for entry in entries for finding in entry.findings}
        self.fields["flag"].choices = [("", _("every flag")), *((f, f.label) for f in Flag if f in here)]
        self.is_valid()
        self.chosen_part = self.cleaned_data.get("part") or ""
        self.chosen_flag = self.cleaned_data.get("flag") or ""

    def narrowed(self):
        _label, test = self.PARTS[self.chosen_part]
        found = [entry for entry in self.entries if test(entry)]
        if self.chosen_flag:
            found = [entry for entry in found if any(f.code == self.chosen_flag for f in entry.findings)]
        return found

    def tabs(self):
        """[(label, query, number, is this one)]; of the rare parts only those with something in them."""
        tabs = []
        for code, (label, test) in self.PARTS.items():
            number = sum(map(test, self.entries))
            if number or code in (self.ALL, self.FLAGGED, self.CLEAN):
                tabs.append((label, urlencode({"part": code}), number, code == self.chosen_part))
        return tabs

    @property
    def query(self):
        return urlencode({"part": self.chosen_part, "flag": self.chosen_flag})


class SeenForm(forms.Form):
    """`seen` is the version of the session that the reviewer had before their eyes."""

    seen = forms.CharField(widget=forms.HiddenInput)


class VersionsForm(SeenForm):
    take = forms.CharField()
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    STORED = "stored"

    def clean_take(self):
        value = self.cleaned_data["take"]
        return None if value == self.STORED else forms.UUIDField().clean(value)


class FreeForm(SeenForm):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)


class OriginalSelect(forms.RadioSelect):
    """Marks those that the same ambassador sent: review.css then puts away whether they were taught together."""

    ambassador = None

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value.instance.ambassador_id == self.ambassador:
            option["attrs"]["data-same-ambassador"] = True
        return option


class DuplicateForm(SeenForm):
    """Which one it is a duplicate of: sessions of the area on the same day or at the same venue near it."""

    original = forms.ModelChoiceField(
        TrainingSession.objects.none(),
        label=_("It is the same as"),
        widget=OriginalSelect,
        empty_label=None,
        error_messages={"required": _("Choose the one that counts.")},
    )
    is_taught_together = forms.BooleanField(
        label=_("They taught it together: it counts for both"),
        required=False,
        help_text=_("In the record of each ambassador. For the programme it counts once all the same."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data=None, *, session, user):
        super().__init__(data, initial={"seen": session.version})
        same = Q(held_on=session.held_on) & (
            Q(venue=session.venue_id)
            | Q(ambassador=session.ambassador_id)
            | Q(venue__area=session.venue.area_id)
        )
        near = Q(venue=session.venue_id) | Q(ambassador=session.ambassador_id)
        days = [session.held_on.toordinal() + offset for offset in (-3, 3)]
        near &= Q(held_on__range=[type(session.held_on).fromordinal(day) for day in days])
        sessions = (
            TrainingSession.objects.reviewable_by(user)
            .filter(same | near)
            .exclude(pk=session.pk)
            .exclude(status__in=[TrainingSession.Status.REJECTED, TrainingSession.Status.DUPLICATE])
            .select_related("venue", "ambassador__person")
            .with_people()
        )
        likeness = Case(
            When(held_on=session.held_on, venue=session.venue_id, then=0),
            When(held_on=session.held_on, then=1),
            default=2,
        )
        pks = list(sessions.order_by(likeness, "held_on", "pk").values_list("pk", flat=True)[:CANDIDATES])
        self.fields["original"].queryset = sessions.filter(pk__in=pks).order_by(likeness, "held_on", "pk")
        self.fields["original"].label_from_instance = label_of
        self.fields["original"].widget.ambassador = session.ambassador_id
        others = TrainingSession.objects.filter(pk__in=pks).exclude(ambassador=session.ambassador_id)
        if others.exists():
            # Where the one that counts names this ambassador, it counts for both already.
            is_named_in_all = not others.exclude(co_ambassadors=session.ambassador_id).exists()
            self.initial["is_taught_together"] = not is_named_in_all
        else:
            del self.fields["is_taught_together"]


def label_of(session):
    people = _("%(people)s people") % {"people": session.people_total}
    return f"{session} · {session.ambassador} · {people} · {session.get_status_display()}"


class DecisionForm(forms.Form):
    """Verify, send back or reject; `seen` is what the reviewer had before their eyes."""

    DECISIONS = {
        "verify": (_("Verify"), {State.SUBMITTED}),
        "send_back": (_("Send back"), {State.SUBMITTED, State.VERIFIED}),
        "reject": (_("Reject"), {State.SUBMITTED, State.VERIFIED}),
    }

    decision = ButtonField(choices=[(name, label) for name, (label, _states) in DECISIONS.items()])
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed to send back or reject. The ambassador reads it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, session, reason=""):
        super().__init__(data, initial={"seen": session.version, "reason": reason})
        self.session = session

    @classmethod
    def possible_for(cls, session):
        """[(name, label)] of the decisions that this session's status allows."""
        return [(name, label) for name, (label, states) in cls.DECISIONS.items() if session.status in states]

    def decide(self, *, by):
        """Takes the decision and returns its ReviewEvent; None with errors on the form if it is refused."""
        if not self.is_valid():
            return None
        decision = self.cleaned_data["decision"]
        details = {"session": self.session, "by": by, "seen": self.cleaned_data["seen"]}
        if decision != "verify":
            details["reason"] = self.cleaned_data["reason"]
        try:
            return getattr(decisions, decision)(**details)
        except ValidationError as problem:
            self.add_error(None, problem)
            return None
