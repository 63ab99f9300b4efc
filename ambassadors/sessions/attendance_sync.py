"""People added by name to a training session that was handed in before.

An `attendance` item makes a new revision of its session: what was sent last, with the names. So every figure keeps its
explanation, total and parts still add up (R27), and a coordinator looks at the session again.
"""

import dataclasses
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ambassadors.models import HEADCOUNT_LIMIT, TrainingSession
from ambassadors.sessions.actions import IN_OTHER_TABLES, SessionContent, submit_training_session
from ambassadors.sessions.form_values import codes_of
from ambassadors.sessions.headcount import Headcount
from ambassadors.sessions.roster import codes_in, read_roster
from lms.models import AgeBand, Gender, User
from lms.sync import Kind, Malformed, Reading, Status


@dataclass(frozen=True)
class Names:
    """Whom an ambassador adds to which session; `are_counted` when the table holds them as heads already."""

    session: uuid.UUID
    are_counted: bool
    reading: Reading


def attendance_schema(payload, *, by):
    """{session: id, codes: [code of a learner's card], consent: true, counted?: bool} as Names.

    Who they are is looked up when the session is at hand: it may come in the same batch.
    """
    if not isinstance(by, User):
        raise Malformed("an attendance comes from an ambassador")
    reading = Reading(payload)
    session = reading.identifier("session")
    if session is None:
        raise Malformed("session")
    if not any(codes_in(str(code)) for code in reading.items("codes")):
        reading.refuse("codes", _("Write the code of a card, or scan it."))
    reading.flag("consent")
    are_counted = reading.flag("counted")
    reading.finish()
    return Names(session, are_counted, reading)


def store_attendance(item, names, *, by):
    """STORED with the number of the revision that names them; nothing changes when all of them were named before."""
    own = TrainingSession.objects.select_for_update().filter(ambassador__person__user=by).with_names()
    session = own.filter(pk=names.session).first()
    if session is None:
        raise ValidationError({"session": _("This training session is not one of yours.")})
    reading = names.reading
    persons = read_roster(
        reading, kind=session.kind, held_on=session.held_on, codes_field="codes", consent_field="consent"
    )
    reading.finish()
    here = list(session.attendances.values_list("person", flat=True))
    new = {code: person for code, person in persons.items() if person.pk not in here}
    if not new:
        return Status.STORED, session.revision_number
    headcount = Headcount.of(session)
    if names.are_counted:
        headcount = _without(headcount, new, session.held_on)
    if headcount.total + len(here) + len(new) > HEADCOUNT_LIMIT:
        raise ValidationError({"codes": _("These are more people than one session can have.")})
    session, status = submit_training_session(
        id=session.pk,
        content=_content_of(session, headcount, (*here, *(person.pk for person in new.values()))),
        payload=_payload_of(session, headcount, list(new)),
        by=by,
        made_at=item.made_at,
        base_revision=session.revision_number,
    )
    return status, session.revision_number


def _without(headcount, persons, day):
    """The headcount without the heads of these people: of their gender and age, else not recorded."""
    cells = dict(headcount.cells)
    for code, person in persons.items():
        genders = (person.gender, Gender.NOT_RECORDED)
        bands = (person.age_band_at(day), AgeBand.NOT_RECORDED)
        fitting = (key for key in ((gender, band) for gender in genders for band in bands) if cells.get(key))
        key = next(fitting, None)
        if key is None:
            message = _("The table holds nobody who could be %(code)s: mend the table first.")
            raise ValidationError({"counted": ValidationError(message, params={"code": code})})
        cells[key] -= 1
    return Headcount(cells)


def _content_of(session, headcount, roster):
    """What the session says now, the venue that a coordinator may have chosen included."""
    names = {field.name for field in dataclasses.fields(SessionContent)} - IN_OTHER_TABLES
    return SessionContent(
        **{name: getattr(session, name) for name in names},
        headcount=headcount,
        roster=roster,
        co_ambassadors=tuple(session.co_ambassadors.all()),
    )


def _payload_of(session, headcount, codes):
    last = session.revisions.order_by("-number").values_list("payload", flat=True).first() or {}
    cells = [
        {"gender": str(gender), "age_band": str(band), "count": count}
        for (gender, band), count in headcount.cells.items()
    ]
    roster = [*codes_of(session), *codes]
    total = headcount.total + len(roster)
    return last | {"headcount_total": total, "headcount": cells, "roster": roster, "roster_consent": True}


ATTENDANCE = Kind(name="attendance", schema=attendance_schema, handle=store_attendance)
