"""Whom a report is about is decided by who asks."""

import pytest
from django.utils import translation

from lms.models import RoleAssignment
from lms.reporting.areas import EVERYTHING, OutOfScope, find_area, scope_of
from tests import factories as make

VIEW, EXPORT = "lms.view_reach", "lms.export_reach"


def refused(*args):
    with translation.override("en"), pytest.raises(OutOfScope) as problem:
        scope_of(*args)
    return str(problem.value)


def test_an_administrator_may_see_everything_and_any_area(world):
    boss = make.user(is_superuser=True)
    assert scope_of(boss, VIEW) == EVERYTHING
    assert scope_of(boss, VIEW, world.ream).roots == (world.ream,)


def test_a_manager_sees_the_own_district_and_what_lies_in_it(world):
    manager = make.user(role="municipal_manager", area=world.district)
    scope = scope_of(manager, EXPORT)
    assert scope.roots == (world.district,)
    assert set(scope.area_ids) == {world.district.pk, world.prey_nob.pk, world.ream.pk, world.empty.pk}
    assert scope_of(manager, EXPORT, world.ream).roots == (world.ream,)


def test_an_area_outside_or_above_the_own_is_refused(world):
    manager = make.user(role="municipal_manager", area=world.district)
    assert "Kampot commune (070101) is outside your area" in refused(manager, VIEW, world.elsewhere)
    assert "Preah Sihanouk (18) is outside your area" in refused(manager, VIEW, world.province)


def test_a_role_without_the_permission_sees_nothing(world):
    viewer = make.user(role="commune_viewer", area=world.ream)
    assert scope_of(viewer, VIEW).roots == (world.ream,)
    assert refused(viewer, EXPORT)
    assert refused(make.user(role="ambassador", area=world.ream), VIEW)
    assert refused(make.user(is_superuser=True, is_active=False), VIEW)


def test_an_area_inside_another_of_the_own_is_not_counted_twice(world):
    manager = make.user(role="municipal_manager", area=world.district)
    RoleAssignment.objects.create(user=manager, role="commune_viewer", area=world.ream)
    assert scope_of(manager, VIEW).roots == (world.district,)


def test_a_code_that_changed_hands_is_the_area_of_the_day(db):
    old = make.area("Old", code="999", level=1, valid_to="2024-08-01")
    new = make.area("New", code="999", level=1, valid_from="2024-08-01")
    assert find_area("999", on="2024-07-31") == old
    assert find_area("999", on="2026-01-01") == new
    with pytest.raises(OutOfScope):
        find_area("998")
