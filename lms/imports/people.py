"""A roster: people of one group, such as a class, with the least that has to be known of each.

A line is known again by what it says, so that the same file changes nothing. Somebody who looks like a person
registered before becomes a person of their own, and the two are proposed to staff (lms.duplicates). Nobody gets a
learner card here: a card needs a PIN that its owner chooses.
"""

import json
from collections import Counter

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.actions.consents import give_consent
from lms.duplicates import keyed, keys_of, name_key
from lms.forms.people import OLDEST, YOUNGEST
from lms.imports import values
from lms.imports.columns import Column, read_rows
from lms.imports.plans import Outcome, Places, Plan, Step
from lms.models import AgeBand, Consent, ConsentPurpose, ConsentText, Gender, Person, RosterEntry
from lms.models.choices import MINOR_AGE_BANDS

PERMISSION = "lms.add_person"
NAMES = ["family_name_km", "given_name_km", "family_name_latin", "given_name_latin"]
PARTICULARS = [*NAMES, "nickname", "gender", "birth_year", "age_band", "commune", "phone"]
MAN_OR_WOMAN = {"female": ["f", "w", "woman", "girl", "ស្រី", "ស"], "male": ["m", "man", "boy", "ប្រុស", "ប"]}


def columns():
    genders = values.OneOf(values.of_choices(Gender, MAN_OR_WOMAN))
    bands = values.OneOf(values.of_choices(AgeBand))
    givers = values.OneOf(values.of_choices(Consent.GivenBy))
    not_limon = _("In Khmer Unicode, not in an old font such as Limon. Leave empty under 18.")
    grown_up = _("Leave empty under 18.")
    return (
        Column("family_name_km", _("family name in Khmer"), values.khmer_name(80), not_limon),
        Column("given_name_km", _("given name in Khmer"), values.khmer_name(80), not_limon),
        Column("family_name_latin", _("family name in Latin letters"), values.latin_name(80), grown_up),
        Column("given_name_latin", _("given name in Latin letters"), values.latin_name(80), grown_up),
        Column(
            "nickname",
            _("nickname"),
            values.name(40),
            _("Enough for everybody, and all that is kept under 18."),
        ),
        Column(
            "gender",
            _("gender"),
            genders,
            _("As the person says."),
            choices=genders.choices,
            is_required=True,
        ),
        Column(
            "birth_year",
            _("year of birth"),
            values.year,
            _("The year only, such as 2012. No date of birth."),
        ),
        Column("age_band", _("age band"), bands, _("Where the year is not known."), choices=bands.choices),
        Column(
            "commune",
            _("code of the commune"),
            values.Commune(),
            _("Where the person lives: the official code of six digits, such as 180104."),
        ),
        Column("phone", _("phone"), values.phone, _("Only if needed; families may share one.")),
        Column(
            "given_by",
            _("consent given by"),
            givers,
            _("Who agreed that this is kept. Under 18: a parent, guardian or the school."),
            choices=givers.choices,
            is_required=True,
        ),
        Column("group", _("group"), values.name(100), _("The class, school or course of this line.")),
    )


def plan(content, *, by=None, group="", at=None):
    """The Plan of a file; `group` is that of all lines that name none."""
    at = at or timezone.now()
    read = read_rows(columns(), content)
    made = Plan(problems=read.problems, not_read=read.not_read)
    places, today = Places(by, PERMISSION), timezone.localdate(at)
    try:
        text = ConsentText.objects.in_force(ConsentPurpose.PROGRESS, at)
    except ConsentText.DoesNotExist:
        raise ValidationError(
            _("There is no text to agree to yet: run load_reference on the server first.")
        ) from None
    lines, occurrences = [], Counter()
    for row in read.rows:
        wrong = len(read.problems)
        _check(read, row, places, today)
        line = _Line(row, group, occurrences)
        if len(read.problems) > wrong or len(row.values) < len(row.cells):
            line.step.outcome = Outcome.REFUSED
        lines.append(line)
    known = {
        entry.key: entry
        for entry in _in_parts(RosterEntry.objects.select_related("person"), [line.key for line in lines])
    }
    alike = _people_alike(lines)
    for line in lines:
        entry = known.get(line.key)
        made.steps.append(line.step)
        if line.step.outcome == Outcome.REFUSED:
            continue
        if entry is not None:
            _plan_known(made, line, entry)
        else:
            _note_alike(line, alike)
        made.writes.append((line, entry, text, at))
    return made


class _Line:
    """One row on its way to becoming a person.

    `occurrences` counts the lines that say the same so far: two pupils of one class may.
    """

    def __init__(self, row, group, occurrences):
        self.row = row
        self.group = row["group"] or group
        self.given_by = row["given_by"]
        given = {name: row[name] for name in PARTICULARS if row[name] is not None}
        if "birth_year" in given:
            given.pop("age_band", None)
        person = self.person = Person(**given)
        self.step = Step(row.number, person.name)
        said = [name_key(getattr(person, name)) for name in [*NAMES, "nickname"]]
        said += [name_key(self.group), person.gender, person.birth_year, person.age_band]
        said = json.dumps([*said, person.commune and person.commune.code])
        occurrences[said] += 1
        self.key = _keyed_hash("line", f"{said} {occurrences[said]}")
        self.content = _keyed_hash("content", f"{person.phone} {self.given_by}")


def _keyed_hash(purpose, text):
    return salted_hmac(f"lms.roster.{purpose}", text, algorithm="sha256").hexdigest()


def _check(read, row, places, today):
    """What no cell can be asked alone."""
    year, band = row["birth_year"], row["age_band"]
    if year is not None and not today.year - OLDEST <= year <= today.year - YOUNGEST:
        read.refuse(
            row, "birth_year", _("This year cannot be right. Please write it in four digits, such as 1990.")
        )
    by_year = AgeBand.of_age(today.year - year) if year else None
    if year and band not in (None, AgeBand.NOT_RECORDED, by_year):
        read.refuse(row, "age_band", _("The year of birth and the age do not fit together."))
    if (by_year or band) in MINOR_AGE_BANDS:
        _check_minor(read, row)
    elif all(row.is_left_empty(name) for name in [*NAMES, "nickname"]):
        read.refuse(row, "nickname", _("Write a name or a nickname."))
    commune = row["commune"]
    if commune is not None and commune not in places:
        read.refuse(row, "commune", _("This commune is outside your area."))
    elif not places.is_everywhere and row.is_left_empty("commune"):
        read.refuse(row, "commune", _("Write the commune: you look after people of your own area only."))


def _check_minor(read, row):
    for name in NAMES:
        if row[name]:
            read.refuse(row, name, _("Under 18 only a nickname is kept. Leave this cell empty."))
    if row.is_left_empty("nickname"):
        read.refuse(row, "nickname", _("Under 18 only a nickname is kept. Write one here."))
    if row["given_by"] == Consent.GivenBy.PERSON:
        read.refuse(row, "given_by", _("Under 18 a parent, guardian or the school has to agree."))


def _in_parts(rows, keys, size=500):
    for start in range(0, len(keys), size):
        yield from rows.filter(key__in=keys[start : start + size])


def _people_alike(lines):
    """{key of lms.duplicates: a sentence about the first who has it} of the communes that the file names."""
    communes = {line.person.commune_id for line in lines}
    people = Person.objects.known().filter(
        Q(commune__in=communes - {None}) | (Q(commune=None) if None in communes else Q(pk__in=[]))
    )
    return {
        key: format_lazy(_("Looks like person {number}, who is registered already."), number=pks[0])
        for key, pks in keyed(people).items()
    }


def _note_alike(line, alike):
    fields = [*NAMES, "nickname", "gender", "birth_year", "age_band", "commune_id"]
    keys = keys_of({name: getattr(line.person, name) for name in fields})
    said = next((alike[key] for key in keys if key in alike), None)
    if said is not None:
        line.step.notes += [said, _("Both will be proposed as possible duplicates.")]
    looks_like_this = format_lazy(_("Looks like row {number} of this file."), number=line.row.number)
    for key in keys:
        alike.setdefault(key, looks_like_this)


def _plan_known(made, line, entry):
    if entry.person.counted_as.erased_at is not None:
        line.step.outcome = Outcome.UNCHANGED
        line.step.notes.append(_("This person had all data deleted and is not entered again."))
    elif entry.content == line.content:
        line.step.outcome = Outcome.UNCHANGED
    else:
        line.step.outcome = Outcome.CHANGED
        line.step.notes.append(_("Phone or consent"))


def write(made, *, by=None, sheet):
    """Stores the people of a Plan, their consents and their lines, in a few queries for any number."""
    new, is_demo = [], by is not None and by.is_demo
    for line, entry, text, at in made.writes:
        if line.step.outcome == Outcome.NEW:
            new.append((line, text, at))
        elif line.step.outcome == Outcome.CHANGED:
            _change(line, entry, text, by, at)
    for line, _text, at in new:
        line.person.registered_at, line.person.is_demo = at, is_demo
    Person.objects.bulk_create([line.person for line, _text, _at in new], batch_size=500)
    Consent.objects.bulk_create(
        [
            Consent(
                person=line.person,
                text=text,
                purpose=text.purpose,
                language="km",
                given_by=line.given_by,
                given_at=at,
                recorded_by=by,
            )
            for line, text, at in new
        ],
        batch_size=500,
    )
    RosterEntry.objects.bulk_create(
        [
            RosterEntry(key=line.key, content=line.content, group=line.group, person=line.person, sheet=sheet)
            for line, _text, _at in new
        ],
        batch_size=500,
    )


def _change(line, entry, text, by, at):
    person = entry.person
    if line.person.phone and person.phone != line.person.phone:
        person.phone = line.person.phone
        person.save(update_fields=["phone"])
    give_consent(person=person, text=text, language="km", given_by=line.given_by, by=by, at=at)
    entry.content = line.content
    entry.save(update_fields=["content"])
