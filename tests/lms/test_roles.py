import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from lms import roles
from lms.actions.roles import grant_role, revoke_role, set_up_groups
from lms.models import RoleAssignment, User, Venue
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts():
    """Two districts, each with a commune and a venue in it."""
    made = []
    for name in ("Prey Nob", "Kampong Seila"):
        district = make.area(name, level=2)
        commune = make.area(f"Commune of {name}", parent=district)
        made.append((district, make.venue(area=commune, name_km=f"សាលា {name}")))
    return made


def test_every_role_has_permissions_and_every_permission_exists():
    assert set(roles.PERMISSIONS) == set(RoleAssignment.Role.values)
    set_up_groups()
    call_command("setup_roles")
    for names in roles.PERMISSIONS.values():
        for name in names:
            app, codename = name.split(".")
            assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists(), name


def test_a_role_reaches_its_area_and_no_further(districts):
    (prey_nob, inside), (_, outside) = districts
    coordinator = make.user(role="coordinator", area=prey_nob)
    assert list(Venue.objects.visible_to(coordinator)) == [inside]
    assert outside not in Venue.objects.visible_to(coordinator)


def test_two_roles_do_not_mix_their_areas(districts):
    (prey_nob, inside), (kampong_seila, outside) = districts
    user = make.user(role="coordinator", area=prey_nob)
    grant_role(user=user, role="commune_viewer", area=kampong_seila, by=None)
    assert set(Venue.objects.visible_to(user)) == {inside, outside}
    may_review = user.area_condition("area", "ambassadors.review_trainingsession")
    assert list(Venue.objects.filter(may_review)) == [inside]


def test_an_inactive_user_and_one_without_a_role_see_nothing(districts):
    (prey_nob, _), _ = districts
    assert not Venue.objects.visible_to(make.user()).exists()
    assert not Venue.objects.visible_to(
        make.user(role="coordinator", area=prey_nob, is_active=False)
    ).exists()


def test_granting_and_revoking_opens_and_closes_the_staff_pages(client, districts):
    (prey_nob, inside), (_, outside) = districts
    set_up_groups()
    user = make.user()
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302

    assignment = grant_role(user=user, role="coordinator", area=prey_nob, by=None)
    assert grant_role(user=user, role="coordinator", area=prey_nob, by=None) == assignment
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    listing = client.get(reverse("venue:index")).content.decode()
    assert inside.name_km in listing
    assert outside.name_km not in listing

    assert client.get(reverse("venue:edit", args=[inside.pk])).status_code == 200
    assert client.get(reverse("venue:edit", args=[outside.pk])).status_code == 404

    revoke_role(assignment=assignment, by=None)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert not user.groups.exists()


def test_an_administrator_makes_a_user_and_gives_and_takes_a_role(admin_client, admin_user, districts):
    (prey_nob, _), _ = districts
    set_up_groups()
    page = admin_client.get(reverse("wagtailusers_users:add"))
    assert page.status_code == 200
    assert b"full_name" in page.content
    sent = {"username": "sreyneang", "full_name": "សុខ ស្រីនាង", "password1": "kampong-som-2026"}
    admin_client.post(reverse("wagtailusers_users:add"), sent | {"password2": "kampong-som-2026"})
    user = User.objects.get(username="sreyneang")
    assert user.full_name == "សុខ ស្រីនាង"
    assert admin_client.get(reverse("wagtailusers_users:edit", args=[user.pk])).status_code == 200

    admin_client.post(
        reverse("roleassignment:add"), {"user": user.pk, "role": "coordinator", "area": prey_nob.pk}
    )
    assignment = RoleAssignment.objects.get(user=user)
    assert assignment.granted_by == admin_user
    assert [group.name for group in user.groups.all()] == ["coordinator"]
    admin_client.post(reverse("roleassignment:delete", args=[assignment.pk]))
    assert not user.groups.exists()
