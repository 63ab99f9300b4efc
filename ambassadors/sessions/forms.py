"""The forms of the field pages. They keep what was typed as it was typed; ambassadors/sync.py says what it means."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors.models import (
    DURATION_LIMIT_MINUTES,
    FACES,
    GRADE_LIMIT,
    HEADCOUNT_LIMIT,
    NOTE_LIMIT,
    VENUE_TEXT_LIMIT,
    PriorityGroup,
    TrainingSession,
)
from ambassadors.sessions.form_choices import (
    VenueSelect,
    colleague_choices,
    subject_choices,
    venue_choices,
    venue_names,
)
from ambassadors.sessions.form_values import USUAL_DURATIONS, initial_of, initial_of_new, staying_at
from ambassadors.sessions.grid import HeadcountGrid
from ambassadors.sessions.places import NOT_LISTED
from ambassadors.sessions.roster import codes_in
from ambassadors.sync import OLDEST
from lms.khmer import to_latin_digits
from lms.models import Partner
from lms.sync.item_form import AsTyped, ItemForm


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


class TrainingSessionForm(ItemForm):
    """A training session on one screen. The headcount grid stands beside it as `form.grid`."""

    base_revision = AsTyped(required=False, widget=forms.HiddenInput)
    plan = AsTyped(required=False, widget=forms.HiddenInput)
    held_on = AsTyped(label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date"}))
    starts_at = AsTyped(
        label=_("Start"), required=False, widget=forms.TimeInput({"class": "input", "type": "time"})
    )
    duration = AsTyped(label=_("How long?"), widget=forms.RadioSelect)
    duration_other = AsTyped(
        label=_("Minutes, if other"),
        widget=CountInput(step=5, most=DURATION_LIMIT_MINUTES),
    )
    venue = AsTyped(label=_("Where?"), widget=VenueSelect({"class": "input"}))
    venue_text = AsTyped(
        label=_("Name of the place, and the village"),
        help_text=_("Your coordinator puts it into the list. Until then the session waits."),
        widget=forms.TextInput({"class": "input", "maxlength": VENUE_TEXT_LIMIT, "autocomplete": "off"}),
    )
    kind = AsTyped(label=_("What kind?"), widget=forms.RadioSelect)
    grade = AsTyped(
        label=_("Grade and class"),
        required=False,
        widget=forms.TextInput({"class": "input", "maxlength": GRADE_LIMIT, "autocomplete": "off"}),
    )
    language = AsTyped(label=_("Language"), required=False, widget=forms.Select({"class": "input"}))
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
    priority_poor = AsTyped(label=_("from poor households"), required=False, widget=CountInput)
    priority_marginalised = AsTyped(
        label=_("from groups that are often left out"), required=False, widget=CountInput
    )
    feedback_3 = AsTyped(label=_("Good"), required=False, widget=CountInput)
    feedback_2 = AsTyped(label=_("So-so"), required=False, widget=CountInput)
    feedback_1 = AsTyped(label=_("Not good"), required=False, widget=CountInput)
    # Carry what is wrong with the counts as a whole.
    priority = AsTyped(required=False, widget=forms.HiddenInput)
    feedback = AsTyped(required=False, widget=forms.HiddenInput)
    roster = AsTyped(
        label=_("Codes of learner cards"),
        required=False,
        help_text=_("One code a line. Do not count these people in the table again."),
        widget=forms.Textarea(
            {"class": "input", "rows": 3, "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    roster_consent = AsTyped(
        label=_("Each of them agrees to be written down by name"),
        required=False,
        widget=forms.CheckboxInput,
    )
    latitude = AsTyped(required=False, widget=forms.HiddenInput)
    longitude = AsTyped(required=False, widget=forms.HiddenInput)
    accuracy = AsTyped(required=False, widget=forms.HiddenInput)
    photo = AsTyped(required=False, widget=forms.HiddenInput)
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

    def __init__(self, data=None, *, ambassador, user, session=None, given=None):
        """Without an `ambassador` it is the form that a phone keeps: the same for all, with nothing filled in.

        `given` is {field: value} to start with in place of what is usual.
        """
        initial = initial_of(session) if session else initial_of_new(ambassador) if ambassador else {}
        super().__init__(data, initial=initial | (given or {}))
        self.session = session
        self.grid = HeadcountGrid.of_form(data) if data is not None else HeadcountGrid.of_session(session)
        today = timezone.localdate()
        if ambassador:
            days = {"max": today.isoformat(), "min": (today - OLDEST).isoformat()}
            self.fields["held_on"].widget.attrs |= days
        self.fields["duration"].widget.choices = [
            *((str(minutes), _("%(minutes)s minutes") % {"minutes": minutes}) for minutes in USUAL_DURATIONS),
            ("other", _("Other")),
        ]
        self.fields["kind"].widget.choices = [
            (code, capfirst(label)) for code, label in TrainingSession.Kind.choices
        ]
        self.fields["language"].widget.choices = [
            ("", _("Not recorded")),
            *((code, capfirst(label)) for code, label in TrainingSession.Language.choices),
        ]
        self.fields["venue"].widget.choices = venue_choices(ambassador, user, session)
        self.fields["venue"].widget.names = venue_names(user) if user else {}
        self.fields["subject"].widget.choices = subject_choices(session)
        partners = [(partner.pk, partner.name) for partner in Partner.objects.all()]
        self.fields["partner"].widget.choices = [("", _("None")), *partners]
        self.fields["co_ambassadors"].widget.choices = colleague_choices(ambassador, session)

    @property
    def has_more(self):
        """Something of the seldom needed part is filled in or wrong, so it must not be folded away."""
        names = ("co_ambassadors", "from_paper", *(f"priority_{group}" for group in PriorityGroup.values))
        return any(self[name].value() or self[name].errors for name in (*names, "priority", "partner"))

    @property
    def takes_names(self):
        return settings.NAMES_AT_SESSIONS

    @property
    def has_roster(self):
        return any(self[name].value() or self[name].errors for name in ("roster", "roster_consent"))

    @property
    def staying(self):
        return staying_at(self.session) if self.session else 0

    @property
    def has_feedback(self):
        return any(self[f"feedback_{face}"].value() for face in FACES) or bool(self["feedback"].errors)

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
            "venue_text": typed["venue_text"] if typed["venue"] == NOT_LISTED else "",
            "kind": typed["kind"],
            "grade": typed["grade"] if typed["kind"] == TrainingSession.Kind.SCHOOL else "",
            "language": typed["language"],
            "course": subject if kind_of_subject == "course" else "",
            "topic": subject if kind_of_subject == "topic" else "",
            "partner": number_if_it_is_one(typed["partner"]),
            "headcount_total": number_if_it_is_one(typed["headcount_total"]),
            "headcount": [
                {"gender": gender, "age_band": band, "count": number_if_it_is_one(text)}
                for (gender, band), text in self.grid.typed.items()
            ],
            "people_with_disabilities": number_if_it_is_one(typed["people_with_disabilities"]),
            "roster": codes_in(typed["roster"]),
            "roster_consent": bool(typed["roster_consent"] and typed["roster"]),
            "priority": self._counts("priority", PriorityGroup.values),
            "feedback": self._counts("feedback", FACES),
            "location": self._location(),
            "photo": typed["photo"],
            "note": typed["note"],
            "co_ambassadors": [number_if_it_is_one(pk) for pk in typed["co_ambassadors"] or []],
            "from_paper": bool(typed["from_paper"]),
            "plan": typed["plan"],
        }
        return {name: value for name, value in payload.items() if value not in ("", None, [], {})}

    def _counts(self, name, codes):
        """{code: people} of the inputs `name`_<code> that are filled in."""
        typed = {code: number_if_it_is_one(self[f"{name}_{code}"].value()) for code in codes}
        return {code: people for code, people in typed.items() if people != ""}

    def _location(self):
        """Where the phone said it was; only a script fills this in."""
        try:
            return {name: float(self[name].value()) for name in ("latitude", "longitude", "accuracy")}
        except (TypeError, ValueError):
            return {}


def number_if_it_is_one(typed):
    """3 for "3", " 3" and "៣"; anything else stays as typed, for the schema to say what is wrong with it."""
    text = to_latin_digits(str(typed or "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
