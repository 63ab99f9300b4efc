"""Who may be written down by name at a training session, and how their codes are read.

A roster names registered persons alone, by the code of their card. Whoever has none is counted in the table: a nickname
written down in passing would be a second person the next time, and people reached are counted once (counting.md). Who
wants to be named gets a card first, which takes a minute at the same phone. A class is counted and never named; of
those under 18 only who was enrolled with the word of a parent, guardian or school (people-and-safety.md). Where the
setting NAMES_AT_SESSIONS is off, nobody is named at all (R26).
"""

import re
from collections import defaultdict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ambassadors.models import HEADCOUNT_LIMIT, TrainingSession
from lms.actions.people import holders_of
from lms.khmer import to_latin_digits
from lms.models import Consent
from lms.sync import Malformed

CODE_IN_ADDRESS = re.compile(r"/c/([^/?#]+)")


def codes_in(text):
    """The codes typed into a text area, one a line or with spaces between them, of no width too."""
    return re.findall(r"[^\s\u200b]+", text or "")


def read_roster(reading, *, kind, held_on, stored=None, codes_field="roster", consent_field="roster_consent"):
    """{code: Person} of the cards whose codes were sent, each once; what may not be is refused beside its field.

    None stands for somebody on the roster of `stored`, the session as it was, whose data was deleted since.
    """
    codes = [code for value in reading.items(codes_field) if (code := _code_of(value, codes_field))]
    if len(codes) > HEADCOUNT_LIMIT:
        raise Malformed(codes_field)
    if not codes:
        return {}
    if not settings.NAMES_AT_SESSIONS:
        reading.refuse(codes_field, _("No names are written down here. Count everybody in the table."))
        return {}
    if kind == TrainingSession.Kind.SCHOOL:
        reading.refuse(codes_field, _("Classes are counted, never named. Count everybody in the table."))
        return {}
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        reading.refuse(codes_field, _("Written twice: %(codes)s."), codes=", ".join(twice))
    if not reading.flag(consent_field):
        message = _("Only write down by name who agrees to it. Count the others in the table.")
        reading.refuse(consent_field, message)
    persons = holders_of(codes)
    unknown = set(codes) - persons.keys()
    if not _were_named(stored, unknown):
        _refuse_unknown(reading, codes_field, sorted(unknown))
    _refuse_cards_of_one(reading, codes_field, persons)
    _refuse_minors(reading, codes_field, persons, held_on or timezone.localdate())
    return {code: persons.get(code) for code in codes}


def _were_named(stored, codes):
    """Whether these codes were on the roster before, and as many of it belong to nobody any more."""
    if stored is None or len(codes) > stored.attendances.without_card().count():
        return False
    rosters = stored.revisions.values_list("payload__roster", flat=True)
    return codes <= {_code_of(value, "roster") for roster in rosters for value in roster or []}


def _refuse_unknown(reading, field, codes):
    if codes:
        message = ngettext_lazy(
            "There is no card with the code %(codes)s. Please look at it once more.",
            "There are no cards with the codes %(codes)s. Please look at them once more.",
            "number",
        )
        reading.refuse(field, message, codes=", ".join(code[:12] for code in codes), number=len(codes))


def _refuse_cards_of_one(reading, field, persons):
    """Two cards of somebody who was registered twice."""
    codes = defaultdict(list)
    for code, person in sorted(persons.items()):
        codes[person.pk].append(code)
    for same in codes.values():
        if len(same) > 1:
            message = _("These are cards of one and the same person, leave one: %(codes)s.")
            reading.refuse(field, message, codes=", ".join(same))


def _refuse_minors(reading, field, persons, day):
    """Of those under 18 whose parents or school have not agreed, no name."""
    minors = {person.pk: code for code, person in persons.items() if person.is_minor(day)}
    if not minors:
        return
    others = [Consent.GivenBy.GUARDIAN, Consent.GivenBy.SCHOOL]
    agreed = Consent.objects.filter(person__in=minors, given_by__in=others, withdrawn_at=None)
    for pk in agreed.values_list("person", flat=True):
        minors.pop(pk, None)
    if minors:
        message = _(
            "Under 18, and no parent, guardian or school has agreed: %(codes)s. Count them in the table."
        )
        reading.refuse(field, message, codes=", ".join(sorted(minors.values())))


def _code_of(value, field):
    """A code as typed, or inside the address that the square on a card holds."""
    if not isinstance(value, str):
        raise Malformed(field)
    found = CODE_IN_ADDRESS.search(value)
    return re.sub(r"[\s-]", "", to_latin_digits(found[1] if found else value)).upper()
