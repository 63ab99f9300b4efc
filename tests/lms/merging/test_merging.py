"""Two records of one human being: what comes over, what stays, who may do it, and taking it back."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from ambassadors.models import Attendance
from lms.actions.consents import give_consent, withdraw_consent
from lms.actions.erasing import erase
from lms.actions.learning import adopt, continue_as
from lms.actions.merging import know_apart, merge, preview, undo_merge
from lms.actions.people import check_card, make_card
from lms.duplicates import proposals
from lms.models import (
    Completion,
    Consent,
    ConsentPurpose,
    ConsentText,
    KnownApart,
    LessonProgress,
    Person,
    PersonMerge,
)
from lms.models.people import PIN_HASHER
from tests import factories as make
from tests.lms.merging.conftest import LESSON, attend, everything

pytestmark = pytest.mark.django_db


def merged(world, **people):
    return merge(**{"keep": world.first, "other": world.second, "by": world.manager} | people)


def refused(action, **arguments):
    """The sentence with which an action is refused; nothing is changed."""
    before = everything()
    with pytest.raises(ValidationError) as problem, override("en"):
        action(**arguments)
    assert everything() == before
    return " ".join(problem.value.messages)


def card(person, pin="2468"):
    made = make_card(person=person, pin_hash="")
    made.set_pin(pin)
    made.save()
    assert made.pin_hash.startswith(PIN_HASHER)
    return made


def agree(person, purpose, at=None, **fields):
    text = ConsentText.objects.in_force(purpose)
    return give_consent(person=person, text=text, language="km", at=at, **fields)


# What comes over


def test_phones_lessons_and_attendances_come_over(world):
    merged(world)
    assert set(world.first.learners.all()) == {world.phone, world.other_phone}
    assert world.first.attendances.count() == 3
    assert not world.second.attendances.exists()
    world.second.refresh_from_db()
    assert (world.second.merged_into, world.second.counted_as) == (world.first, world.first)
    assert world.second.family_name_km == "សុខ"  # the record stays as it was


def test_the_earliest_completion_of_a_lesson_counts(world):
    merged(world)
    june, july = Completion.objects.filter(lesson_key=LESSON).order_by("completed_at")
    assert (june.duplicate_of, july.duplicate_of) == (None, june)


def test_both_cards_open_the_record_that_was_kept(world):
    kept, other = card(world.first), card(world.second, pin="1357")
    merged(world)
    assert check_card(code=kept.code, pin="2468") == world.first
    assert check_card(code=other.code, pin="1357") == world.first


def test_an_only_card_comes_over(world):
    only = card(world.second)
    made = merged(world)
    assert world.first.learner_card == only
    undo_merge(merge=made, by=world.manager)
    only.refresh_from_db()
    assert only.person == world.second


def test_work_that_arrives_for_the_record_merged_away_is_of_the_one_kept(world):
    merged(world)
    guest = make.learner()
    make.completion(learner=guest, lesson_key=LESSON, on=dt.date(2026, 9, 9))
    assert adopt(learner=guest, person=world.second).person == world.first
    assert guest.completions.get().duplicate_of is not None
    assert continue_as(person=world.second, learner=None).person == world.first


def test_a_certificate_of_the_same_course_stays_valid_and_stays_behind(world):
    course, other_course = uuid.uuid4(), uuid.uuid4()
    fields = {"course_title_km": "វគ្គ", "name_km": "សុខ ភា"}
    for person, code, key in (
        (world.first, "34679ACDEFGH", course),
        (world.second, "34679ACDEFGJ", course),
        (world.second, "34679ACDEFGK", other_course),
    ):
        person.certificates.create(code=code, course_key=key, **fields)
    made = merged(world)
    assert set(world.first.certificates.values_list("code", flat=True)) == {"34679ACDEFGH", "34679ACDEFGK"}
    assert world.second.certificates.get().is_revoked is False
    undo_merge(merge=made, by=world.manager)
    assert world.second.certificates.count() == 2


def test_a_user_comes_over_but_two_cannot(world):
    user = make.user(person=world.second)
    made = merged(world)
    user.refresh_from_db()
    assert user.person == world.first
    undo_merge(merge=made, by=world.manager)
    make.user(person=world.first)
    said = refused(merge, keep=world.first, other=world.second, by=world.manager)
    assert "Both have a record of the sort “user”" in said


# Agreements: the later word counts

EARLY, LATE = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (3, 5))


def in_force(person):
    return set(person.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))


def test_agreements_come_over_and_one_of_each_is_in_force(world):
    for person in (world.first, world.second):
        agree(person, ConsentPurpose.PROGRESS, at=EARLY)
    agree(world.second, ConsentPurpose.CONTACT, at=EARLY)
    merged(world)
    assert in_force(world.first) == {"progress", "contact"}
    assert world.first.consents.filter(purpose="progress").count() == 1


def test_what_was_taken_back_does_not_come_into_force_again(world):
    agree(world.first, ConsentPurpose.CONTACT, at=EARLY)
    withdraw_consent(person=world.first, purpose=ConsentPurpose.CONTACT, at=LATE)
    agree(world.second, ConsentPurpose.CONTACT, at=EARLY)
    merged(world)
    assert in_force(world.first) == set()


def test_taking_it_back_as_the_other_ends_it_and_undoing_restores_it(world):
    agree(world.first, ConsentPurpose.CONTACT, at=EARLY)
    agree(world.second, ConsentPurpose.CONTACT, at=EARLY)
    withdraw_consent(person=world.second, purpose=ConsentPurpose.CONTACT, at=LATE)
    before = everything()
    made = merged(world)
    assert in_force(world.first) == set()
    undo_merge(merge=made, by=world.manager)
    assert everything() == before


def test_agreeing_again_later_stands(world):
    agree(world.second, ConsentPurpose.CONTACT, at=EARLY - dt.timedelta(9))
    withdraw_consent(person=world.second, purpose=ConsentPurpose.CONTACT, at=EARLY)
    agree(world.first, ConsentPurpose.CONTACT, at=LATE)
    merged(world)
    assert in_force(world.first) == {"contact"}


# Who may, and what cannot be joined


def test_only_people_of_ones_own_area_can_be_merged(world):
    stranger = make.person(commune=world.elsewhere)
    nowhere = make.person()
    for other in (stranger, nowhere):
        for arguments in ({"keep": world.first, "other": other}, {"keep": other, "other": world.first}):
            with pytest.raises(PermissionDenied):
                merge(**arguments, by=world.manager)
    with pytest.raises(PermissionDenied):
        merge(keep=world.first, other=world.second, by=make.user(role="commune_viewer", area=world.district))
    made = merged(world)
    with pytest.raises(PermissionDenied):
        undo_merge(merge=made, by=make.user(role="coordinator", area=world.elsewhere))


def test_what_cannot_be_joined_is_refused_with_a_sentence(world):
    by = world.manager
    assert "one" in refused(merge, keep=world.first, other=world.first, by=by)
    demo = make.person(commune=world.ream, is_demo=True)
    assert "demonstration" in refused(merge, keep=world.first, other=demo, by=by)
    erased = make.person(commune=world.ream)
    Person.objects.filter(pk=erased.pk).update(erased_at=timezone.now(), nickname="")
    assert "deleted" in refused(merge, keep=erased, other=world.first, by=by)
    merged(world)
    assert "already" in refused(merge, keep=world.dara, other=world.second, by=by)
    assert "already" in refused(merge, keep=world.second, other=world.dara, by=by)


def test_a_preview_stores_nothing(world):
    before = everything()
    foreseen = preview(keep=world.first, other=world.second, by=world.manager)
    assert everything() == before
    assert foreseen.rows["ambassadors.attendance.person"]["moved"] != []
    assert len(foreseen.set_aside) == 1
    assert not PersonMerge.objects.exists()
    assert not ModelLogEntry.objects.filter(action="lms.merge_people").exists()


def test_who_merged_and_who_undid_it_is_logged(world):
    made = merged(world)
    undo_merge(merge=made, by=world.manager)
    actions = ModelLogEntry.objects.for_instance(world.first).values_list("action", "user")
    assert set(actions) == {("lms.merge_people", world.manager.pk), ("lms.undo_merge", world.manager.pk)}
    made.refresh_from_db()
    assert (made.merged_by, made.undone_by) == (world.manager, world.manager)


# Chains, and taking back


def test_a_chain_is_counted_as_its_end_and_undone_from_there(world):
    third = make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=world.ream)
    before = everything()
    inner = merged(world)
    outer = merge(keep=third, other=world.first, by=world.manager)
    world.second.refresh_from_db()
    assert world.second.counted_as == third
    assert third.attendances.count() == 3
    assert "later merge first" in refused(undo_merge, merge=inner, by=world.manager)
    undo_merge(merge=outer, by=world.manager)
    undo_merge(merge=inner, by=world.manager)
    assert everything() == before


def test_of_two_merges_into_one_person_the_later_is_undone_first(world):
    third = make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=world.ream)
    make.learner(person=third)
    before = everything()
    earlier = merged(world)
    later = merge(keep=world.first, other=third, by=world.manager)
    assert "later merge first" in refused(undo_merge, merge=earlier, by=world.manager)
    undo_merge(merge=later, by=world.manager)
    undo_merge(merge=earlier, by=world.manager)
    assert everything() == before
    assert "already" in refused(undo_merge, merge=earlier, by=world.manager)


def test_it_can_be_merged_again_after_undoing(world):
    undo_merge(merge=merged(world), by=world.manager)
    assert merged(world, keep=world.second, other=world.first).undone_at is None


def test_what_is_done_on_a_phone_since_goes_along_with_the_phone(world):
    made = merged(world)
    lesson = uuid.uuid4()
    done = make.completion(learner=world.other_phone, lesson_key=lesson)
    undo_merge(merge=made, by=world.manager)
    done.refresh_from_db()
    assert done.learner.person == world.second


def test_undoing_is_refused_where_nobody_can_say_whose_something_is(world):
    made = merged(world)
    later = make.training_session(venue=world.hall, cells={})
    with transaction.atomic():
        attend(later, world.first)
        assert "attendances" in refused(undo_merge, merge=made, by=world.manager)
        transaction.set_rollback(True)
    with transaction.atomic():
        Attendance.objects.filter(person=world.first).first().delete()
        assert "attendances" in refused(undo_merge, merge=made, by=world.manager)
        transaction.set_rollback(True)
    with transaction.atomic():
        world.opening.delete()
        assert "attendances" in refused(undo_merge, merge=made, by=world.manager)
        transaction.set_rollback(True)
    with transaction.atomic():
        make.learner(person=world.first)
        assert "learners" in refused(undo_merge, merge=made, by=world.manager)
        transaction.set_rollback(True)
    undo_merge(merge=made, by=world.manager)


def test_a_lesson_finished_together_since_is_nobodys_alone(world):
    lesson = uuid.uuid4()
    for learner in (world.phone, world.other_phone):
        LessonProgress.objects.create(learner=learner, lesson_key=lesson, updated_at=timezone.now())
    made = merged(world)
    make.completion(learner=world.phone, lesson_key=lesson)
    assert "completed lessons" in refused(undo_merge, merge=made, by=world.manager)


def test_deleting_the_data_of_one_deletes_that_of_both_records(world):
    card(world.first), card(world.second)
    made = merged(world)
    erase(person=world.first)
    for person in Person.objects.filter(pk__in=[world.first.pk, world.second.pk]):
        assert (person.family_name_km, person.erased_at is None) == ("", False)
        assert not hasattr(person, "learner_card")
    assert "deleted" in refused(undo_merge, merge=made, by=make.user(is_superuser=True))


# Proposals


def learners():
    """Everybody but the ambassadors, who are all called the same in tests."""
    return Person.objects.filter(ambassador=None)


def test_pairs_that_look_alike_are_proposed_until_somebody_says_otherwise(world):
    people = learners()
    assert proposals(people) == [(world.first.pk, world.second.pk)]
    know_apart(first=world.second, second=world.first, by=world.manager)
    know_apart(first=world.first, second=world.second, by=world.manager)
    assert proposals(people) == []
    assert KnownApart.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "is_proposed"),
    [
        ({}, True),
        ({"given_name_km": "ភា\u200b"}, True),
        ({"family_name_km": "សុខភា", "given_name_km": ""}, True),
        ({"birth_year": 1991}, False),
        ({"gender": "male"}, False),
        ({"commune": None}, False),
        ({"given_name_km": "ភក្តី"}, False),
        ({"family_name_km": "", "given_name_km": "", "nickname": "ភា"}, False),
    ],
)
def test_who_looks_alike(world, change, is_proposed):
    Person.objects.filter(pk=world.second.pk).update(**change)
    assert bool(proposals(learners())) is is_proposed


def test_people_whose_age_is_not_known_are_not_proposed(world):
    Person.objects.update(birth_year=None)
    assert proposals(learners()) == []
    Person.objects.update(age_band="31-45")
    assert len(proposals(learners())) == 1


def test_merged_people_are_not_proposed_again(world):
    merged(world)
    assert proposals(learners()) == []


def test_many_who_look_alike_do_not_make_pairs_without_end(world):
    for _n in range(30):
        make.person(nickname="ដារ៉ា", commune=world.ream, birth_year=2012)
    assert len(proposals(learners())) == 1 + 29


# Rules the database keeps


def test_a_person_is_merged_away_once_at_a_time(world):
    made = merged(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.create(kept=world.dara, gone=world.second)
    undo_merge(merge=made, by=world.manager)
    PersonMerge.objects.create(kept=world.dara, gone=world.second)


def test_nobody_is_merged_with_oneself_or_apart_from_oneself(world):
    first = world.first
    for write in (
        lambda: PersonMerge.objects.create(kept=first, gone=first),
        lambda: Person.objects.filter(pk=first.pk).update(merged_into=first),
        lambda: KnownApart.objects.create(first=first, second=first),
        lambda: KnownApart.objects.create(first=world.second, second=first),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    Person.objects.filter(pk=first.pk).update(merged_into=world.second)
    KnownApart.objects.create(first=first, second=world.second)


def test_a_merge_is_not_undone_before_it_was_made(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.create(
            kept=world.first, gone=world.second, undone_at=timezone.now() - dt.timedelta(1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.create(kept=world.first, gone=world.second, undone_by=world.manager)


def test_consents_are_kept_with_the_record_they_were_given_to(world):
    agree(world.first, ConsentPurpose.PROGRESS)
    agree(world.second, ConsentPurpose.PROGRESS)
    merged(world)
    assert Consent.objects.filter(person=world.second, withdrawn_at=None).count() == 1
