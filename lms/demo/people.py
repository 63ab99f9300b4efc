"""Registered people, what they agreed to, and their learner cards; and guests, of whom nothing is known."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lms.demo.names import NICKNAMES, full_name
from lms.demo.places import communes
from lms.demo.registry import DAYS, MONTHS, Refused, Turns, weighted
from lms.demo.sign_ins import DEMO_CARD, DEMO_PIN
from lms.models import (
    AgeBand,
    Consent,
    ConsentPurpose,
    ConsentText,
    Disability,
    Gender,
    Learner,
    LearnerCard,
    Person,
    Venue,
)
from lms.models.people import CODE_ALPHABET, CODE_LENGTH, PIN_HASHER

PEOPLE, SECOND_PHONES, GUESTS = 344, 6, 50  # 400 learners

# Where people live. More in town, and more of the town's women come: the gap differs from place to place.
HOMES = {
    "180101": 30,
    "180102": 24,
    "180103": 28,
    "180104": 38,
    "180204": 9,
    "180207": 18,
    "180209": 12,
    "180210": 9,
    "180211": 12,
    "180212": 12,
    "180214": 30,
    "180301": 12,
    "180303": 18,
    "180304": 9,
    "180401": 9,
    "180402": 16,
    "180501": 13,
    "180502": 5,
    "180601": 15,
    "180602": 9,
    "180603": 11,
    None: 9,
}
WOMEN_MORE = {"1801": 0.05, "1802": 0.01, "1803": -0.09, "1804": -0.10, "1805": -0.06, "1806": 0.02}
WOMEN_AT_START, WOMEN_MORE_EACH_MONTH = 0.31, 0.045
REGISTRATIONS = dict(enumerate((10, 12, 14, 18, 22, 24)))  # {month: weight}
AGES = {
    (8, 9): 1,
    (10, 14): 7,
    (15, 17): 14,
    (18, 24): 27,
    (25, 30): 15,
    (31, 45): 20,
    (46, 59): 11,
    (60, 74): 5,
}


def load(demonstration):
    dice = demonstration.dice("people")
    areas = communes(demonstration)
    documented = _documented_person(demonstration, areas["180104"])
    people = [documented, *_registered(demonstration, dice, areas)]
    people.sort(key=lambda person: person.registered_at)
    Person.objects.bulk_create(people)
    _give_consents(demonstration, people)
    _give_cards(demonstration, people, documented)
    _make_learners(demonstration, people)


def _documented_person(demonstration, commune):
    """The owner of the documented learner card: a grown woman with some lessons behind her."""
    return Person(
        family_name_km="រស់",
        given_name_km="បុប្ផា",
        family_name_latin="Ros",
        given_name_latin="Bopha",
        gender=Gender.FEMALE,
        birth_year=demonstration.until.year - 38,
        commune=commune,
        disability=Disability.NO,
        registered_at=demonstration.moment(demonstration.until - dt.timedelta(days=40), dt.time(17, 20)),
        is_demo=True,
    )


def _registered(demonstration, dice, areas):
    """All others, day by day."""
    months = sorted(weighted(dice, REGISTRATIONS) + dice.random() for _ in range(PEOPLE - 1))
    women = Turns()
    for months_gone in months:
        day = demonstration.since + dt.timedelta(days=int(months_gone * DAYS / MONTHS))
        commune = areas.get(weighted(dice, HOMES))
        gender = _gender(dice, women, int(months_gone), commune)
        age = dice.randint(*weighted(dice, AGES))
        # Under 18 a nickname only, and nothing on disability; many grown-ups prefer a nickname too.
        is_nicknamed = age < 18 or dice.random() < 0.3
        disability = weighted(dice, {Disability.NO: 58, Disability.YES: 4, Disability.NOT_ASKED: 38})
        yield Person(
            gender=gender,
            commune=commune,
            disability=Disability.NOT_ASKED if age < 18 else disability,
            registered_at=demonstration.moment(day, dt.time(dice.randint(7, 19), dice.randint(0, 59))),
            is_demo=True,
            **_age(demonstration, dice, age),
            **({"nickname": dice.choice(NICKNAMES)} if is_nicknamed else full_name(dice, gender)),
        )


def _gender(dice, women, month, commune):
    if dice.random() < 0.035:
        return weighted(dice, {Gender.UNDISCLOSED: 4, Gender.NOT_RECORDED: 4, Gender.ANOTHER: 2})
    district = commune.parent.code if commune else None
    share = WOMEN_AT_START + WOMEN_MORE_EACH_MONTH * month + WOMEN_MORE.get(district, 0)
    return Gender.FEMALE if women.take(district, share) else Gender.MALE


def _age(demonstration, dice, age):
    how = weighted(dice, {"birth year": 75, "age band": 23, "nothing": 2})
    if how == "birth year" or age < 18:
        return {"birth_year": demonstration.until.year - age}
    return {"age_band": AgeBand.of_age(age) if how == "age band" else AgeBand.NOT_RECORDED}


def _give_consents(demonstration, people):
    dice = demonstration.dice("consents")
    texts = {text.purpose: text for text in ConsentText.objects.order_by("version")}
    lacking = set(ConsentPurpose.values) - set(texts)
    if lacking:
        raise Refused(
            f"These consent texts are missing: {', '.join(sorted(lacking))}. Run load_reference first."
        )
    chances = {ConsentPurpose.PROGRESS: 1, ConsentPurpose.CONTACT: 0.3, ConsentPurpose.NAMED_REPORT: 0.15}
    consents = []
    for person in people:
        is_minor = person.is_minor(on=demonstration.until)
        for purpose, chance in chances.items():
            if dice.random() >= chance or (is_minor and purpose != ConsentPurpose.PROGRESS):
                continue
            withdrawn_at = person.registered_at + dt.timedelta(days=dice.randint(3, 40))
            is_withdrawn = purpose != ConsentPurpose.PROGRESS and dice.random() < 0.08
            consents.append(
                Consent(
                    person=person,
                    text=texts[purpose],
                    purpose=purpose,
                    language="en" if dice.random() < 0.05 else "km",
                    given_by=dice.choice(["guardian", "school", "school"]) if is_minor else "person",
                    given_at=person.registered_at,
                    withdrawn_at=withdrawn_at if is_withdrawn and withdrawn_at < demonstration.end else None,
                )
            )
    Consent.objects.bulk_create(consents)


def _give_cards(demonstration, people, documented):
    dice = demonstration.dice("cards")
    pin_hash = make_password(DEMO_PIN, hasher=PIN_HASHER)  # once, for all: the PIN is the same
    codes = {DEMO_CARD}
    while len(codes) < len(people):
        codes.add("".join(dice.choices(CODE_ALPHABET, k=CODE_LENGTH)))
    others = iter(sorted(codes - {DEMO_CARD}))
    LearnerCard.objects.bulk_create(
        LearnerCard(
            person=person,
            code=DEMO_CARD if person is documented else next(others),
            pin_hash=pin_hash,
            made_at=person.registered_at,
        )
        for person in people
    )


def _make_learners(demonstration, people):
    dice = demonstration.dice("learners")
    posters = list(
        Venue.objects.filter(is_demo=True, kind__code="wifi-zone").select_related("area").order_by("pk")
    )
    learners = []

    def learner(name, made_at, person=None, **fields):
        home = person.commune if person else None
        near = [
            venue
            for venue in posters
            if venue.is_open(on=timezone.localdate(made_at))
            and (home is None or venue.area.parent_id == home.parent_id)
        ]
        learners.append(
            Learner(
                id=demonstration.id(name),
                person=person,
                came_through=dice.choice(near) if near and dice.random() < 0.6 else None,
                made_at=made_at,
                is_demo=True,
                **fields,
            )
        )

    for number, person in enumerate(people):
        made_at = person.registered_at - dt.timedelta(minutes=dice.randint(12, 50))
        learner(f"learner {number}", made_at, person, adopted_at=person.registered_at)
    for number, person in enumerate(dice.sample(people[: PEOPLE // 2], SECOND_PHONES)):
        made_at = person.registered_at + dt.timedelta(days=dice.randint(10, 40), hours=-dice.randint(0, 2))
        learner(f"second phone {number}", made_at, person, adopted_at=made_at + dt.timedelta(minutes=3))
    for number in range(GUESTS):
        day = demonstration.since + dt.timedelta(days=int(DAYS * dice.random() ** 0.7))
        gender = weighted(dice, {"not_recorded": 30, "male": 10, "female": 8, "undisclosed": 2})
        made_at = demonstration.moment(day, dt.time(dice.randint(7, 19), dice.randint(0, 59)))
        learner(f"guest {number}", made_at, gender=gender)
    Learner.objects.bulk_create(learners)
