"""Phones handing in work: 8 clients, batches of 20, on PostgreSQL and on SQLite (sync.md, Speed).

`python -m tests.bench.sync` runs it alone.
"""

import base64
import http.client
import json
import secrets
import statistics
import tempfile
import threading
import time
import uuid

from tests import services
from tests.installation import Installation

CLIENTS, BATCH, BATCHES_OF_A_LEARNER, BATCHES_OF_A_CLIENT = 8, 20, 5, 60
TARGETS = {"PostgreSQL": 500, "SQLite": 150}
MADE_AT = "2026-01-05T08:00:00+07:00"

LESSONS = """
import json
from content.models import LessonPage
from lms import grading
print(json.dumps([
    {
        "key": str(lesson.translation_key),
        "revision": lesson.live_revision_id,
        "screens": [str(screen.id) for screen in lesson.screens],
        "answers": {key: grading.right_answer(question) for key, question in lesson.questions.items()},
    }
    for lesson in LessonPage.objects.live().filter(locale__language_code="km")
]))
"""


def item(kind, payload):
    return {"id": str(uuid.uuid4()), "kind": kind, "made_at": MADE_AT, "seq": 1, "payload": payload}


def items_in(lessons):
    """A batch as a phone collects it: in turn screens passed and questions answered."""
    for number in range(BATCH // 2):
        lesson = lessons[number % len(lessons)]
        seen = {"revision": lesson["revision"], "language": "km"}
        screens = lesson["screens"][: 1 + number]
        passed = {"lesson": lesson["key"], "screens": screens, "last_screen": screens[-1]}
        yield item("lesson-progress", seen | passed)
        yield item("quiz-attempt", seen | {"page": lesson["key"], "answers": lesson["answers"]})


def requests_of_a_client(lessons):
    """[(headers, body)], made before the clock runs; every few batches it is another learner."""
    made = []
    for number in range(BATCHES_OF_A_CLIENT):
        if number % BATCHES_OF_A_LEARNER == 0:
            owner = str(uuid.uuid4())
            key = base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
        headers = {"Authorization": f"Submit {key}", "Content-Type": "application/json"}
        made.append((headers, json.dumps({"owner": owner, "items": list(items_in(lessons))}).encode()))
    return made


def hand_in(port, requests, start, times, problems):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    start.wait()
    for headers, body in requests:
        begun = time.perf_counter()
        connection.request("POST", "/api/v1/sync/", body, headers)
        response = connection.getresponse()
        answer = response.read()
        times.append(time.perf_counter() - begun)
        if response.status != 200 or {r["status"] for r in json.loads(answer)["results"]} != {"stored"}:
            problems.append((response.status, answer[:500]))
    connection.close()


def measure(sala):
    """(items/s, [seconds of each batch], problems)"""
    lessons = json.loads(sala.manage("shell", "-v", "0", "-c", LESSONS).stdout)
    start, times, problems = threading.Barrier(CLIENTS + 1), [], []
    clients = [
        threading.Thread(
            target=hand_in, args=(sala.port, requests_of_a_client(lessons), start, times, problems)
        )
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    start.wait()
    begun = time.perf_counter()
    for client in clients:
        client.join()
    return CLIENTS * BATCHES_OF_A_CLIENT * BATCH / (time.perf_counter() - begun), times, problems


def bench_on(database, **environment):
    with tempfile.TemporaryDirectory(prefix="sala-bench-sync-") as folder:
        sala = Installation(folder, services.free_port())
        sala.environment |= {"DEMO": "0"} | environment
        sala.start()
        try:
            measure(sala)  # the first turn fills the memory of the processes
            rate, times, problems = measure(sala)
        finally:
            sala.stop()
        p95 = statistics.quantiles(times, n=20)[-1] * 1000
        locked = (sala.folder / "server.log").read_text().count("database is locked")
    print(
        f"  {database:<12} {rate:>7,.0f} items/s (must: {TARGETS[database]})   p95 {p95:>5,.0f} ms a batch (must: 400)"
        f"   {len(problems)} not stored, {locked} times locked"
    )
    for problem in problems[:3]:
        print("   ", *problem)


def bench_sync():
    print(f"Work handed in by {CLIENTS} clients in batches of {BATCH}, 2 workers")
    if services.postgresql_programs():
        with services.postgresql() as address:
            bench_on("PostgreSQL", DATABASE_URL=address)
    bench_on("SQLite")


if __name__ == "__main__":
    bench_sync()
