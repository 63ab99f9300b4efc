"""What many training sessions of one ambassador look like together, beside those of others (pure functions).

No figure here says that somebody invented anything: a class of girls, a market day or a school that is strict about
fives explains most. Each measure says in words what to ask about, or that there is too little to say anything.
Methods: Whipple's index (UN Demographic Yearbook), ratio estimate with training sessions as clusters (Cochran,
Sampling Techniques, chapter 6), exact binomial tail.
"""

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ambassadors.models import Measure

# Below these there is too little to say. One class of a school is one cluster, however many sit in it.
LEAST_SESSIONS, LEAST_PEOPLE, LEAST_AGES, LEAST_TOTALS = 10, 100, 50, 30
# How sure: about one in 700 honest ambassadors is asked about by chance.
SURE_Z, SURE_P = 3.0, 0.002
WHIPPLE_AGES = range(23, 63)
# A total this small is counted at a glance, and no digit of it is preferred.
SMALLEST_TOTAL = 10
# Somebody needs this long from one venue to the next.
LEAST_MINUTES_BETWEEN = 10


@dataclass(frozen=True)
class Result:
    """One measure of one ambassador. `is_enough` is False where there is too little to say."""

    measure: Measure
    is_enough: bool = True
    is_odd: bool = False
    facts: dict = field(default_factory=dict)


def too_few(measure, here, needed):
    return Result(measure, is_enough=False, facts={"here": here, "needed": needed})


def _compared(measure, mine, others, threshold):
    """Two shares, each from [(part, whole)] of single sessions, compared with sessions as clusters."""
    mine, others = ([pair for pair in pairs if pair[1]] for pairs in (mine, others))
    people = sum(whole for _part, whole in mine)
    if len(mine) < LEAST_SESSIONS:
        return too_few(measure, len(mine), LEAST_SESSIONS)
    if people < LEAST_PEOPLE:
        return too_few(measure, people, LEAST_PEOPLE)
    if len(others) < LEAST_SESSIONS:
        return Result(measure, is_enough=False)
    (share, variance), (other_share, other_variance) = _share(mine), _share(others)
    difference = (share - other_share) * 100
    error = math.sqrt(variance + other_variance) * 100
    is_odd = abs(difference) >= threshold and abs(difference) >= SURE_Z * error
    return Result(
        measure,
        is_odd=is_odd,
        facts={"percent": round(share * 100), "others": round(other_share * 100), "sessions": len(mine)},
    )


def _share(pairs):
    """(share, its variance) of [(part, whole)], the pairs being the units that were sampled."""
    total, n = sum(whole for _part, whole in pairs), len(pairs)
    share = sum(part for part, _whole in pairs) / total
    residuals = sum((part - share * whole) ** 2 for part, whole in pairs)
    return share, residuals / total**2 * n / (n - 1)


def gender_ratio(mine, others, threshold):
    """Women's share against that of the other ambassadors. [(women, women and men)] of single sessions."""
    return _compared(Measure.GENDER_RATIO, mine, others, threshold)


def one_band(mine, others, threshold):
    """How often everybody in a session is of one age, against the others. [(heads in the fullest band, heads)]."""
    return _compared(Measure.ONE_BAND, mine, others, threshold)


def age_heaping(ages, threshold):
    """Whipple's index of the ages of people an ambassador wrote down: how often they end in 0 or 5."""
    counted = [age for age in ages if age in WHIPPLE_AGES]
    if len(counted) < LEAST_AGES:
        return too_few(Measure.AGE_HEAPING, len(counted), LEAST_AGES)
    heaped = sum(age % 5 == 0 for age in counted)
    index = round(heaped * 500 / len(counted))
    is_odd = index >= threshold and binomial_tail(heaped, len(counted), 0.2) < SURE_P
    return Result(
        Measure.AGE_HEAPING, is_odd=is_odd, facts={"people": len(counted), "heaped": heaped, "index": index}
    )


def repeated(headcounts, threshold):
    """How many headcounts are just like an earlier one. `headcounts` are sets of cells, in the order of their days.

    Those of fewer people than SMALLEST_TOTAL repeat by chance and are left out.
    """
    large = [cells for cells in headcounts if sum(count for *_where, count in cells) >= SMALLEST_TOTAL]
    if len(large) < LEAST_SESSIONS:
        return too_few(Measure.REPEATED, len(large), LEAST_SESSIONS)
    again = len(large) - len(set(large))
    is_odd = again >= 3 and again * 100 >= threshold * len(large)
    return Result(Measure.REPEATED, is_odd=is_odd, facts={"repeated": again, "sessions": len(large)})


def last_digits(totals, threshold):
    """How many totals end in 0 or 5; by chance one in five does."""
    large = [total for total in totals if total >= SMALLEST_TOTAL]
    if len(large) < LEAST_TOTALS:
        return too_few(Measure.LAST_DIGITS, len(large), LEAST_TOTALS)
    ends = Counter(total % 10 for total in large)
    round_ones = ends[0] + ends[5]
    is_odd = (
        round_ones * 100 >= threshold * len(large) and binomial_tail(round_ones, len(large), 0.2) < SURE_P
    )
    return Result(
        Measure.LAST_DIGITS,
        is_odd=is_odd,
        facts={"round": round_ones, "sessions": len(large), "expected": round(len(large) / 5)},
    )


def speed(sessions, threshold):
    """Days with more sessions than `threshold`, and ways from venue to venue that nobody can make.

    `sessions` are (day, venue, first minute or None, last minute or None).
    """
    if len(sessions) < LEAST_SESSIONS:
        return too_few(Measure.SPEED, len(sessions), LEAST_SESSIONS)
    days = defaultdict(list)
    for day, venue, begin, end in sessions:
        days[day].append((begin, end, venue))
    hurried = 0
    for of_day in days.values():
        timed = sorted(each for each in of_day if each[0] is not None)
        for (_begin, end, venue), (begin, _end, next_venue) in itertools.pairwise(timed):
            hurried += venue != next_venue and begin - end < LEAST_MINUTES_BETWEEN
    full = sum(len(of_day) > threshold for of_day in days.values())
    return Result(
        Measure.SPEED,
        is_odd=full >= 2 or hurried >= 3,
        facts={
            "most": max(map(len, days.values())),
            "full": full,
            "hurried": hurried,
            "minutes": LEAST_MINUTES_BETWEEN,
            "usual": threshold,
        },
    )


def binomial_tail(successes, trials, chance):
    """Probability of so many successes or more."""
    return sum(
        math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(successes, trials + 1)
    )
