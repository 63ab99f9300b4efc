"""What the demonstration's ambassadors plan, whom they meet in groups, and what they are told."""

import datetime as dt

from ambassadors.models import Ambassador, Announcement, LearnerGroup, PlannedSession, Topic
from lms.demo.learning import course_keys
from lms.models import Area, LearnerCard, Person, Venue

# Days from the first one after the six months: today, where the demonstration has just been loaded.
DAYS_PLANNED = [-4, 0, 1, 3, 8]
TIMES = [None, dt.time(8, 30), dt.time(14), dt.time(16)]
NOTES = ["", "យកថ្មបម្រុងទៅជាមួយ។", "", "សួរម្ចាស់កន្លែងអំពីកៅអីបន្ថែម។"]
GROUP_NAMES = ["ក្រុមថ្ងៃសៅរ៍", "ក្រុមអ្នកលក់ដូរ", "ក្រុមចាស់ៗ"]
MOST_MEMBERS = 8
# (official code of the area, titles, texts, days it is shown from and until)
ANNOUNCEMENTS = [
    (
        "18",
        ("ប្រជុំទូតឌីជីថល", "Meeting of the ambassadors"),
        (
            "ថ្ងៃសៅរ៍ខាងមុខ ម៉ោង 8 ព្រឹក នៅមជ្ឈមណ្ឌលសហគមន៍។ សូមយកទូរសព្ទ និងទម្រង់ក្រដាសដែលមិនទាន់បានបញ្ចូលមកជាមួយ។",
            "Next Saturday at 8 in the morning, at the neighbourhood centre. Bring your phone and paper forms that are "
            "not entered yet.",
        ),
        (-2, 10),
    ),
    (
        "1801",
        ("កន្លែងដាក់កាតអ្នករៀន", "Where to get learner cards"),
        (
            "ក្រដាសសម្រាប់បោះពុម្ពកាត មាននៅការិយាល័យសង្កាត់លេខ 1។",
            "Paper for printing cards is at the office of Sangkat 1.",
        ),
        (-5, 5),
    ),
]


def load(demonstration):
    dice = demonstration.dice("plans")
    team = Ambassador.objects.active().filter(person__is_demo=True)
    topics = list(Topic.objects.order_by("code"))
    venues = list(
        Venue.objects.filter(is_demo=True).open(on=demonstration.until).select_related("area").order_by("pk")
    )
    plans = []
    for ambassador in team.select_related("person__user", "area").order_by("pk"):
        near = [venue for venue in venues if venue.area.parent_id == ambassador.area_id]
        for day in sorted(dice.sample(DAYS_PLANNED, dice.randint(2, 4))):
            follows_course = dice.random() < 0.4
            plans.append(
                PlannedSession(
                    id=demonstration.id(f"plan {ambassador.person} {day}"),
                    ambassador=ambassador,
                    planned_on=demonstration.until + dt.timedelta(days=day),
                    starts_at=dice.choice(TIMES),
                    venue=dice.choice(near),
                    course_key=course_keys()[0] if follows_course else None,
                    topic=None if follows_course else dice.choice(topics),
                    note=dice.choice(NOTES),
                    made_at=demonstration.end - dt.timedelta(days=5),
                )
            )
        _group(demonstration, dice, ambassador, near)
    PlannedSession.objects.bulk_create(plans)
    _announce(demonstration)


def _group(demonstration, dice, ambassador, near):
    """Some of those whom the ambassador enrolled meet once a week."""
    cards = LearnerCard.objects.filter(person__enrolled_by=ambassador.person.user).order_by("pk")
    people = list(Person.objects.known().filter(learner_card__in=cards).order_by("pk")[:MOST_MEMBERS])
    if people:
        group = LearnerGroup.objects.create(
            id=demonstration.id(f"group {ambassador.person}"),
            ambassador=ambassador,
            name=dice.choice(GROUP_NAMES),
            venue=dice.choice(near),
            made_at=demonstration.end - dt.timedelta(days=30),
        )
        members = LearnerGroup.members.through
        members.objects.bulk_create(members(learnergroup=group, person=person) for person in people)


def _announce(demonstration):
    areas = {area.code: area for area in Area.objects.current(on=demonstration.until)}
    Announcement.objects.bulk_create(
        Announcement(
            title_km=title_km,
            title_en=title_en,
            text_km=text_km,
            text_en=text_en,
            area=areas[code],
            published_on=demonstration.until + dt.timedelta(days=first),
            expires_on=demonstration.until + dt.timedelta(days=last),
            is_demo=True,
        )
        for code, (title_km, title_en), (text_km, text_en), (first, last) in ANNOUNCEMENTS
    )


def rows(ambassadors):
    groups = LearnerGroup.objects.filter(ambassador__in=ambassadors)
    return [
        Announcement.objects.filter(is_demo=True),
        PlannedSession.objects.filter(ambassador__in=ambassadors),
        LearnerGroup.members.through.objects.filter(learnergroup__in=groups),
        groups,
    ]
