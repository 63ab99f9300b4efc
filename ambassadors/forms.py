"""The forms of the field pages. They keep what was typed as it was typed; ambassadors/sync.py says what it means."""

import uuid

from django import forms
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors.grid import HeadcountGrid
from ambassadors.models import (
    DURATION_LIMIT_MINUTES,
    HEADCOUNT_LIMIT,
    NOTE_LIMIT,
    Topic,
    TrainingSession,
    course_titles,
)
from ambassadors.sync import OLDEST
from lms.khmer import to_latin_digits
from lms.models import Partner, Venue

USUAL_DURATIONS = [30, 60, 90, 120]
RECENT_VENUES = 3


class CountInput(forms.TextInput):
    """A number of people or minutes; text, because a number input takes no Khmer digits.

    ambassadors/headcount.js puts − and + beside it, which change it by `step` from 0 to `most`.
    """

    def __init__(self, *, step=1, most=HEADCOUNT_LIMIT):
        super().__init__(
            {
                "class": "input",
                "inputmode": "numeric",
                "autocomplete": "off",
                "data-step": step,
                "data-most": most,
            }
        )


class SignInForm(forms.Form):
    """User name and password. Phones capitalise the first letter and add a space: neither is meant."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            {"class": "input", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write your user name."), "max_length": _("This name is too long.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"class": "input", "autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )
    user = None

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            name = cleaned["username"].lower()
            self.user = authenticate(username=name, password=cleaned["password"])
            if self.user is None:
                raise forms.ValidationError(
                    _(
                        "User name and password do not fit together, or there were too many wrong tries. "
                        "Wait a quarter of an hour, then try again."
                    )
                )
        return cleaned


class AsTyped(forms.Field):
    """Takes whatever was typed. `required` only shows in the label; the schema of the item judges the value."""

    def validate(self, value):
        pass


class TrainingSessionForm(forms.Form):
    """A training session on one screen. The headcount grid stands beside it as `form.grid`."""

    id = AsTyped(required=False, widget=forms.HiddenInput)
    base_revision = AsTyped(required=False, widget=forms.HiddenInput)
    held_on = AsTyped(label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date"}))
    starts_at = AsTyped(
        label=_("Start"), required=False, widget=forms.TimeInput({"class": "input", "type": "time"})
    )
    duration = AsTyped(label=_("How long?"), widget=forms.RadioSelect)
    duration_other = AsTyped(
        label=_("Minutes, if other"),
        widget=CountInput(step=5, most=DURATION_LIMIT_MINUTES),
    )
    venue = AsTyped(label=_("Where?"), widget=forms.Select({"class": "input"}))
    kind = AsTyped(label=_("What kind?"), widget=forms.RadioSelect)
    subject = AsTyped(label=_("What was it about?"), widget=forms.Select({"class": "input"}))
    headcount_total = AsTyped(label=_("How many people in all?"), widget=CountInput)
    # Carries what is wrong with the grid as a whole.
    headcount = AsTyped(required=False, widget=forms.HiddenInput)
    people_with_disabilities = AsTyped(
        label=_("People with disabilities"),
        required=False,
        help_text=_("As far as you could see. They are counted above already."),
        widget=CountInput,
    )
    note = AsTyped(
        label=_("Note for your coordinator"),
        required=False,
        widget=forms.Textarea({"class": "input", "maxlength": NOTE_LIMIT, "rows": 3}),
    )
    partner = AsTyped(label=_("Together with a partner"), required=False, widget=forms.Select)
    co_ambassadors = AsTyped(
        label=_("Other ambassadors who taught"), required=False, widget=forms.CheckboxSelectMultiple
    )
    from_paper = AsTyped(label=_("Copied from a paper form"), required=False, widget=forms.CheckboxInput)

    # What the item calls a field, where the form calls it otherwise.
    FIELD_OF = {"course": "subject", "topic": "subject", "duration_minutes": "duration"}

    def __init__(self, data=None, *, ambassador, user, session=None):
        initial = initial_of(session) if session else initial_of_new()
        super().__init__(data, initial=initial)
        self.session = session
        self.grid = HeadcountGrid.of_form(data) if data is not None else HeadcountGrid.of_session(session)
        today = timezone.localdate()
        self.fields["held_on"].widget.attrs |= {"max": today.isoformat(), "min": (today - OLDEST).isoformat()}
        self.fields["duration"].widget.choices = [
            *((str(minutes), _("%(minutes)s minutes") % {"minutes": minutes}) for minutes in USUAL_DURATIONS),
            ("other", _("Other")),
        ]
        self.fields["kind"].widget.choices = [
            (code, capfirst(label)) for code, label in TrainingSession.Kind.choices
        ]
        self.fields["venue"].widget.choices = venue_choices(ambassador, user, session)
        self.fields["subject"].widget.choices = subject_choices()
        partners = [(partner.pk, partner.name) for partner in Partner.objects.all()]
        self.fields["partner"].widget.choices = [("", _("None")), *partners]
        self.fields["co_ambassadors"].widget.choices = colleague_choices(ambassador, session)

    @property
    def item_id(self):
        """The id the form was given when it was shown, or None if it came back damaged."""
        try:
            return uuid.UUID(self["id"].value())
        except (TypeError, ValueError, AttributeError):
            return None

    @property
    def has_more(self):
        """Something of the seldom needed part is filled in or wrong, so it must not be folded away."""
        names = ("partner", "co_ambassadors", "from_paper")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def seen_revision(self):
        typed = str(self["base_revision"].value() or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0

    def payload(self):
        """What was typed, as the payload of a training-session item."""
        typed = {name: self[name].value() for name in self.fields}
        duration = typed["duration_other"] if typed["duration"] == "other" else typed["duration"]
        kind_of_subject, _separator, subject = (typed["subject"] or "").partition(":")
        payload = {
            "held_on": typed["held_on"],
            "starts_at": typed["starts_at"],
            "duration_minutes": number_if_it_is_one(duration),
            "venue": typed["venue"],
            "kind": typed["kind"],
            "course": subject if kind_of_subject == "course" else "",
            "topic": subject if kind_of_subject == "topic" else "",
            "partner": number_if_it_is_one(typed["partner"]),
            "headcount_total": number_if_it_is_one(typed["headcount_total"]),
            "headcount": [
                {"gender": gender, "age_band": band, "count": number_if_it_is_one(text)}
                for (gender, band), text in self.grid.typed.items()
            ],
            "people_with_disabilities": number_if_it_is_one(typed["people_with_disabilities"]),
            "note": typed["note"],
            "co_ambassadors": [number_if_it_is_one(pk) for pk in typed["co_ambassadors"] or []],
            "from_paper": bool(typed["from_paper"]),
        }
        return {name: value for name, value in payload.items() if value not in ("", None, [])}

    def add_problem(self, problem):
        """Puts what a receipt refused beside the fields it concerns."""
        self.full_clean()
        if hasattr(problem, "error_dict"):
            for name, errors in problem.error_dict.items():
                self.add_error(self.FIELD_OF.get(name, name), errors)
        else:
            self.add_error(None, problem)


def number_if_it_is_one(typed):
    """3 for "3", " 3" and "៣"; anything else stays as typed, for the schema to say what is wrong with it."""
    text = to_latin_digits(str(typed or "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def initial_of_new():
    return {
        "id": uuid.uuid4(),
        "base_revision": 0,
        "held_on": timezone.localdate().isoformat(),
        "kind": TrainingSession.Kind.COMMUNITY,
    }


def initial_of(session):
    minutes = session.duration_minutes
    is_usual = minutes in USUAL_DURATIONS
    return {
        "id": session.pk,
        "base_revision": session.revision_number,
        "held_on": session.held_on.isoformat(),
        "starts_at": f"{session.starts_at:%H:%M}" if session.starts_at else "",
        "duration": str(minutes) if is_usual else "other",
        "duration_other": "" if is_usual else minutes,
        "venue": session.venue.code,
        "kind": session.kind,
        "subject": f"course:{session.course_key}" if session.course_key else f"topic:{session.topic.code}",
        "headcount_total": sum(cell.count for cell in session.headcount_cells.all()),
        "people_with_disabilities": session.people_with_disabilities or "",
        "note": session.note,
        "partner": session.partner_id,
        "co_ambassadors": [ambassador.pk for ambassador in session.co_ambassadors.all()],
        "from_paper": session.is_from_paper,
    }


def venue_choices(ambassador, user, session):
    """The places in use, those used last first, the others by commune."""
    venues = {venue.pk: venue for venue in Venue.objects.visible_to(user).open().select_related("area")}
    if session:
        venues.setdefault(session.venue_id, session.venue)
    used = ambassador.training_sessions.order_by("-made_at").values_list("venue", flat=True)[:20]
    recent = [pk for pk in dict.fromkeys(used) if pk in venues][:RECENT_VENUES]
    groups = {_("Used last"): [venues.pop(pk) for pk in recent]} if recent else {}
    for venue in sorted(venues.values(), key=lambda venue: (venue.area.code, venue.name)):
        groups.setdefault(venue.area.name, []).append(venue)
    listed = [(label, [(venue.code, venue.name) for venue in members]) for label, members in groups.items()]
    return [("", _("Choose a place")), *listed]


def subject_choices():
    courses = [(f"course:{key}", title) for key, title in course_titles().items()]
    topics = [(f"topic:{topic.code}", topic.name) for topic in Topic.objects.all()]
    groups = [(_("Courses"), courses), (_("Other topics"), topics)]
    return [("", _("Choose a course or topic")), *(group for group in groups if group[1])]


def colleague_choices(ambassador, session):
    active = ambassador.colleagues().active().select_related("person")
    chosen = session.co_ambassadors.select_related("person") if session else []
    return [(colleague.pk, str(colleague)) for colleague in {*active, *chosen}]
