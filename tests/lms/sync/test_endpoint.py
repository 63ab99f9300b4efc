"""POST /api/v1/sync/ and its state: the contract with phones (sync.md)."""

import datetime as dt
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from lms.actions.submit_keys import keep_key, revoke_keys
from lms.models import Attempt, Completion, Learner, LessonProgress, SetAsideItem, SubmitKey, SyncItem
from lms.sync.pace import Pace
from tests import factories as make
from tests.lms.sync.conftest import attempt_at, progress_in
from tests.lms.sync.sender import STATE, SYNC, Sender, body, new_key

pytestmark = pytest.mark.django_db


def test_the_first_sync_registers_the_guest_and_its_key(sender, lesson):
    assert sender.statuses(attempt_at(lesson), progress_in(lesson)) == ["stored", "stored"]
    learner = Learner.objects.get()
    assert learner.pk == sender.owner
    assert learner.person is None
    key = SubmitKey.objects.get()
    assert (key.owner, key.key_sha256) == (learner, SubmitKey.sha256_of(sender.key))
    assert sender.key not in str(SubmitKey.objects.values().get())


def test_what_was_done_offline_counts_as_if_it_were_done_online(sender, lesson):
    answered, passed = attempt_at(lesson), progress_in(lesson)
    sender.send(answered, passed)
    attempt = Attempt.objects.get()
    assert (str(attempt.pk), attempt.page_key) == (answered["id"], lesson.translation_key)
    assert attempt.revision_id == lesson.live_revision_id
    assert attempt.answers.filter(is_correct=True).count() == len(lesson.questions)
    assert LessonProgress.objects.get().screens == passed["payload"]["screens"]
    completion = Completion.objects.get()
    assert completion.learner_id == sender.owner
    assert completion.course_key == lesson.course.translation_key


def test_one_item_goes_the_same_way_as_many(sender, lesson):
    assert sender.statuses(progress_in(lesson)) == ["stored"]
    assert sender.statuses(attempt_at(lesson)) == ["stored"]
    assert Completion.objects.count() == 1


def test_screens_add_up_whatever_the_order_and_the_latest_says_where_to_go_on(sender, lesson):
    now = timezone.now()
    (screen,) = (str(screen.id) for screen in lesson.screens)
    late = progress_in(lesson, [screen]) | {"made_at": now.isoformat()}
    early = progress_in(lesson, []) | {"made_at": (now - dt.timedelta(days=2)).isoformat()}
    assert sender.statuses(late, early, late) == ["stored", "stored", "already_stored"]
    progress = LessonProgress.objects.get()
    assert (progress.screens, str(progress.last_screen)) == ([screen], screen)


def test_the_same_item_again_changes_nothing(sender, lesson):
    item = attempt_at(lesson)
    assert sender.statuses(item) == ["stored"]
    assert sender.statuses(item, item) == ["already_stored", "already_stored"]
    assert Attempt.objects.count() == SyncItem.objects.count() == 1


def test_the_same_item_twice_in_one_batch_is_stored_once(sender, lesson):
    item = attempt_at(lesson)
    assert sender.statuses(item, progress_in(lesson), item) == ["stored", "stored", "already_stored"]
    assert Attempt.objects.count() == 1


def test_the_same_content_written_in_another_order_is_the_same(sender, lesson):
    item = attempt_at(lesson)
    sender.send(item)
    item["payload"] = dict(reversed(item["payload"].items()))
    assert sender.statuses(item) == ["already_stored"]


def test_other_content_under_a_known_id_is_a_conflict_that_keeps_both(sender, lesson):
    item = attempt_at(lesson)
    sender.send(item)
    other = attempt_at(lesson, language="en") | {"id": item["id"]}
    assert sender.statuses(other) == ["conflict"]
    assert Attempt.objects.get().language == "km"
    kept = SetAsideItem.objects.get()
    assert (kept.reason, json.loads(kept.raw)["payload"]["language"]) == ("conflict", "en")
    assert sender.state()[item["id"]]["status"] == "conflict"


def test_one_phone_sends_the_work_of_all_its_profiles_each_under_its_own_name(sender, lesson):
    other = Sender(sender.client)
    sender.send(attempt_at(lesson))
    other.send(attempt_at(lesson), progress_in(lesson))
    assert Attempt.objects.filter(learner=sender.owner).count() == 1
    assert not Completion.objects.filter(learner=sender.owner).exists()
    assert Completion.objects.filter(learner=other.owner).count() == 1


def test_no_cookie_is_read_and_none_is_set(lesson, db):
    client = Client()
    client.force_login(make.user())
    answer = client.post(SYNC, body(uuid.uuid4(), []), content_type="application/json")
    assert answer.status_code == 401
    sender = Sender(Client())
    sender.send(attempt_at(lesson))
    assert not sender.client.cookies


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Submit",
        "Submit ",
        "Submit short",
        "Bearer AAAAAAAAAAAAAAAAAAAAAA",
        "Submit " + "A" * 9000,
        "Submit ក",
    ],
)
def test_a_request_without_a_key_is_turned_away(authorization):
    for send in (Client().get, Client().post):
        path = STATE if send.__name__ == "get" else SYNC
        answer = send(path, headers={"Authorization": authorization})
        assert (answer.status_code, answer.headers["X-Sala"]) == (401, "1")
        assert answer.json()["reason"] == "key"
    assert not Learner.objects.exists()


def test_a_revoked_key_hands_in_nothing(sender, lesson):
    sender.send(attempt_at(lesson))
    revoke_keys(owner=Learner.objects.get())
    answer = sender.post(body(sender.owner, [attempt_at(lesson)]))
    assert (answer.status_code, answer.json()) == (401, {"reason": "key"})
    assert sender.client.get(STATE, headers=sender.headers).status_code == 401
    assert Attempt.objects.count() == 1


def test_a_new_key_does_not_speak_for_a_learner_that_exists(sender, lesson):
    sender.send(attempt_at(lesson))
    thief = Sender(sender.client, owner=sender.owner)
    assert thief.post(body(thief.owner, [attempt_at(lesson)])).status_code == 401
    assert thief.client.get(STATE, headers=thief.headers).status_code == 401
    assert Attempt.objects.count() == SubmitKey.objects.count() == 1


def test_a_key_hands_in_for_its_owner_and_for_nobody_else(sender, lesson):
    sender.send(attempt_at(lesson))
    for owner in (uuid.uuid4(), "user:1", "", "nobody"):
        assert sender.post(body(owner, [attempt_at(lesson)])).status_code == 401
    assert Learner.objects.count() == Attempt.objects.count() == 1


def test_a_user_hands_in_with_a_key_until_the_account_is_closed(client, lesson):
    user, key = make.user(), new_key()
    keep_key(key=key, owner=user)
    sender = Sender(client, owner=f"user:{user.pk}", key=key)
    assert sender.statuses(attempt_at(lesson)) == ["quarantined"]  # lessons are what learners do
    user.is_active = False
    user.save()
    assert sender.post(body(sender.owner, [])).status_code == 401


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe\x00", 400, "not_json"),
        (b"[" * 200_000, 400, "not_json"),
        (b"9" * 10_000, 400, "not_json"),
        (b"[]", 400, "wrong_shape"),
        (b"null", 400, "wrong_shape"),
        (b'{"owner": "x"}', 400, "wrong_shape"),
        (b'{"items": []}', 400, "wrong_shape"),
        (b'{"owner": 7, "items": []}', 400, "wrong_shape"),
        (b'{"owner": "x", "items": {}}', 400, "wrong_shape"),
        (json.dumps({"owner": str(uuid.uuid4()), "items": [{}] * 51}), 413, "too_many_items"),
        (json.dumps({"owner": str(uuid.uuid4()), "items": [{}] * 10_000}), 413, "too_many_items"),
        (b" " * (2 * 1024 * 1024 + 1), 413, "too_large"),
    ],
)
def test_a_body_nobody_can_read_is_answered_with_a_reason_and_stores_nothing(sender, content, status, reason):
    answer = sender.post(content)
    assert (answer.status_code, answer.json(), answer.headers["X-Sala"]) == (status, {"reason": reason}, "1")
    assert not Learner.objects.exists()


def test_other_methods_are_turned_away_and_never_redirected(client):
    for answer in (client.get(SYNC), client.delete(SYNC), client.post(STATE), client.options(SYNC)):
        assert (answer.status_code, answer.headers["X-Sala"]) == (405, "1")
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_batch_costs_few_queries(sender, lesson, django_assert_max_num_queries):
    sender.send(progress_in(lesson))
    items = [made(lesson) for made in (attempt_at, progress_in) for _ in range(10)]
    with django_assert_max_num_queries(24):
        sender.send(*items)


def test_a_key_that_sends_all_the_time_is_slowed_down_and_others_are_not():
    now = [0.0]
    pace = Pace(per_minute=3, clock=lambda: now[0])
    assert [pace.is_too_fast("a") for _ in range(4)] == [False, False, False, True]
    assert not pace.is_too_fast("b")
    now[0] = 61
    assert not pace.is_too_fast("a")


def test_a_phone_gone_wild_is_told_to_wait(sender, lesson):
    for _ in range(60):
        sender.send()
    answer = sender.post(body(sender.owner, [attempt_at(lesson)]))
    assert (answer.status_code, answer.headers["X-Sala"], answer.headers["Retry-After"]) == (429, "1", "60")
    assert not Attempt.objects.exists()
