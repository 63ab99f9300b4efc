"""Two records of one human being: what comes over, what stays, and who may join them."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.actions.consents import withdraw_consent
from lms.actions.learning import adopt, continue_as
from lms.actions.merging import merge, preview, undo_merge
from lms.actions.people import check_card
from lms.models import (
    Certificate,
    Completion,
    ConsentPurpose,
    Person,
    PersonMerge,
)
from tests import factories as make
from tests.lms.merging.conftest import LESSON, everything
from tests.lms.merging.records import agree, card, merged, refused

pytestmark = pytest.mark.django_db


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


def test_a_course_completed_with_the_work_of_both_gives_its_certificate(
    world, course, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        preview(keep=world.first, other=world.second, by=world.manager)
    assert not Certificate.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        merged(world)
    assert world.first.certificates.get().course_key == course.translation_key


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
