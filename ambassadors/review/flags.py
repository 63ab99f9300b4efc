"""What looks odd about one training session. Each check is a pure function of its facts and those beside it.

A check takes (session: Facts, picture: Picture, threshold) and yields Findings; the sentence that explains one is made
by `sentence`, in the reader's language.
"""

import datetime as dt
import math
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ambassadors.models import GRADE_NOT_RECORDED, Flag, TrainingSession, school_year_of
from ambassadors.team.service import was_active
from lms.khmer import to_latin_digits

EARTH_METRES = 6_371_000


@dataclass(frozen=True)
class Finding:
    """One flag on one training session. `other` is the id of the session it speaks of besides."""

    code: str
    params: dict = field(default_factory=dict, compare=False)
    other: uuid.UUID | None = None
    weight: int = 0
    needs_second: bool = False


def two_versions(session, picture, threshold):
    if session.id in picture.conflicts:
        yield Finding(Flag.TWO_VERSIONS)


def not_confirmed(session, picture, threshold):
    if session.id in picture.denied:
        yield Finding(Flag.NOT_CONFIRMED, {"words": picture.denied[session.id]})


def same_again(session, picture, threshold):
    for other in picture.by_teacher[session.ambassador, session.held_on]:
        if other.id != session.id and other.venue == session.venue and other.venue_text == session.venue_text:
            yield Finding(Flag.SAME_AGAIN, other=other.id)


def overlap(session, picture, threshold):
    """Somebody cannot teach in two places at once; `threshold` minutes are for watches that differ."""
    seen = {session.id}
    for teacher in sorted(session.teachers):
        for other in picture.by_teacher[teacher, session.held_on]:
            if other.id in seen:
                continue
            seen.add(other.id)
            shared = session.minutes_shared(other)
            if shared is not None and shared > threshold:
                yield Finding(Flag.OVERLAP, {"minutes": shared}, other.id)


def same_content(session, picture, threshold):
    """Two who taught together may both have sent it."""
    if session.people < threshold or not session.cells:
        return
    for other in picture.by_venue[session.venue, session.held_on]:
        is_colleague = other.ambassador != session.ambassador
        if is_colleague and other.cells == session.cells and other.venue_text == session.venue_text:
            yield Finding(Flag.SAME_CONTENT, {"people": session.people}, other.id)


def same_people(session, picture, threshold):
    """Nobody learns in two places at once; where one does not say when it was, the same place is enough."""
    beside = Counter()
    for person in session.roster:
        for other in picture.by_person[person, session.held_on]:
            shared = session.minutes_shared(other)
            is_at_once = other.venue == session.venue if shared is None else shared > 0
            if other.id != session.id and is_at_once:
                beside[other.id] += 1
    for other, people in beside.items():
        if people >= threshold:
            yield Finding(Flag.SAME_PEOPLE, {"people": people}, other)


def same_numbers(session, picture, threshold):
    other = picture.previous.get(session.id)
    if other and session.people >= threshold and session.cells and session.cells == other.cells:
        yield Finding(Flag.SAME_NUMBERS, {"people": session.people}, other.id)


def too_many(session, picture, threshold):
    """More than the school has pupils: in the grade where it is known, else in all."""
    if session.kind != TrainingSession.Kind.SCHOOL:
        return
    year = school_year_of(session.held_on)
    pupils = {
        grade: count
        for (venue, of, grade), count in picture.enrolled.items()
        if (venue, of) == (session.venue, year)
    }
    grade = grade_of(session.grade)
    enrolled = pupils[grade] if grade in pupils else sum(pupils.values())
    if pupils and session.people > enrolled * (100 + threshold) / 100:
        yield Finding(
            Flag.TOO_MANY,
            {"people": session.people, "pupils": enrolled, "grade": grade if grade in pupils else None},
        )


def cardless(session, picture, threshold):
    if session.cardless > threshold:
        yield Finding(Flag.CARDLESS, {"people": session.cardless, "named": session.named})


def no_location(session, picture, threshold):
    if session.latitude is None and session.location_forgotten_at is None:
        yield Finding(Flag.NO_LOCATION)


def far_away(session, picture, threshold):
    place = (session.venue_latitude, session.venue_longitude)
    if session.venue_latitude is None:
        place = picture.places.get(session.venue)
    if session.latitude is None or place is None or session.venue_text:
        return
    metres = distance(session.latitude, session.longitude, *place)
    if metres - (session.accuracy or 0) > threshold:
        yield Finding(Flag.FAR_AWAY, {"metres": round(metres), "accuracy": session.accuracy or 0})


def early(session, picture, threshold):
    if session.span and session.span[0] < threshold * 60:
        yield Finding(Flag.EARLY, {"at": session.starts_at})


def late(session, picture, threshold):
    if session.span and session.span[1] > threshold * 60:
        hour, minute = divmod(session.span[1], 60)
        yield Finding(Flag.LATE, {"at": dt.time(hour % 24, minute)})


def short(session, picture, threshold):
    if session.minutes < threshold:
        yield Finding(Flag.SHORT, {"minutes": session.minutes})


def future(session, picture, threshold):
    if session.held_on > (made_on := localdate(session.made_at)):
        yield Finding(Flag.FUTURE, {"held_on": session.held_on, "made_on": made_on})


def long_ago(session, picture, threshold):
    days = (localdate(session.received_at) - session.held_on).days
    if days > threshold:
        yield Finding(Flag.LONG_AGO, {"days": days})


def clock(session, picture, threshold):
    is_clamped, skew = picture.clocks.get(session.id, (False, None))
    minutes = abs(skew or 0) // 60
    if is_clamped or minutes > threshold:
        yield Finding(Flag.CLOCK, {"is_clamped": is_clamped, "minutes": minutes})


def not_active(session, picture, threshold):
    if not was_active(picture.steps.get(session.ambassador, []), session.held_on):
        yield Finding(Flag.NOT_ACTIVE)


def unlisted(session, picture, threshold):
    if session.venue_text:
        yield Finding(Flag.UNLISTED, {"words": session.venue_text})


CHECKS = {
    Flag.TWO_VERSIONS: two_versions,
    Flag.NOT_CONFIRMED: not_confirmed,
    Flag.SAME_CONTENT: same_content,
    Flag.SAME_PEOPLE: same_people,
    Flag.OVERLAP: overlap,
    Flag.FUTURE: future,
    Flag.SAME_AGAIN: same_again,
    Flag.TOO_MANY: too_many,
    Flag.FAR_AWAY: far_away,
    Flag.SAME_NUMBERS: same_numbers,
    Flag.NOT_ACTIVE: not_active,
    Flag.UNLISTED: unlisted,
    Flag.SHORT: short,
    Flag.EARLY: early,
    Flag.LATE: late,
    Flag.LONG_AGO: long_ago,
    Flag.CLOCK: clock,
    Flag.CARDLESS: cardless,
    Flag.NO_LOCATION: no_location,
}


def findings(session, picture, rules):
    """[Finding] of one session, the heaviest first. `rules` is {code: Rule}; what is not in it is not looked for."""
    found = [
        Finding(finding.code, finding.params, finding.other, rules[code].weight, rules[code].needs_second)
        for code, check in CHECKS.items()
        if code in rules
        for finding in check(session, picture, rules[code].threshold)
    ]
    return sorted(found, key=lambda finding: -finding.weight)


def grade_of(text):
    """The grade in what an ambassador wrote, "7A" or "ថ្នាក់ទី៧": 7; GRADE_NOT_RECORDED without a number."""
    found = re.search(r"\d{1,2}", to_latin_digits(text))
    return int(found[0]) if found else GRADE_NOT_RECORDED


def distance(latitude, longitude, other_latitude, other_longitude):
    """Metres between two places on the globe (haversine)."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    across = math.radians(float(other_longitude) - float(longitude))
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(half))


def sentence(finding, other=""):
    """The flag explained, safe to show as HTML; `other` is how to name the session it speaks of besides."""
    params = finding.params
    if finding.code == Flag.TOO_MANY and params["grade"]:
        template = _("{people} people took part, but the school has {pupils} pupils in grade {grade}.")
    elif finding.code == Flag.CLOCK and params["is_clamped"]:
        template = _("The clock of the phone said a moment that is not possible.")
    else:
        template = _templates()[finding.code]
    return format_html(template, other=other, **{name: _shown(value) for name, value in params.items()})


def _templates():
    return {
        Flag.TWO_VERSIONS: _("Two versions were sent from different phones or windows. Choose one."),
        Flag.NOT_CONFIRMED: _("A spot check did not confirm it: “{words}”"),
        Flag.SAME_PEOPLE: _("{people} of those named were also named elsewhere at that time: {other}"),
        Flag.SAME_CONTENT: _("Another ambassador sent the same numbers for this venue and day: {other}"),
        Flag.OVERLAP: _(
            "{minutes} minutes overlap with another training session of the same ambassador: {other}"
        ),
        Flag.FUTURE: _("It is dated {held_on}, but was written down on {made_on}."),
        Flag.SAME_AGAIN: _("The same ambassador sent another one for this venue and day: {other}"),
        Flag.TOO_MANY: _("{people} people took part, but the school has {pupils} pupils in all."),
        Flag.FAR_AWAY: _("The phone was {metres} m from the venue (sure within {accuracy} m)."),
        Flag.SAME_NUMBERS: _("Every number is the same as in the one before: {other}"),
        Flag.NOT_ACTIVE: _("The ambassador was not active on this day."),
        Flag.UNLISTED: _("The place is not in the list: “{words}”. Choose its venue."),
        Flag.SHORT: _("It took only {minutes} minutes."),
        Flag.EARLY: _("It began at {at}."),
        Flag.LATE: _("It ended at {at}."),
        Flag.LONG_AGO: _("It arrived {days} days after it took place."),
        Flag.CLOCK: _("The clock of the phone was {minutes} minutes wrong."),
        Flag.CARDLESS: _("{people} of {named} people named have no learner card."),
        Flag.NO_LOCATION: _("The phone gave no location."),
    }


def _shown(value):
    if isinstance(value, dt.date):
        return date_format(value)
    return time_format(value) if isinstance(value, dt.time) else value
