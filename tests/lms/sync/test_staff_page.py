"""What could not be used is seen by those in charge of where it comes from, tried again or dealt with."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.actions.roles import grant_role, set_up_groups
from lms.models import Attempt, Learner, SetAsideItem
from tests import factories as make
from tests.lms.sync.conftest import attempt_at
from tests.lms.sync.sender import made

pytestmark = pytest.mark.django_db

LIST = "/admin/set-aside/"


def signed_in(role, area):
    set_up_groups()
    user = make.user()
    UserProfile.objects.create(user=user, preferred_language="en")
    grant_role(user=user, role=role, area=area, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def commune():
    return make.area()


@pytest.fixture
def desk(commune):
    return signed_in("coordinator", commune.parent)


@pytest.fixture
def kept(sender, lesson, commune):
    """An attempt of a learner of the commune at a lesson that was taken back before it arrived."""
    lesson.unpublish()
    assert sender.statuses(attempt_at(lesson)) == ["quarantined"]
    registered = {"person": make.person(commune=commune), "adopted_at": timezone.now()}
    Learner.objects.filter(pk=sender.owner).update(**registered)
    return SetAsideItem.objects.get()


def keep(**owner):
    """An item that could not be used, of a learner or a user."""
    return SetAsideItem.objects.create(
        raw='{"payload": {"nickname": "ដារា"}}', reason="damaged", fingerprint=uuid.uuid4().hex, **owner
    )


@pytest.mark.parametrize("role", ["coordinator", "municipal_manager"])
def test_those_in_charge_see_what_was_set_aside_with_what_came(kept, commune, role):
    desk = signed_in(role, commune.parent)
    listed = desk.get(LIST)
    assert list(listed.context["object_list"]) == [kept]
    shown = desk.get(f"{LIST}{kept.pk}/").content.decode()
    assert "damaged or unknown content" in shown
    assert str(kept.item_id) in shown
    assert "answers" in shown


def test_the_list_is_filtered_and_what_is_open_comes_first(desk, kept, sender):
    sender.send(made("dance", {}))
    newer = SetAsideItem.objects.exclude(pk=kept.pk).get()
    desk.post(f"{LIST}{newer.pk}/", {"deal_with": "1"})
    assert list(desk.get(LIST).context["object_list"]) == [kept, newer]
    assert list(desk.get(LIST, {"is_open": "true"}).context["object_list"]) == [kept]
    assert list(desk.get(LIST, {"reason": "unknown_kind"}).context["object_list"]) == [newer]


def test_once_the_reason_is_gone_it_is_tried_again_and_stored(desk, kept, lesson, sender):
    page = f"{LIST}{kept.pk}/"
    assert "still cannot be used" in desk.post(page, {"try_again": "1"}, follow=True).content.decode()
    kept.refresh_from_db()
    assert kept.dealt_with_at is None
    lesson.save_revision().publish()
    assert "stored now" in desk.post(page, {"try_again": "1"}, follow=True).content.decode()
    kept.refresh_from_db()
    assert kept.dealt_with_at is not None
    assert Attempt.objects.get().learner_id == sender.owner
    assert sender.state()[str(kept.item_id)]["status"] == "stored"
    assert ModelLogEntry.objects.filter(action="lms.tried_again").count() == 2


def test_it_is_dealt_with_once_and_stays_to_be_read(desk, kept):
    for _ in range(2):
        desk.post(f"{LIST}{kept.pk}/", {"deal_with": "1"})
    kept.refresh_from_db()
    assert kept.dealt_with_by is not None
    assert ModelLogEntry.objects.filter(action="lms.dealt_with").count() == 1
    assert "Mark as dealt with" not in desk.get(f"{LIST}{kept.pk}/").content.decode()


def test_what_does_not_say_what_it_is_cannot_be_tried_again(desk, kept, sender):
    sender.send("nonsense")
    nonsense = SetAsideItem.objects.exclude(pk=kept.pk).get()
    answer = desk.post(f"{LIST}{nonsense.pk}/", {"try_again": "1"}, follow=True)
    assert "cannot be tried again" in answer.content.decode()


def test_an_item_belongs_where_its_owner_does(commune):
    elsewhere = make.area()
    province = commune.parent.parent
    moved = make.ambassador(area=commune, person=make.person(commune=elsewhere))
    here = {
        keep(user=moved.person.user),
        keep(user=make.user(person=make.person(commune=commune))),
        keep(learner=make.learner(person=make.person(commune=commune))),
        keep(learner=make.learner(came_through=make.venue(area=commune))),
    }
    nowhere = {
        keep(),
        keep(user=make.user()),
        keep(learner=make.learner()),
        # Registered, and said no commune: the poster once scanned does not say where somebody lives.
        keep(learner=make.learner(person=make.person(), came_through=make.venue(area=commune))),
    }
    for role, area, seen in (
        ("coordinator", commune.parent, here),
        ("municipal_manager", commune.parent, here),
        ("province_manager", province, here | nowhere),
        ("coordinator", elsewhere.parent, set()),
        ("province_manager", elsewhere.parent.parent, nowhere),
    ):
        client = signed_in(role, area)
        assert set(client.get(LIST).context["object_list"]) == seen
        for item in here | nowhere:
            page = client.get(f"{LIST}{item.pk}/")
            assert (page.status_code == 200) == (item in seen)
            assert ("ដារា" in page.content.decode()) == (item in seen)
    administrator = make.user(is_superuser=True)
    assert set(SetAsideItem.objects.visible_to(administrator)) == here | nowhere


def test_nobody_in_charge_elsewhere_tries_again_or_closes_what_came_from_here(kept, lesson):
    lesson.save_revision().publish()
    desk = signed_in("coordinator", make.area(level=2))
    for button in ("try_again", "deal_with"):
        assert desk.post(f"{LIST}{kept.pk}/", {button: "1"}).status_code == 404
    kept.refresh_from_db()
    assert kept.dealt_with_at is None
    assert not Attempt.objects.exists()


def test_who_reviews_is_told_how_many_wait(desk, kept):
    keep(learner=make.learner(person=make.person(commune=make.area())))
    panels = (
        line for line in desk.get("/admin/").content.decode().split("<tr>") if "/admin/set-aside/" in line
    )
    assert any("<td>1</td>" in line for line in panels)


@pytest.mark.parametrize("role", ["editor", "me_officer", "partner", "ambassador"])
def test_others_see_nothing_and_decide_nothing(kept, commune, role):
    client = signed_in(role, commune)
    assert client.get(LIST).status_code in (302, 404)
    assert client.get(f"{LIST}{kept.pk}/").status_code in (302, 404)
    client.post(f"{LIST}{kept.pk}/", {"deal_with": "1"})
    kept.refresh_from_db()
    assert kept.dealt_with_at is None


def test_nothing_is_added_changed_or_deleted_by_hand(desk, kept):
    for path in ("new/", f"edit/{kept.pk}/", f"delete/{kept.pk}/", f"{uuid.uuid4()}/"):
        assert desk.get(LIST + path).status_code == 404
