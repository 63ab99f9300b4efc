"""The same item from several connections at once, on a real database: one record."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from ambassadors.models import HeadcountCell, ReviewEvent, TrainingSession, TrainingSessionRevision
from lms.sync import Item, Status, receive


@pytest.fixture
def world(committed, request):
    """(user, payload), stored for good."""
    return request.getfixturevalue("user"), request.getfixturevalue("payload")


def at_once(jobs):
    """Runs the functions in threads that start together; returns their results."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            barrier.wait(timeout=30)
            results[number] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def item(content, *, id, base=0):
    made_at = timezone.now() - dt.timedelta(hours=1)
    return Item(id=id, kind="training-session", payload=content, made_at=made_at, base_revision=base)


def test_the_same_item_from_four_connections_makes_one_record(world):
    user, payload = world
    content, id = payload(), uuid.uuid4()
    receipts = at_once([lambda: receive(item(content, id=id), by=user)] * 4)
    assert sorted(receipt.status for receipt in receipts) == [Status.ALREADY_STORED] * 3 + [Status.STORED]
    assert TrainingSession.objects.count() == TrainingSessionRevision.objects.count() == 1
    assert ReviewEvent.objects.count() == 1
    assert HeadcountCell.objects.count() == 3


def test_of_two_different_edits_at_once_one_wins_and_the_other_hears_of_it(world):
    user, payload = world
    id = uuid.uuid4()
    receive(item(payload(), id=id), by=user)
    edits = [payload(note=note) for note in ("មួយ", "ពីរ")]
    receipts = at_once([lambda edit=edit: receive(item(edit, id=id, base=1), by=user) for edit in edits])
    assert sorted(receipt.status for receipt in receipts) == [Status.CONFLICT, Status.STORED]
    winner = next(n for n, receipt in enumerate(receipts) if receipt.status == Status.STORED)
    session = TrainingSession.objects.get()
    assert (session.revision_number, session.note) == (2, edits[winner]["note"])
