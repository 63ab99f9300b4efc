"""The staff pages of possible duplicates, and who may see and decide what."""

import pytest
from wagtail.users.models import UserProfile

from lms.actions.merging import merge
from lms.actions.roles import grant_role, set_up_groups
from lms.models import Learner, Person, PersonMerge
from lms.roles import PERMISSIONS
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST, MERGES = "/admin/people/duplicates/", "/admin/people/merges/"


def staff(role, area):
    set_up_groups()
    user = make.user()
    grant_role(user=user, role=role, area=area, by=None)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def compare(world):
    return f"/admin/people/compare/{world.first.pk}/{world.second.pk}/"


@pytest.fixture
def desk(client, world):
    client.force_login(staff("coordinator", world.district))
    return client


def test_pairs_are_listed_compared_merged_and_taken_apart(desk, world):
    assert desk.get(LIST).context["pairs"] == [(world.first, world.second)]
    make.learner_group().members.add(world.first)
    page = desk.get(compare(world)).content.decode()
    assert "Keep this one" in page
    assert "Learner groups" in page
    assert "relationship" not in page
    foreseen = desk.post(compare(world), {"keep": world.second.pk})
    assert foreseen.context["keep"] == world.second
    assert "What the merge would change" in foreseen.content.decode()
    assert not PersonMerge.objects.exists()
    desk.post(compare(world), {"keep": world.second.pk, "confirm": "1"})
    assert Person.objects.get(merged_into=world.second) == world.first
    assert desk.get(LIST).context["pairs"] == []
    assert "Undo" in desk.get(MERGES).content.decode()
    made = PersonMerge.objects.get()
    desk.post(f"{MERGES}{made.pk}/undo/")
    assert not Person.objects.exclude(merged_into=None).exists()
    assert "undone" in desk.get(MERGES).content.decode()


def test_what_can_no_longer_be_undone_is_said(desk, world):
    made = merge(keep=world.first, other=world.second, by=world.manager)
    make.learner(person=world.first)
    said = desk.post(f"{MERGES}{made.pk}/undo/", follow=True).content.decode()
    assert "cannot be undone exactly any more" in said
    assert Learner.objects.filter(person=world.first).count() == 3


def test_two_people_are_said_to_be_two(desk, world):
    desk.post(compare(world), {"apart": "1"})
    assert desk.get(LIST).context["pairs"] == []


def test_what_cannot_be_merged_is_refused_with_a_sentence(desk, world):
    make.user(person=world.first), make.user(person=world.second)
    response = desk.post(compare(world), {"keep": world.first.pk})
    assert response.status_code == 422
    assert "Nothing was saved" in response.content.decode()


def test_people_who_are_not_there_are_not_there(desk, world):
    merge(keep=world.first, other=world.second, by=world.manager)
    assert desk.get(compare(world)).status_code == 404
    assert desk.get(f"/admin/people/compare/{world.first.pk}/{world.first.pk}/").status_code == 404
    assert desk.get(f"/admin/people/compare/{world.first.pk}/999999/").status_code == 404
    assert desk.get(f"{MERGES}{PersonMerge.objects.get().pk}/undo/").status_code == 405


@pytest.mark.parametrize("role", PERMISSIONS)
def test_every_role_decides_only_what_it_may_and_only_in_its_area(client, world, role):
    made = merge(keep=world.first, other=world.second, by=world.manager)
    third = make.person(nickname="", family_name_km="សុខ", given_name_km="ភា", commune=world.ream)
    pair = f"/admin/people/compare/{world.first.pk}/{third.pk}/"
    for area in (world.elsewhere, world.ream):
        client.force_login(staff(role, area))
        if "lms.merge_person" not in PERMISSIONS[role]:
            for answer in (
                client.get(LIST),
                client.get(pair),
                client.post(pair, {"keep": third.pk, "confirm": "1"}),
                client.get(MERGES),
                client.post(f"{MERGES}{made.pk}/undo/"),
            ):
                assert answer.status_code in (302, 403)
            continue
        is_own = area == world.ream
        assert [
            bool(client.get(LIST).context["pairs"]),
            bool(client.get(MERGES).context["page"].object_list),
        ] == [
            is_own,
            is_own,
        ]
        assert client.get(pair).status_code == (200 if is_own else 404)
        assert client.post(pair, {"apart": "1"}).status_code == (302 if is_own else 404)
        assert client.post(f"{MERGES}{made.pk}/undo/").status_code == (302 if is_own else 404)
    made.refresh_from_db()
    assert (made.undone_at is not None) is ("lms.merge_person" in PERMISSIONS[role])


def test_who_said_no_commune_is_of_the_area_of_the_ambassador_who_enrolled_them(world):
    """As a learner does who lost the card and was enrolled once more: neither time was a commune asked for."""
    helper = make.ambassador(area=world.ream).person.user
    enrolled = {make.person(enrolled_by=helper, commune=None) for _twice in range(2)}
    alone = make.person(commune=None)
    province = world.district.parent
    for role, area, seen in (
        ("coordinator", world.district, enrolled),
        ("coordinator", world.elsewhere, set()),
        ("province_manager", province, enrolled | {alone}),
        ("province_manager", world.elsewhere.parent.parent, {alone}),
    ):
        user = staff(role, area)
        assert set(Person.objects.mergeable_by(user).filter(commune=None, user=None)) == seen
    assert set(Person.objects.mergeable_by(make.user(is_superuser=True)).filter(pk=alone.pk)) == {alone}
    assert not Person.objects.mergeable_by(make.user(is_superuser=True, is_active=False)).exists()


def test_a_learner_enrolled_twice_is_proposed_to_the_coordinator(desk, world):
    helper = make.ambassador(area=world.ream).person.user
    twice = tuple(make.person(enrolled_by=helper, commune=None, nickname="ចិន្តា") for _time in range(2))
    assert twice in desk.get(LIST).context["pairs"]
