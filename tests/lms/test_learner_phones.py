"""Staff see which phones of a learner hand in work, and end one that is lost."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.actions.roles import grant_role, set_up_groups
from lms.models import Learner, Person, RoleAssignment, SubmitKey
from lms.roles import PERMISSIONS
from tests import factories as make
from tests.lms.lessons import RIGHT
from tests.lms.test_phones import KEY, OTHER_KEY, ask, owner_in

pytestmark = pytest.mark.django_db

LIST = "/admin/people/phones/"


@pytest.fixture
def commune():
    set_up_groups()
    return make.area("Here")


@pytest.fixture
def person(phone, joining, commune):
    """Somebody of the commune who has joined on `phone`, which has a submit key."""
    phone.send("/km/join/", joining)
    ask(phone, key=KEY)
    Person.objects.update(commune=commune)
    return Person.objects.get()


def staff(role, area):
    user = make.user()
    grant_role(user=user, role=role, area=area, by=None)
    browser = Client()
    browser.force_login(user)
    return browser


def revoke(browser, person, learner=None):
    learner = learner or Learner.objects.get(person=person)
    return browser.post(f"{LIST}{person.pk}/", {"phone": learner.pk})


def test_the_page_tells_when_a_phone_got_its_key_was_used_and_was_revoked(person, commune):
    coordinator = staff("coordinator", commune)
    SubmitKey.objects.update(last_used_at=timezone.now())
    guest = make.learner()
    SubmitKey.objects.create(key_sha256="0" * 64, learner=guest)
    listed = coordinator.get(LIST).context["object_list"]
    assert [(row.pk, row.phones) for row in listed] == [(person.pk, 1)]
    assert coordinator.get(LIST, {"q": person.code}).context["object_list"].get() == person
    assert not coordinator.get(LIST, {"q": "ZZZZ"}).context["object_list"]
    (before,) = coordinator.get(f"{LIST}{person.pk}/").context["phones"]
    assert (before.keys_in_force, bool(before.used_at), before.revoked_at) == (1, True, None)
    revoke(coordinator, person)
    revoke(coordinator, person)
    (after,) = coordinator.get(f"{LIST}{person.pk}/").context["phones"]
    assert (after.keys_in_force, bool(after.revoked_at)) == (0, True)
    entry = ModelLogEntry.objects.get(action="lms.revoke_phone")
    assert (entry.label, entry.data["learner"]) == (str(person.pk), str(after.pk))
    revoke(coordinator, person, guest)
    assert SubmitKey.objects.in_force().get().learner == guest


def test_only_the_phone_revoked_is_ended_and_makes_itself_no_other_key(
    phone, other_phone, person, commune, lesson
):
    lost = Learner.objects.get()
    other_phone.send("/km/sign-in/", {"code": person.code, "pin": "2468"})
    ask(other_phone, key=OTHER_KEY)
    revoke(staff("coordinator", commune), person, lost)
    assert owner_in(phone) is None
    assert ask(phone, key="C" * 22).json()["owner"] is None
    phone.practise(lesson, RIGHT)
    assert owner_in(phone) not in (None, str(lost.pk))
    assert owner_in(other_phone) == str(person.learners.exclude(pk=lost.pk).get().pk)
    assert SubmitKey.objects.in_force().get().learner.person == person


def test_after_signing_in_again_the_phone_sends_what_waits_on_it_under_its_old_name(phone, person, commune):
    lost = Learner.objects.get()
    revoke(staff("coordinator", commune), person)
    phone.send("/km/sign-in/", {"code": person.code, "pin": "2468"})
    assert ask(phone, key=KEY).status_code == 409
    assert ask(phone, key=OTHER_KEY).json()["owner"] == owner_in(phone) == str(lost.pk)


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_who_keeps_people_revokes_in_the_own_area_alone(person, commune, role):
    own, beside = staff(role, commune), staff(role, make.area("Beside"))
    revoke(beside, person)
    assert beside.get(f"{LIST}{person.pk}/").status_code in (302, 403, 404)
    assert SubmitKey.objects.in_force().exists()
    assert (own.get(LIST).status_code == 200) is ("lms.view_person" in PERMISSIONS[role])
    revoke(own, person)
    assert SubmitKey.objects.in_force().exists() is not ("lms.change_person" in PERMISSIONS[role])


def test_after_the_next_sign_in_what_waits_finds_its_owner_though_the_browser_remembers_nothing(
    phone, person, commune
):
    own = owner_in(phone)
    revoke(staff("coordinator", commune), person)
    phone.send("/km/sign-out/", {})
    data = {"code": person.code, "pin": "2468", "guest": own, "submit_key": KEY}
    assert phone.send("/km/sign-in/", data).status_code == 303
    assert owner_in(phone) == own
    assert ask(phone, key=KEY).status_code == 409
    assert ask(phone, key=OTHER_KEY).json()["owner"] == own


def test_the_learner_of_somebody_else_is_nobodys_to_go_on_with(phone, person, commune):
    revoke(staff("coordinator", commune), person)
    phone.send("/km/sign-out/", {})
    foreign = make.learner(person=make.person())
    data = {"code": person.code, "pin": "2468", "guest": str(foreign.pk), "submit_key": KEY}
    phone.send("/km/sign-in/", data)
    assert owner_in(phone) not in (None, str(foreign.pk))
