"""What could not be used is seen by managers, tried again or dealt with; and by nobody else."""

import uuid

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.actions.roles import grant_role, set_up_groups
from lms.models import Attempt, SetAsideItem
from tests import factories as make
from tests.lms.sync.conftest import attempt_at
from tests.lms.sync.sender import made

pytestmark = pytest.mark.django_db

LIST = "/admin/set-aside/"


def signed_in(role):
    set_up_groups()
    user = make.user()
    UserProfile.objects.create(user=user, preferred_language="en")
    grant_role(user=user, role=role, area=make.area(level=2), by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk():
    return signed_in("municipal_manager")


@pytest.fixture
def kept(sender, lesson):
    """An attempt at a lesson that was taken back before it arrived."""
    lesson.unpublish()
    assert sender.statuses(attempt_at(lesson)) == ["quarantined"]
    return SetAsideItem.objects.get()


def test_managers_see_what_was_set_aside_with_what_came(desk, kept):
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


def test_what_does_not_say_what_it_is_cannot_be_tried_again(desk, sender):
    sender.send("nonsense")
    kept = SetAsideItem.objects.get()
    answer = desk.post(f"{LIST}{kept.pk}/", {"try_again": "1"}, follow=True)
    assert "cannot be tried again" in answer.content.decode()


@pytest.mark.parametrize("role", ["coordinator", "editor", "me_officer", "partner"])
def test_others_see_nothing_and_decide_nothing(kept, role):
    client = signed_in(role)
    assert client.get(LIST).status_code in (302, 404)
    assert client.get(f"{LIST}{kept.pk}/").status_code in (302, 404)
    client.post(f"{LIST}{kept.pk}/", {"deal_with": "1"})
    kept.refresh_from_db()
    assert kept.dealt_with_at is None


def test_nothing_is_added_changed_or_deleted_by_hand(desk, kept):
    for path in ("new/", f"edit/{kept.pk}/", f"delete/{kept.pk}/", f"{uuid.uuid4()}/"):
        assert desk.get(LIST + path).status_code == 404
