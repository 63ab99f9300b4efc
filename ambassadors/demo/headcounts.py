"""Believable headcounts: how many come, how old they are, and how many of them are women."""

from collections import Counter

from ambassadors.models import PriorityGroup, TrainingSession
from ambassadors.models.sessions import FACES
from ambassadors.sessions.headcount import Headcount
from lms.demo.registry import weighted
from lms.models import AgeBand, Gender

Kind = TrainingSession.Kind

SIZES = {Kind.SCHOOL: (25, 45, 36), Kind.COMMUNITY: (6, 20, 11), Kind.ZONE: (4, 12, 7), Kind.HOME: (2, 5, 3)}
AGES = {
    Kind.COMMUNITY: {"18-24": 16, "25-30": 16, "31-45": 30, "46-59": 24, "60+": 14},
    Kind.ZONE: {"15-17": 10, "18-24": 34, "25-30": 24, "31-45": 22, "46-59": 8, "60+": 2},
    Kind.HOME: {"18-24": 10, "25-30": 12, "31-45": 30, "46-59": 28, "60+": 20},
}
# Lower classes first, upper ones second: a class is nearly of one age.
CLASSES = [{"10-14": 88, "15-17": 12}, {"10-14": 10, "15-17": 90}]
# Men hold the phone in the middle of life; it is older women who come when somebody teaches in the village.
WOMEN = {
    "10-14": 0.48,
    "15-17": 0.47,
    "18-24": 0.36,
    "25-30": 0.37,
    "31-45": 0.42,
    "46-59": 0.54,
    "60+": 0.60,
}
WOMEN_MORE = {"1801": 0.04, "1802": 0.0, "1803": -0.07, "1804": -0.08, "1805": -0.05, "1806": 0.02}
MORE_AT_HOME, MORE_AT_ZONE, MORE_OVER_TIME = 0.12, -0.06, 0.16
DISABILITY = {Kind.SCHOOL: 0.01, Kind.COMMUNITY: 0.035, Kind.ZONE: 0.015, Kind.HOME: 0.09}


def count_heads(dice, *, kind, district, progress, named=0):
    """(Headcount, people with disabilities) of one training session, without the `named` people who came too."""
    size = max(1, round(dice.triangular(*SIZES[kind])) - named)
    ages = dice.choice(CLASSES) if kind == Kind.SCHOOL else AGES[kind]
    cells = Counter()
    for _ in range(size):
        band = weighted(dice, ages)
        cells[_gender(dice, kind, band, district, progress), _noted(dice, kind, band)] += 1
    with_disabilities = sum(dice.random() < DISABILITY[kind] for _ in range(size))
    return Headcount(dict(sorted(cells.items()))), with_disabilities


def ask_about(dice, people):
    """({priority group: people}, {face: people}) of one training session; many facilitators ask about neither."""
    are_counted = dice.random() < 0.5
    groups = {group.value: dice.randint(1, 1 + people // 3) for group in PriorityGroup if are_counted}
    answers = dice.choices(FACES, weights=[1, 4, 15], k=people) if dice.random() < 0.4 else []
    return groups, dict(sorted(Counter(answers).items()))


def _gender(dice, kind, band, district, progress):
    if kind == Kind.SCHOOL:  # the class register says it, and classes change little
        share = WOMEN[band] + WOMEN_MORE[district] / 3
        return Gender.FEMALE if dice.random() < share else Gender.MALE
    if dice.random() < 0.012:
        return weighted(dice, {Gender.NOT_RECORDED: 5, Gender.UNDISCLOSED: 3, Gender.ANOTHER: 1})
    share = WOMEN[band] + WOMEN_MORE[district] + MORE_OVER_TIME * (progress - 0.5)
    share += {Kind.HOME: MORE_AT_HOME, Kind.ZONE: MORE_AT_ZONE}.get(kind, 0)
    return Gender.FEMALE if dice.random() < share else Gender.MALE


def _noted(dice, kind, band):
    """Ages of grown-ups are guessed by the facilitator, who now and then does not dare to."""
    return AgeBand.NOT_RECORDED if kind != Kind.SCHOOL and dice.random() < 0.012 else AgeBand(band)
