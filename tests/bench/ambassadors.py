"""Two hundred ambassadors who come back into a network in the same minute, each with sessions of three days.

`python -m tests.bench.ambassadors` runs it alone. Nothing is lost, nothing is doubled, or it ends with an error.
"""

import datetime as dt
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from tests import services
from tests.installation import Installation
from tests.lms.sync.real import RealSender
from tests.lms.sync.sender import made, new_key

AMBASSADORS, SESSIONS, MINUTE = 200, 3, 60
CITY = ZoneInfo("Asia/Phnom_Penh")

PROGRAMME = """
import json
from lms.actions.submit_keys import keep_key
from tests import factories
district = factories.area("Prey Nob", level=2)
factories.venue(area=factories.area("Veal Renh", parent=district), code="school-1")
factories.topic()
owners = []
for key in json.loads({keys!r}):
    user = factories.ambassador(area=district).person.user
    keep_key(key=key, owner=user)
    owners.append("user:%s" % user.pk)
print(json.dumps(owners))
"""
STORED = """
import json
from ambassadors.models import TrainingSession, TrainingSessionRevision
print(json.dumps([
    {"%s" % pk: "user:%s" % user for pk, user in
     TrainingSession.objects.values_list("pk", "ambassador__person__user")},
    TrainingSessionRevision.objects.count(),
]))
"""


def sessions():
    """The sessions of one ambassador, one a day."""
    for day in range(SESSIONS):
        payload = {
            "held_on": (dt.datetime.now(CITY) - dt.timedelta(days=day)).date().isoformat(),
            "duration_minutes": 60,
            "venue": "school-1",
            "kind": "school",
            "topic": "first-steps",
            "headcount": [{"gender": "female", "age_band": "18-24", "count": 12 + day}],
            "headcount_total": 12 + day,
        }
        yield made("training-session", payload)


def shell(sala, code):
    ended = sala.manage("shell", "-v", "0", "-c", code)
    if ended.returncode:
        sys.exit(ended.stderr)
    return json.loads(ended.stdout)


def hand_in(phone, items, wait):
    """Comes online after `wait` seconds; sends, and sends everything once more, as after a lost answer."""
    time.sleep(wait)
    begun = time.perf_counter()
    first = phone.statuses(*items)
    seconds = time.perf_counter() - begun
    return first, phone.statuses(*items), seconds


def measure(sala):
    keys = [new_key() for _ in range(AMBASSADORS)]
    owners = shell(sala, PROGRAMME.format(keys=json.dumps(keys)))
    phones = [RealSender(sala.port, owner=owner, key=key) for owner, key in zip(owners, keys, strict=True)]
    work = [list(sessions()) for _ in phones]
    waits = [MINUTE * number / AMBASSADORS for number in range(AMBASSADORS)]
    with ThreadPoolExecutor(AMBASSADORS) as threads:
        answers = list(threads.map(hand_in, phones, work, waits))
    whose, revisions = shell(sala, STORED)
    expected = {item["id"]: phone.owner for phone, items in zip(phones, work, strict=True) for item in items}
    refused = [
        a[:2] for a in answers if a[0] != ["stored"] * SESSIONS or a[1] != ["already_stored"] * SESSIONS
    ]
    return [seconds for *_, seconds in answers], expected, whose, revisions, refused


def bench_on(database, **environment):
    with tempfile.TemporaryDirectory(prefix="sala-bench-ambassadors-") as folder:
        sala = Installation(folder, services.free_port())
        sala.environment |= {"DEMO": "0"} | environment
        sala.start()
        try:
            times, expected, whose, revisions, refused = measure(sala)
        finally:
            sala.stop()
    lost = expected.keys() - whose.keys()
    doubled = revisions - len(whose)
    astray = [pk for pk in whose if whose[pk] != expected.get(pk)]
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    print(
        f"  {database:<12} median {statistics.median(times) * 1000:>5,.0f} ms, p95 {p95:>5,.0f} ms a phone of "
        f"{SESSIONS} sessions   {len(lost)} lost, {doubled} doubled, {len(astray)} under another name"
    )
    if lost or doubled or astray or refused:
        sys.exit(f"Not every session is stored once under its ambassador: {refused[:3]}")


def bench_ambassadors():
    print(f"{AMBASSADORS} ambassadors in one minute, each sending {SESSIONS} sessions twice, 2 workers")
    if services.postgresql_programs():
        with services.postgresql() as address:
            bench_on("PostgreSQL", DATABASE_URL=address)
    bench_on("SQLite")


if __name__ == "__main__":
    bench_ambassadors()
