"""A connection cut after every possible byte, of the request and of the answer; then the same item again: one row."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from lms.models import Attempt, SyncItem
from tests.lms.sync.conftest import attempt_at
from tests.lms.sync.real import RealSender


def phones_with(server, lesson, number):
    """[(phone, its one item)]; the first request of each also registers its guest."""
    return [(RealSender(server.port, owner=uuid.uuid4()), attempt_at(lesson)) for _ in range(number)]


def each(job, *arguments):
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(job, *arguments))


def all_is_stored_once(phones):
    stored = set(Attempt.objects.values_list("pk", "learner_id"))
    assert stored == {(uuid.UUID(item["id"]), phone.owner) for phone, item in phones}
    assert SyncItem.objects.count() == len(phones)


def test_a_request_cut_after_any_byte_and_sent_again_makes_one_row(server, nothing_yet):
    ((phone, item),) = phones_with(server, nothing_yet, 1)
    whole = len(phone.request([item]))
    each(lambda after: phone.cut_request([item], after), range(whole))
    assert not SyncItem.objects.exists()
    phone.cut_request([item], whole)
    assert phone.statuses(item) in (["stored"], ["already_stored"])
    all_is_stored_once([(phone, item)])


def test_an_answer_cut_after_any_byte_and_asked_for_again_makes_one_row(server, nothing_yet):
    ((phone, item),) = phones_with(server, nothing_yet, 1)
    length = len(phone.cut_answer([item], 1_000_000))
    phones = phones_with(server, nothing_yet, length + 1)
    each(lambda pair, after: pair[0].cut_answer([pair[1]], after), phones, range(length + 1))
    answers = each(lambda pair: pair[0].statuses(pair[1]), phones)
    # Whoever read a single byte of the answer was answered after the commit.
    assert answers[1:] == [["already_stored"]] * length
    all_is_stored_once([(phone, item), *phones])
