"""Two records of one human being: chains, taking back, what is proposed, and what the database keeps."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Attendance
from lms.actions.erasing import erase
from lms.actions.merging import know_apart, merge, undo_merge
from lms.duplicates import proposals
from lms.models import (
    Attempt,
    Certificate,
    Consent,
    ConsentPurpose,
    KnownApart,
    LessonProgress,
    Person,
    PersonMerge,
)
from tests import factories as make
from tests.lms.merging.conftest import attend, everything
from tests.lms.merging.records import agree, card, merged, refused

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What follows a commit follows it here too: `with commits(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_certificate_that_only_both_together_earned_is_revoked(world, course, commits):
    with commits():
        made = merged(world)
    with commits():
        undo_merge(merge=made, by=world.manager)
    certificate = Certificate.objects.get()
    assert (certificate.person, certificate.revoked_by) == (world.first, world.manager)
    assert "មនុស្សពីរនាក់ត្រូវបានយល់ច្រឡំថាជាមនុស្សតែម្នាក់" in certificate.reason


def test_whoever_earned_a_certificate_alone_since_has_it_afterwards(world, course, lesson, commits):
    with commits():
        made = merged(world)
    make.completion(
        learner=world.other_phone, lesson_key=lesson.translation_key, course_key=course.translation_key
    )
    with commits():
        undo_merge(merge=made, by=world.manager)
    assert not world.first.certificates.in_force()
    assert world.second.certificates.in_force().get().course_key == course.translation_key


def test_a_certificate_earned_without_the_other_stays(world, course, commits):
    with commits():
        made = merged(world)
    Attempt.objects.update(learner=world.phone)
    with commits():
        undo_merge(merge=made, by=world.manager)
    assert world.first.certificates.in_force().exists()


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
