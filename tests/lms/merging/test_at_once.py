"""Two members of staff decide in the same moment."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from lms.actions.importing import take_in
from lms.actions.merging import merge, undo_merge
from lms.models import (
    Area,
    Consent,
    ConsentText,
    Learner,
    Person,
    PersonMerge,
    RoleAssignment,
    RosterEntry,
    SheetImport,
    User,
)
from tests import factories as make
from tests.lms.imports.conftest import PUPIL, xlsx
from tests.lms.test_at_once import at_once


@pytest.fixture
def staff(django_db_setup, django_db_blocker):
    """A manager of Ream; what a test made is taken away again afterwards."""
    with django_db_blocker.unblock():
        ConsentText.objects.create(purpose="progress", version=1, text_km="ខ្ញុំយល់ព្រម", text_en="I agree")
        yield make.user(role="municipal_manager", area=make.area("Ream", code="180208"))
        PersonMerge.objects.all().delete()
        for model in (Learner, RosterEntry, SheetImport, Consent, ConsentText, Person, RoleAssignment, User):
            model.objects.all().delete()
        for level in (3, 2, 1):
            Area.objects.filter(level=level).delete()
        connection.close()


def people(staff, number):
    commune = Area.objects.get(code="180208")
    made = [make.person(commune=commune) for _n in range(number)]
    for person in made:
        make.learner(person=person)
    return made


def succeeded(outcomes):
    assert all(isinstance(outcome, PersonMerge | ValidationError) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, PersonMerge)]


def test_the_same_merge_twice_at_once_is_one(staff):
    first, second = people(staff, 2)
    outcomes = at_once(lambda: merge(keep=first, other=second, by=staff), 4)
    assert len(succeeded(outcomes)) == PersonMerge.objects.count() == 1
    assert Learner.objects.filter(person=first).count() == 2


def test_merging_in_both_directions_at_once_keeps_one(staff):
    pair = people(staff, 2)
    turns = [pair, pair[::-1]] * 2
    outcomes = at_once(lambda: merge(**dict(zip(("keep", "other"), turns.pop(), strict=True)), by=staff), 4)
    assert len(succeeded(outcomes)) == 1
    assert Person.objects.filter(merged_into=None).count() == 1


def test_undoing_twice_at_once_is_undoing_once(staff):
    first, second = people(staff, 2)
    made = merge(keep=first, other=second, by=staff)
    assert len(succeeded(at_once(lambda: undo_merge(merge=made, by=staff), 3))) == 1
    assert Learner.objects.filter(person=second).count() == 1


def test_the_same_roster_twice_at_once_enters_everybody_once(staff):
    content = xlsx([PUPIL, PUPIL | {"nickname": "នី"}])
    outcomes = at_once(lambda: take_in(kind="people", content=content, file_name="roster.xlsx", by=staff), 3)
    assert [outcome.problems for outcome in outcomes] == [[], [], []]
    assert Person.objects.filter(roster_entries__isnull=False).count() == 2
    assert RosterEntry.objects.count() == 2
