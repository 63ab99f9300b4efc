"""Short ways to make records for tests: each gives a valid row, and takes what the test cares about."""

import datetime as dt
import itertools
import uuid

from django.utils import timezone

from ambassadors.models import (
    Ambassador,
    Announcement,
    HeadcountCell,
    IssueCategory,
    IssueNote,
    LearnerGroup,
    PlannedSession,
    School,
    Topic,
    TrainingSession,
)
from hotspots.models import UsageSource, Zone
from lms.models import Area, Completion, Gender, Learner, Person, RoleAssignment, User, Venue, VenueKind

number = itertools.count(1)


def area(name="Lek Muoy", *, code=None, level=3, parent=None, **fields):
    """A commune unless told otherwise; with the district and province it needs above it."""
    if parent is None and level > 1:
        parent = area(f"Parent of {name}", level=level - 1)
    kinds = {1: "province", 2: "srok", 3: "khum", 4: "village"}
    return Area.objects.create(
        code=code or f"T{next(number)}",
        level=level,
        kind=fields.pop("kind", kinds[level]),
        name_latin=name,
        name_km=fields.pop("name_km", "លេខមួយ"),
        parent=parent,
        **fields,
    )


def venue(*, area=None, code=None, kind="school", setting="urban", **fields):
    kind, _ = VenueKind.objects.get_or_create(code=kind, defaults={"name_en": kind, "name_km": "ទីកន្លែង"})
    n = next(number)
    return Venue.objects.create(
        code=code or f"venue-{n}",
        kind=kind,
        area=area or globals()["area"](),
        setting=setting,
        name_en=fields.pop("name_en", f"Venue {n}"),
        name_km=fields.pop("name_km", "សាលារៀន"),
        opened_on=fields.pop("opened_on", "2020-01-01"),
        **fields,
    )


def zone(*, venue=None, code=None, ssid="Sala Free", **fields):
    venue = venue or globals()["venue"](kind="zone")
    return Zone.objects.create(venue=venue, code=code or f"z{next(number)}", ssid=ssid, **fields)


def usage_source(*, zone=None, code=None, **fields):
    code = code or f"source-{next(number)}"
    return UsageSource.objects.create(code=code, name=fields.pop("name", code), zone=zone, **fields)


def person(*, nickname="សុខា", gender=Gender.FEMALE, birth_year=1990, **fields):
    return Person.objects.create(nickname=nickname, gender=gender, birth_year=birth_year, **fields)


def user(username=None, *, role=None, area=None, password=None, **fields):
    """A user; with `role` and `area`, holding that role there."""
    made = User(username=username or f"user{next(number)}", **fields)
    made.set_password(password) if password else made.set_unusable_password()
    made.save()
    if role:
        RoleAssignment.objects.create(user=made, role=role, area=area or globals()["area"]())
    return made


def learner(*, person=None, **fields):
    return Learner.objects.create(person=person, adopted_at=timezone.now() if person else None, **fields)


def completion(*, learner=None, on=None, **fields):
    now = timezone.now()
    return Completion.objects.create(
        learner=learner or globals()["learner"](),
        lesson_key=fields.pop("lesson_key", uuid.uuid4()),
        course_key=fields.pop("course_key", uuid.uuid4()),
        language=fields.pop("language", "km"),
        completed_on=on or timezone.localdate(now),
        completed_at=now,
        **fields,
    )


def ambassador(*, area=None, username=None, password=None, status=Ambassador.Status.ACTIVE, **fields):
    """An active ambassador who may log training sessions, with a person, a user and the role."""
    fields = {"required_course_done_at": timezone.now()} | fields
    area = area or globals()["area"]()
    who = fields.pop("person", None) or person(given_name_km="ស្រីនាង", family_name_km="សុខ", nickname="")
    made = Ambassador.objects.create(person=who, area=area, status=status, **fields)
    user(username, role="ambassador", area=area, password=password, person=who)
    return made


def topic(code="first-steps", **fields):
    names = {"name_en": "First steps", "name_km": "ជំហានដំបូង"} | fields
    return Topic.objects.get_or_create(code=code, defaults=names)[0]


def training_session(*, ambassador=None, venue=None, cells=None, status="submitted", **fields):
    """A training session; `cells` is {(gender, age band): count}, two women of 18–24 unless given."""
    made = TrainingSession.objects.create(
        ambassador=ambassador or globals()["ambassador"](),
        venue=venue or globals()["venue"](),
        held_on=fields.pop("held_on", timezone.localdate()),
        duration_minutes=fields.pop("duration_minutes", 60),
        topic=None if fields.get("course_key") else fields.pop("topic", None) or topic(),
        made_at=fields.pop("made_at", timezone.now()),
        status=status,
        **fields,
    )
    cells = {("female", "18-24"): 2} if cells is None else cells
    HeadcountCell.objects.bulk_create(
        HeadcountCell(training_session=made, gender=gender, age_band=band, count=count)
        for (gender, band), count in cells.items()
    )
    return made


def school(*, venue=None, **fields):
    return School.objects.create(venue=venue or globals()["venue"](), **fields)


def issue_category(code="wifi", **fields):
    names = {"name_en": "Wi-Fi", "name_km": "វ៉ាយហ្វាយ"} | fields
    return IssueCategory.objects.get_or_create(code=code, defaults=names)[0]


def issue_note(*, ambassador=None, venue=None, **fields):
    venue = venue or globals()["venue"]()
    return IssueNote.objects.create(
        ambassador=ambassador or globals()["ambassador"](),
        category=fields.pop("category", None) or issue_category(),
        area=venue.area,
        venue=venue,
        text=fields.pop("text", "វ៉ាយហ្វាយដាច់"),
        made_on=fields.pop("made_on", timezone.localdate()),
        made_at=fields.pop("made_at", timezone.now()),
        **fields,
    )


def plan(*, ambassador=None, venue=None, on=None, **fields):
    """A session planned for a day, tomorrow unless given."""
    return PlannedSession.objects.create(
        ambassador=ambassador or globals()["ambassador"](),
        venue=venue or globals()["venue"](),
        planned_on=on or timezone.localdate() + dt.timedelta(days=1),
        **fields,
    )


def learner_group(*, ambassador=None, members=(), **fields):
    """A group of the persons given."""
    made = LearnerGroup.objects.create(
        ambassador=ambassador or globals()["ambassador"](), name=fields.pop("name", "ក្រុមថ្ងៃសៅរ៍"), **fields
    )
    made.members.set(members)
    return made


def announcement(*, area=None, **fields):
    """What the ambassadors of an area are told from today on for a week."""
    today = timezone.localdate()
    return Announcement.objects.create(
        area=area or globals()["area"](),
        title_km=fields.pop("title_km", "ប្រជុំ"),
        text_km=fields.pop("text_km", "ថ្ងៃសៅរ៍ ម៉ោង 8"),
        published_on=fields.pop("published_on", today),
        expires_on=fields.pop("expires_on", today + dt.timedelta(days=7)),
        **fields,
    )
