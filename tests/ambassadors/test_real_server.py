"""Training sessions handed in to real web processes: at once, over cut connections, after a month, from two phones."""

import datetime as dt
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from ambassadors.models import HeadcountCell, TrainingSession, TrainingSessionRevision
from lms.actions.submit_keys import keep_key
from tests import web
from tests.lms.sync.real import RealSender
from tests.lms.sync.sender import made, new_key

pytestmark = pytest.mark.usefixtures("committed")  # first of all: what is there already is kept


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    """The product's web processes on the database of the tests."""
    with django_db_blocker.unblock(), web.web_server() as running:
        yield running
        connection.close()


def phone_of(user, port):
    """A phone with a submit key of its own; the key was given while its ambassador was signed in."""
    key = new_key()
    keep_key(key=key, owner=user)
    return RealSender(port, owner=f"user:{user.pk}", key=key)


@pytest.fixture
def phone(user, server):
    return phone_of(user, server.port)


def session_of(women=7, men=5, **changes):
    """The item of a training session with so many women and men."""
    cells = [
        {"gender": gender, "age_band": "18-24", "count": count}
        for gender, count in (("female", women), ("male", men))
    ]
    payload = {
        "held_on": timezone.localdate().isoformat(),
        "duration_minutes": 60,
        "venue": "school-1",
        "kind": "school",
        "topic": "first-steps",
        "headcount": cells,
        "headcount_total": women + men,
    }
    return made("training-session", payload | changes)


def at_once(jobs):
    with ThreadPoolExecutor(len(jobs)) as threads:
        return [future.result() for future in [threads.submit(job) for job in jobs]]


def each(job, *arguments):
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(job, *arguments))


def all_is_stored_once(items):
    """One session, one revision and one count of everybody for each item."""
    ids = {uuid.UUID(item["id"]) for item in items}
    assert set(TrainingSession.objects.values_list("pk", flat=True)) == ids
    assert TrainingSessionRevision.objects.count() == len(items)
    counted = sum(HeadcountCell.objects.values_list("count", flat=True))
    assert counted == sum(item["payload"]["headcount_total"] for item in items)


def test_eight_posts_of_one_session_at_once_make_one_row(phone):
    item = session_of()
    statuses = sorted(at_once([lambda: phone.statuses(item)[0]] * 8))
    assert statuses == ["already_stored"] * 7 + ["stored"]
    all_is_stored_once([item])


def phones_with_a_session(user, server, number):
    """[(phone, its one item)]: each has a key of its own, because one key may not send as often as this."""
    return [(phone_of(user, server.port), session_of()) for _ in range(number)]


def test_a_request_cut_after_any_byte_and_sent_again_makes_one_row(phone):
    item = session_of()
    whole = len(phone.request([item]))
    each(lambda after: phone.cut_request([item], after), range(whole))
    assert not TrainingSession.objects.exists()
    phone.cut_request([item], whole)
    assert phone.statuses(item) in (["stored"], ["already_stored"])
    all_is_stored_once([item])


def test_an_answer_cut_after_any_byte_and_asked_for_again_makes_one_row(phone, user, server):
    first = session_of()
    length = len(phone.cut_answer([first], 1_000_000))
    phones = phones_with_a_session(user, server, length + 1)
    each(lambda pair, after: pair[0].cut_answer([pair[1]], after), phones, range(length + 1))
    answers = each(lambda pair: pair[0].statuses(pair[1])[0], phones)
    # Whoever read a single byte of the answer was answered after the commit.
    assert answers[1:] == ["already_stored"] * length
    all_is_stored_once([first, *(item for _phone, item in phones)])


def test_a_server_killed_between_commit_and_answer_has_stored_the_session_once(user):
    """The phone never reads, and the whole server is killed the moment the row is in the database."""
    item = session_of()
    with web.web_server() as server:
        phone = phone_of(user, server.port)
        with phone.connect() as open_connection:
            open_connection.sendall(phone.request([item]))
            until = time.monotonic() + 30
            while not TrainingSession.objects.filter(pk=item["id"]).exists():
                assert time.monotonic() < until
                connection.close()
            server.kill()
    with web.web_server() as server:
        phone.port = server.port
        assert phone.statuses(item) == ["already_stored"]
    all_is_stored_once([item])


def test_a_month_offline_then_five_hundred_sessions(phone):
    today = timezone.localdate()
    items = [
        session_of(women=1 + number % 20, held_on=(today - dt.timedelta(days=number % 30)).isoformat())
        for number in range(500)
    ]
    for start in range(0, len(items), 50):
        assert set(phone.statuses(*items[start : start + 50])) == {"stored"}
    assert set(phone.statuses(*items[:50])) == {"already_stored"}
    all_is_stored_once(items)


def test_two_phones_that_edit_one_session_at_once_overwrite_nothing(user, phone, server):
    item = session_of(women=7)
    assert phone.statuses(item) == ["stored"]
    other = phone_of(user, server.port)
    edits = [item | {"payload": session_of(women=women)["payload"], "base_revision": 1} for women in (8, 9)]
    statuses = at_once([lambda: phone.statuses(edits[0])[0], lambda: other.statuses(edits[1])[0]])
    assert sorted(statuses) == ["conflict", "stored"]
    won = edits[statuses.index("stored")]
    session = TrainingSession.objects.get(pk=item["id"])
    assert [revision.payload for revision in session.revisions.all()] == [item["payload"], won["payload"]]
    assert sum(cell.count for cell in session.headcount_cells.all()) == won["payload"]["headcount_total"]


def test_edits_that_arrive_out_of_order_end_with_the_last_one(phone):
    item = session_of(women=1)
    edits = [
        item | {"payload": session_of(women=1 + number)["payload"], "base_revision": number}
        for number in (1, 2)
    ]
    assert phone.statuses(item, edits[0], edits[1]) == ["stored"] * 3
    assert phone.statuses(edits[0], item) == ["already_stored"] * 2
    session = TrainingSession.objects.get(pk=item["id"])
    assert session.revision_number == 3
    assert session.headcount_cells.get(gender="female").count == 3
