"""Reading the parts of a training session that are more than a field: the place, the photo, the small counts."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from ambassadors.models import ACCURACY_LIMIT_METRES, FACES, HEADCOUNT_LIMIT, VENUE_TEXT_LIMIT, Ambassador
from ambassadors.models.sessions import PriorityGroup
from ambassadors.sessions.places import NOT_LISTED, stand_in
from lms.khmer import normalise
from lms.models import Venue
from lms.sync import Malformed

# About a hundred metres: enough to see that a school is not in another commune, too coarse for a doorstep.
COARSE = Decimal("0.001")
PHOTO = re.compile(r"[0-9a-f]{64}")


def read_place(reading, by, held_on, stored=None):
    """(venue, place in words): a venue in use on that day, or the stand-in for a place that is in no list.

    That of `stored`, the session as it was, may be named again.
    """
    code = reading.typed("venue")
    words = reading.text("venue_text", limit=VENUE_TEXT_LIMIT)
    if code == NOT_LISTED:
        return _unlisted(reading, by, words, stored)
    if not code:
        return reading.refuse("venue", _("Choose the place.")), ""
    is_as_stored = bool(stored and not stored.venue_text and stored.venue.code == code)
    venue = stored.venue if is_as_stored else Venue.objects.visible_to(by).filter(code=code).first()
    if venue is None:
        return reading.refuse("venue", _("This place is not in your list. Choose another one.")), ""
    is_known = is_as_stored and stored.held_on == held_on
    if held_on and not is_known and not venue.is_open(on=held_on):
        reading.refuse("venue", _("This place was not in use on that day. Choose another place or day."))
    return venue, ""


def _unlisted(reading, by, words, stored):
    if not words and "venue_text" not in reading.errors:
        reading.refuse("venue_text", _("Write the name of the place, and the village."))
    if stored and stored.venue_text:
        return stored.venue, words
    if stored and _was_called(stored, words):
        return stored.venue, ""  # a coordinator has chosen it since this form was opened
    ambassador = Ambassador.objects.filter(person__user=by).select_related("area").first()
    # Who is no ambassador is refused as such, by the action.
    return ambassador and stand_in(ambassador.area), words


def _was_called(stored, words):
    """The place of a stored session is in the list now, and its ambassador called it by these words."""
    last = stored.revisions.last()
    told = last.payload if last else {}
    return told.get("venue") == NOT_LISTED and normalise(told.get("venue_text", "")) == words


def read_counts(reading, field, known, total):
    """{code: people} without zeros; each of `known`, none more than took part."""
    typed = reading.payload.get(field) or {}
    if not isinstance(typed, dict) or not set(typed) <= set(known):
        raise Malformed(field)
    counts = {}
    for code, value in typed.items():
        people = reading.number_of(field, value, least=0, most=HEADCOUNT_LIMIT, default=0)
        if total is not None and people > total:
            reading.refuse(field, _("There cannot be more than people in all (%(total)s)."), total=total)
        elif people:
            counts[code] = people
    return counts


def read_priority_groups(reading, total):
    return read_counts(reading, "priority", PriorityGroup.values, total)


def read_feedback(reading, total):
    """How many liked it; one person gives one face."""
    counts = read_counts(reading, "feedback", FACES, total)
    if total is not None and "feedback" not in reading.errors and sum(counts.values()) > total:
        reading.refuse("feedback", _("There cannot be more than people in all (%(total)s)."), total=total)
    return counts


def read_plan(reading):
    """The id of the plan a session came of, None if there is none; no session is lost over a damaged one."""
    try:
        return reading.identifier("plan")
    except Malformed:
        return None


def read_location(reading):
    """{latitude, longitude, accuracy_metres}, coarse; all None where the phone was not asked or did not know."""
    nowhere = {"latitude": None, "longitude": None, "accuracy_metres": None}
    typed = reading.payload.get("location")
    if typed in (None, {}):
        return nowhere
    if not isinstance(typed, dict) or set(typed) != {"latitude", "longitude", "accuracy"}:
        raise Malformed("location")
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in typed.values()):
        raise Malformed("location")
    if not (abs(typed["latitude"]) <= 90 and abs(typed["longitude"]) <= 180 and typed["accuracy"] >= 0):
        raise Malformed("location")
    if typed["accuracy"] > ACCURACY_LIMIT_METRES:
        return nowhere
    return {
        "latitude": _coarse(typed["latitude"]),
        "longitude": _coarse(typed["longitude"]),
        "accuracy_metres": round(typed["accuracy"]),
    }


def read_photo(reading):
    """The SHA-256 by which the session names the photo of the room that comes after it; "" without one."""
    typed = reading.typed("photo")
    if typed and not PHOTO.fullmatch(typed):
        raise Malformed("photo")
    return typed


def _coarse(degrees):
    return Decimal(str(degrees)).quantize(COARSE, ROUND_HALF_UP)
