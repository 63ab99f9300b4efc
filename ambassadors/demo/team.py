"""Fourteen ambassadors, nine of them women, in every district of the province."""

import datetime as dt

from ambassadors.demo import life
from ambassadors.models import Ambassador
from lms.demo.sign_ins import Role, make_users
from lms.models import Area, Disability, Gender, Partner, Person, User

# (family and given name in Khmer and Latin letters, gender, age, district, commune, day of joining, status).
# Days count from the start of the six months.
TEAM = [
    ("សុខ", "ស្រីនាង", "Sok", "Sreyneang", "female", 23, "1801", "180101", -120),
    ("ព្រំ", "ដារ៉ា", "Prum", "Dara", "male", 27, "1801", "180104", -120),
    ("ហេង", "ម៉ាលី", "Heng", "Maly", "female", 21, "1801", "180103", -30),
    ("លី", "ស្រីពៅ", "Ly", "Sreypov", "female", 24, "1801", "180102", 62),
    ("មាស", "ធីតា", "Meas", "Thida", "female", 29, "1802", "180214", -120),
    ("ម៉ៅ", "វុទ្ធី", "Mao", "Vuthy", "male", 31, "1802", "180207", -120),
    ("ជា", "រចនា", "Chea", "Rachana", "female", 22, "1802", "180212", -30),
    ("គឹម", "សុវណ្ណ", "Kim", "Sovann", "male", 26, "1802", "180209", 93),
    ("រស់", "គន្ធា", "Ros", "Kunthea", "female", 25, "1803", "180303", -120),
    ("សៅ", "សំណាង", "Sao", "Samnang", "male", 34, "1803", "180301", -60),
    ("ទូច", "ផល្លី", "Touch", "Phally", "female", 28, "1804", "180402", -30),
    ("ខៀវ", "បូរី", "Khiev", "Borey", "male", 24, "1805", "180501", 70),
    ("ផាន", "សុជាតា", "Phan", "Socheata", "female", 22, "1806", "180601", -60),
    ("លឹម", "នារី", "Lim", "Neary", "female", 33, "1806", "180603", -120),
]
PAUSED, PAUSED_SINCE = 10, 125  # number in the team, and the day after which nothing came from there
ENROLLED = 0.3  # share of people whom an ambassador helped to register
HOSTS = [Partner.Kind.UNIVERSITY, Partner.Kind.CSO, Partner.Kind.NGO, None]


def user_name(number):
    return f"demo-ambassador-{number}"


def load(demonstration):
    areas = {area.code: area for area in Area.objects.current(on=demonstration.until)}
    partners = {partner.kind: partner for partner in Partner.objects.filter(is_demo=True)}
    people, ambassadors, users = [], [], []
    for number, (family, given, latin_family, latin_given, gender, age, district, home, joined) in enumerate(
        TEAM
    ):
        joined_on = demonstration.since + dt.timedelta(days=joined)
        person = Person(
            family_name_km=family,
            given_name_km=given,
            family_name_latin=latin_family,
            given_name_latin=latin_given,
            gender=Gender(gender),
            birth_year=demonstration.until.year - age,
            commune=areas[home],
            disability=Disability.NO,
            registered_at=demonstration.moment(joined_on, dt.time(9)),
            is_demo=True,
        )
        people.append(person)
        ambassadors.append(
            Ambassador(
                person=person,
                area=areas[district],
                partner=partners.get(HOSTS[number % len(HOSTS)]),
                status=Ambassador.Status.PAUSED if number == PAUSED else Ambassador.Status.ACTIVE,
                joined_on=joined_on,
                required_course_done_at=demonstration.moment(joined_on, dt.time(16)),
                stopped_on=demonstration.since + dt.timedelta(days=PAUSED_SINCE)
                if number == PAUSED
                else None,
            )
        )
        user = User(username=user_name(number + 1), full_name=f"{family} {given}", person=person)
        users.append((user, Role.AMBASSADOR, [district]))
    Person.objects.bulk_create(people)
    Ambassador.objects.bulk_create(ambassadors)
    make_users(demonstration, users)
    life.load(demonstration, ambassadors)
    _enrol(demonstration)


def _enrol(demonstration):
    """Ambassadors helped some of the people of their district to register."""
    dice = demonstration.dice("enrolled")
    by_district = {}
    for user in User.objects.filter(person__ambassador__isnull=False, is_demo=True).order_by("pk"):
        by_district.setdefault(user.person.ambassador.area_id, []).append(user)
    people = Person.objects.filter(is_demo=True, user=None, commune__parent__in=list(by_district))
    enrolled = []
    for person in people.select_related("commune").order_by("registered_at", "pk"):
        if dice.random() < ENROLLED:
            person.enrolled_by = dice.choice(by_district[person.commune.parent_id])
            enrolled.append(person)
    Person.objects.bulk_update(enrolled, ["enrolled_by"])
