"""What only real web processes show: the same item at once, a server that dies, many phones in one minute."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from django.db import connection

from lms.models import Attempt, Completion, Learner, LessonProgress, SubmitKey, SyncItem
from tests import web
from tests.lms.sync.conftest import attempt_at, progress_in
from tests.lms.sync.real import RealSender, send_alone


@pytest.fixture
def phone(server, nothing_yet):
    return RealSender(server.port, owner=uuid.uuid4())


def at_once(jobs):
    with ThreadPoolExecutor(len(jobs)) as threads:
        return [future.result() for future in [threads.submit(job) for job in jobs]]


def test_the_same_item_from_eight_processes_at_once_makes_one_row(phone, nothing_yet):
    item = attempt_at(nothing_yet)
    context = get_context("spawn")
    with context.Manager() as manager, context.Pool(8) as processes:
        start = manager.Event()
        job = (phone.port, phone.owner, phone.key, item, start)
        waiting = [processes.apply_async(send_alone, job) for _ in range(8)]
        time.sleep(1)
        start.set()
        statuses = sorted(result.get(timeout=60) for result in waiting)
    assert statuses == ["already_stored"] * 7 + ["stored"]
    assert Attempt.objects.get().learner_id == phone.owner
    assert SyncItem.objects.count() == Learner.objects.count() == SubmitKey.objects.count() == 1


def test_batches_that_overlap_at_once_store_each_item_once(phone, nothing_yet):
    items = [attempt_at(nothing_yet) for _ in range(12)]
    phone.statuses()
    jobs = [lambda part=part: phone.statuses(*part) for part in (items, items[::-1], items[4:], items[:8])]
    for statuses in at_once(jobs):
        assert set(statuses) <= {"stored", "already_stored"}
    assert Attempt.objects.count() == SyncItem.objects.count() == 12


def test_an_id_of_two_owners_at_once_belongs_to_one_of_them(server, nothing_yet):
    phones = [RealSender(server.port, owner=uuid.uuid4()) for _ in range(6)]
    for phone in phones:
        phone.statuses()
    item = attempt_at(nothing_yet)
    statuses = at_once([lambda phone=phone: phone.statuses(item)[0] for phone in phones])
    assert sorted(statuses) == ["quarantined"] * 5 + ["stored"]
    winner = phones[statuses.index("stored")]
    assert Attempt.objects.get().learner_id == winner.owner


def test_a_server_killed_between_commit_and_answer_has_stored_each_item_once(nothing_yet):
    """The phone never reads, and the whole server is killed the moment the row is in the database."""
    items = [attempt_at(nothing_yet), progress_in(nothing_yet)]
    with web.web_server() as server:
        phone = RealSender(server.port, owner=uuid.uuid4())
        with phone.connect() as open_connection:
            open_connection.sendall(phone.request(items))
            wait_for_row(items[-1]["id"])
            server.kill()
    with web.web_server() as server:
        phone.port = server.port
        assert phone.statuses(*items) == ["already_stored"] * 2
    assert {str(pk) for pk in SyncItem.objects.values_list("pk", flat=True)} == {item["id"] for item in items}
    assert Attempt.objects.get().learner_id == Completion.objects.get().learner_id == phone.owner


def test_workers_killed_at_any_moment_lose_and_double_nothing(server, phone, nothing_yet):
    """Killed before, in and after the transaction: of each batch all or nothing is there, and once when resent."""
    sent = 0
    for milliseconds in range(0, 48, 6):
        items = [attempt_at(nothing_yet) for _ in range(20)]
        sent += len(items)
        phone.statuses()
        with phone.connect() as open_connection:
            open_connection.sendall(phone.request(items))
            time.sleep(milliseconds / 1000)
            server.kill_workers()
        ids = {uuid.UUID(item["id"]) for item in items}
        known = set(SyncItem.objects.filter(pk__in=ids).values_list("pk", flat=True))
        assert known in (set(), ids)
        statuses = phone.statuses(*items)
        assert set(statuses) == ({"already_stored"} if known else {"stored"}) or not known
        assert Attempt.objects.count() == SyncItem.objects.count() == sent


def wait_for_row(item_id):
    until = time.monotonic() + 30
    while not SyncItem.objects.filter(pk=item_id).exists():
        assert time.monotonic() < until
        connection.close()


def test_a_month_offline_then_five_hundred_items(phone, nothing_yet):
    items = []
    for day in range(30):
        made_at = f"2026-{1 + day // 28:02}-{1 + day % 28:02}T08:00:00+07:00"
        items += [attempt_at(nothing_yet) | {"made_at": made_at} for _ in range(16)]
        items.append(progress_in(nothing_yet) | {"made_at": made_at})
    assert len(items) > 500
    for start in range(0, len(items), 50):
        assert set(phone.statuses(*items[start : start + 50])) == {"stored"}
    assert SyncItem.objects.count() == len(items)
    assert Attempt.objects.filter(learner=phone.owner).count() == 30 * 16
    assert LessonProgress.objects.count() == Completion.objects.count() == 1


def test_a_hundred_phones_that_come_online_in_the_same_minute_lose_nothing(server, nothing_yet):
    phones = [RealSender(server.port, owner=uuid.uuid4()) for _ in range(100)]
    work = {phone.owner: [attempt_at(nothing_yet) for _ in range(4)] for phone in phones}

    def come_online(phone):
        return phone.statuses(*work[phone.owner])

    begun = time.monotonic()
    with ThreadPoolExecutor(100) as threads:
        answers = list(threads.map(come_online, phones))
    assert time.monotonic() - begun < 60
    assert answers == [["stored"] * 4] * 100
    stored = set(Attempt.objects.values_list("pk", "learner_id"))
    assert stored == {(uuid.UUID(item["id"]), owner) for owner, items in work.items() for item in items}


def test_the_answer_is_never_a_page_and_never_a_redirect(phone, nothing_yet):
    with phone.connect() as connection_:
        connection_.sendall(phone.request([attempt_at(nothing_yet)]))
        read = b"".join(iter(lambda: connection_.recv(65536), b""))
    head, _, content = read.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"X-Sala: 1" in head
    assert json.loads(content)["results"][0]["status"] == "stored"
