"""A coordinator opens the review queue with 2,000 training sessions waiting, every tenth with people named."""

import http.cookiejar
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request

DEMO_PASSWORD = "demo-sala-2026"  # README, "The demonstration"
WAITING, TURNS = 2_000, 7
MAKE = f"""
import datetime as dt, random
from django.utils import timezone
from ambassadors.models import Ambassador, Attendance, HeadcountCell, Topic, TrainingSession
from lms.models import Area, Person, Venue
dice, today, topic = random.Random(1), timezone.localdate(), Topic.objects.first()
area = Area.objects.get(code="1801")
venues = list(Venue.objects.filter(area__parent=area))
ambassadors = list(Ambassador.objects.filter(area=area))
people = list(Person.objects.known())
sessions, cells, named = [], [], []
for _ in range({WAITING}):
    sessions.append(TrainingSession(
        ambassador=dice.choice(ambassadors), venue=dice.choice(venues), topic=topic, made_at=timezone.now(),
        held_on=today - dt.timedelta(days=dice.randint(0, 120)), starts_at=dt.time(dice.randint(7, 17)),
        duration_minutes=60, latitude="10.600", longitude="103.500", accuracy_metres=30,
    ))
    for gender in ("female", "male"):
        for band in dice.sample(["10-14", "15-17", "18-24", "25-30", "31-45"], 3):
            cells.append(HeadcountCell(
                training_session=sessions[-1], gender=gender, age_band=band, count=dice.randint(1, 12),
            ))
    if len(sessions) % 10 == 0:
        named += [Attendance(training_session=sessions[-1], person=person) for person in dice.sample(people, 10)]
TrainingSession.objects.bulk_create(sessions)
HeadcountCell.objects.bulk_create(cells)
Attendance.objects.bulk_create(named)
"""


def signed_in(sala):
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
    )
    address = f"{sala.url}/admin/login/"
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', browser.open(address).read().decode())[1]
    data = {"username": "demo-coordinator-1", "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token}
    browser.open(urllib.request.Request(address, urllib.parse.urlencode(data).encode(), {"Referer": address}))
    return browser


def seconds_of(browser, address):
    begun = time.perf_counter()
    browser.open(address, timeout=60).read()
    return time.perf_counter() - begun


def bench_queue(sala):
    made = sala.manage("shell", "-c", MAKE)
    if made.returncode:
        sys.exit(f"The training sessions could not be made:\n{made.stderr}")
    browser = signed_in(sala)
    pages = {"queue": "/admin/review/", "plain list": "/admin/training-sessions/"}
    seconds = {name: [] for name in pages}
    for _turn in range(TURNS):
        for name, path in pages.items():
            seconds[name].append(seconds_of(browser, f"{sala.url}{path}"))
    print(f"Review, {WAITING:,} training sessions waiting, one coordinator, median of {TURNS} turns")
    for name, figures in seconds.items():
        print(f"  {name:<20} {statistics.median(figures):>8.2f} s")
