"""The kind of item `issue-note`. A note never changes once it is made, so that its id alone makes it one."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ambassadors.models import ISSUE_TEXT_LIMIT, IssueCategory, IssueNote
from ambassadors.notes.actions import NoteContent, submit_issue_note
from lms.models import Area, User, Venue
from lms.sync import Kind, Malformed, Reading, Status

OLDEST = dt.timedelta(days=2 * 365)


def issue_note_schema(payload, *, by):
    """{category: code, venue: code | commune: official code, text, made_on} as NoteContent."""
    if not isinstance(by, User):
        raise Malformed("an issue note comes from an ambassador")
    reading = Reading(payload)
    venue, area = _place(reading, by)
    content = {
        "category": _category(reading),
        "venue": venue,
        "area": area,
        "text": reading.text("text", limit=ISSUE_TEXT_LIMIT),
        "made_on": reading.past_day(
            "made_on", oldest=OLDEST, too_old=_("This day is more than two years ago. Is the year right?")
        ),
    }
    if not content["text"]:
        reading.refuse("text", _("Write what the issue is."))
    reading.finish()
    return NoteContent(**content)


def _category(reading):
    code = reading.typed("category")
    category = IssueCategory.objects.filter(code=code).first()
    if category is None:
        reading.refuse("category", _("Choose what it is about."))
    return category


def _place(reading, by):
    """(venue, commune): a venue lies in its commune; without one, the commune alone."""
    venue_code, commune_code = reading.typed("venue"), reading.typed("commune")
    if venue_code:
        venue = Venue.objects.visible_to(by).select_related("area").filter(code=venue_code).first()
        if venue:
            return venue, venue.area
        reading.refuse("place", _("This place is not in your list. Choose another one."))
    elif commune_code:
        if area := communes_of(by).filter(code=commune_code).first():
            return None, area
        reading.refuse("place", _("This commune is not in your list. Choose another one."))
    else:
        reading.refuse("place", _("Choose the place."))
    return None, None


def communes_of(user):
    """The communes of today in which an ambassador works."""
    inside = user.area_condition("pk", "lms.view_venue")
    return Area.objects.current().filter(inside, level=Area.Level.COMMUNE).order_by("code")


def store_issue_note(item, content, *, by):
    submit_issue_note(id=item.id, content=content, by=by, made_at=item.made_at)
    return Status.STORED, 1


ISSUE_NOTE = Kind(name="issue-note", schema=issue_note_schema, handle=store_issue_note, model=IssueNote)
