"""Reading the parts of a training session that are more than a field: the place, the roster, the small counts."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ambassadors.models import ACCURACY_LIMIT_METRES, FACES, HEADCOUNT_LIMIT, VENUE_TEXT_LIMIT, Ambassador
from ambassadors.models.sessions import PriorityGroup
from ambassadors.places import NOT_LISTED, stand_in
from lms.models import LearnerCard, Person, Venue
from lms.sync import Malformed

# About a hundred metres: enough to see that a school is not in another commune, too coarse for a doorstep.
COARSE = Decimal("0.001")
CODE_IN_ADDRESS = re.compile(r"/c/([^/?#]+)")


def read_place(reading, by, held_on):
    """(venue, place in words): a venue in use on that day, or the stand-in for a place that is in no list."""
    code = reading.typed("venue")
    words = reading.text("venue_text", limit=VENUE_TEXT_LIMIT)
    if code == NOT_LISTED:
        return _unlisted(reading, by, words)
    if not code:
        return reading.refuse("venue", _("Choose the place.")), ""
    venue = Venue.objects.visible_to(by).filter(code=code).first()
    if venue is None:
        return reading.refuse("venue", _("This place is not in your list. Choose another one.")), ""
    if held_on and not venue.is_open(on=held_on):
        reading.refuse("venue", _("This place was not in use on that day. Choose another place or day."))
    return venue, ""


def _unlisted(reading, by, words):
    if not words and "venue_text" not in reading.errors:
        reading.refuse("venue_text", _("Write the name of the place, and the village."))
    ambassador = Ambassador.objects.filter(person__user=by).select_related("area").first()
    # Who is no ambassador is refused as such, by the action.
    return ambassador and stand_in(ambassador.area), words


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


def _coarse(degrees):
    return Decimal(str(degrees)).quantize(COARSE, ROUND_HALF_UP)


def read_roster(reading):
    """The persons named by the codes of their cards, each once, refused unless they agreed to be named."""
    codes = [_code_of(value) for value in reading.items("roster")]
    codes = [code for code in codes if code]
    if len(codes) > HEADCOUNT_LIMIT:
        raise Malformed("roster")
    if not codes:
        return ()
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        reading.refuse("roster", _("Written twice: %(codes)s."), codes=", ".join(twice))
    cards = LearnerCard.objects.filter(code__in=codes, person__in=Person.objects.known())
    persons = dict(cards.values_list("code", "person"))
    unknown = sorted(set(codes) - persons.keys())
    if unknown:
        message = ngettext_lazy(
            "There is no card with the code %(codes)s. Please look at it once more.",
            "There are no cards with the codes %(codes)s. Please look at them once more.",
            "number",
        )
        reading.refuse("roster", message, codes=", ".join(code[:12] for code in unknown), number=len(unknown))
    if not reading.flag("roster_consent"):
        reading.refuse(
            "roster_consent", _("Only write down by name who agrees to it. Count the others in the table.")
        )
    return tuple(persons[code] for code in dict.fromkeys(codes) if code in persons)


def _code_of(value):
    """A code as typed, or inside the address that the square on a card holds."""
    if not isinstance(value, str):
        raise Malformed("roster")
    found = CODE_IN_ADDRESS.search(value)
    return re.sub(r"[\s-]", "", found[1] if found else value).upper()
