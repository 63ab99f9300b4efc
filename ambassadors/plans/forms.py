"""The form of a plan on the phone; it keeps what was typed as it was typed."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import PLAN_NOTE_LIMIT, Topic, course_titles
from ambassadors.plans.actions import PlanContent
from ambassadors.sessions.form_choices import subject_choices
from lms.models import Venue
from lms.sync import Reading
from lms.sync.item_form import AsTyped, ItemForm

FURTHEST = dt.timedelta(days=366)


class PlanForm(ItemForm):
    """When, where and what about; `content` says what it means."""

    planned_on = AsTyped(label=_("Date"), widget=forms.DateInput({"class": "input", "type": "date"}))
    starts_at = AsTyped(
        label=_("Start"), required=False, widget=forms.TimeInput({"class": "input", "type": "time"})
    )
    venue = AsTyped(label=_("Where?"), widget=forms.Select({"class": "input"}))
    subject = AsTyped(
        label=_("What will it be about?"), required=False, widget=forms.Select({"class": "input"})
    )
    note = AsTyped(
        label=_("Note for yourself"),
        required=False,
        help_text=_("Such as what to bring. Your coordinator can read it."),
        widget=forms.Textarea({"class": "input", "maxlength": PLAN_NOTE_LIMIT, "rows": 3}),
    )

    def __init__(self, data=None, *, user, plan=None):
        super().__init__(data, initial=initial_of(plan) if plan else {"id": uuid.uuid4()})
        self.user = user
        today = timezone.localdate()
        days = {"min": today.isoformat(), "max": (today + FURTHEST).isoformat()}
        self.fields["planned_on"].widget.attrs |= days
        self.fields["venue"].widget.choices = venue_choices(user)
        self.fields["subject"].widget.choices = subject_choices()

    def content(self):
        """A PlanContent; None with errors on the form where something has to be mended."""
        self.full_clean()
        reading = Reading({name: self[name].value() or "" for name in self.fields})
        content = read_plan(reading, by=self.user)
        for name, errors in reading.errors.items():
            self.add_error(name, errors)
        return None if reading.errors else content


def read_plan(reading, *, by):
    """{planned_on, starts_at?, venue: code, subject?: "course:<key>" or "topic:<code>", note?} as PlanContent."""
    course_key, topic = _subject(reading)
    return PlanContent(
        planned_on=_planned_on(reading),
        starts_at=reading.time("starts_at"),
        venue=_venue(reading, by),
        course_key=course_key,
        topic=topic,
        note=reading.text("note", limit=PLAN_NOTE_LIMIT),
    )


def _planned_on(reading):
    day, today = reading.day("planned_on"), timezone.localdate()
    if day is None:
        if "planned_on" not in reading.errors:
            reading.refuse("planned_on", _("Say for which day it is planned."))
    elif day < today:
        reading.refuse(
            "planned_on", _("This day has passed. Log the session instead, or choose a later day.")
        )
    elif day > today + FURTHEST:
        reading.refuse("planned_on", _("This day is more than a year ahead. Is the year right?"))
    return day


def _venue(reading, by):
    code = reading.typed("venue")
    venue = Venue.objects.visible_to(by).open().filter(code=code).first() if code else None
    if not code:
        reading.refuse("venue", _("Choose the place."))
    elif venue is None:
        reading.refuse("venue", _("This place is not in your list. Choose another one."))
    return venue


def _subject(reading):
    """(course key, topic): one of the two, or neither while it is not decided yet."""
    kind, _separator, code = reading.typed("subject").partition(":")
    if kind == "course":
        keys = {str(key): key for key in course_titles()}
        if code in keys:
            return keys[code], None
        reading.refuse("subject", _("This course is not on offer. Choose another one."))
    elif kind == "topic":
        if topic := Topic.objects.filter(code=code).first():
            return None, topic
        reading.refuse("subject", _("This topic is not in the list. Choose another one."))
    elif kind:
        reading.refuse("subject", _("Choose from the list."))
    return None, None


def venue_choices(user):
    """The places in use, by commune."""
    groups = {}
    for venue in sorted(
        Venue.objects.visible_to(user).open().select_related("area"),
        key=lambda venue: (venue.area.code, venue.name),
    ):
        groups.setdefault(venue.area.name, []).append((venue.code, venue.name))
    return [("", _("Choose a place")), *groups.items()]


def initial_of(plan):
    return {
        "id": plan.pk,
        "planned_on": plan.planned_on.isoformat(),
        "starts_at": f"{plan.starts_at:%H:%M}" if plan.starts_at else "",
        "venue": plan.venue.code,
        "subject": plan.subject_code,
        "note": plan.note,
    }
