"""People who may have been registered twice. They are proposed to staff, never joined by themselves (R54)."""

from functools import lru_cache
from itertools import combinations, pairwise

from lms.khmer import search_key
from lms.models import AgeBand, KnownApart

NAMES = (
    ("family_name_km", "given_name_km"),
    ("family_name_latin", "given_name_latin"),
    ("nickname",),
)
COMPARED = ["gender", "birth_year", "age_band", "commune_id"]
FIELDS = [*(field for fields in NAMES for field in fields), *COMPARED]
# Of more people who look alike, each is only set beside the next: 50 pupils called Dara would make 1,225 pairs.
ALL_PAIRS_UP_TO = 4


@lru_cache(maxsize=100_000)
def name_key(name):
    """What two spellings of one name have in common: no spaces, one order of signs, small letters."""
    return search_key(name).replace(" ", "")


def keys_of(person):
    """The keys under which a person is found to be like another; `person` maps FIELDS to values.

    Same name in Khmer, in Latin letters or the same nickname, and same birth year (or age band as stated), gender and
    commune. Nobody is proposed whose age is not known at all.
    """
    age = person["birth_year"] or person["age_band"]
    if age == AgeBand.NOT_RECORDED:
        return set()
    names = {name_key("".join(person[field] for field in fields)) for fields in NAMES} - {""}
    return {(name, age, person["gender"], person["commune_id"]) for name in names}


def keyed(people):
    """{key: [pk, the first registered first]} of a query set of people."""
    found = {}
    for row in people.order_by("registered_at", "pk").values("pk", *FIELDS).iterator(chunk_size=5000):
        for key in keys_of(row):
            found.setdefault(key, []).append(row["pk"])
    return found


def proposals(people):
    """[(pk, pk)] of pairs among `people` that look like one human being, and of whom nobody has said otherwise.

    One query over the people and one over the pairs known to be apart; 20,000 people take well under a second.
    """
    pairs = {}
    for alike in keyed(people.known()).values():
        found = combinations(alike, 2) if len(alike) <= ALL_PAIRS_UP_TO else pairwise(alike)
        pairs |= dict.fromkeys(found)
    apart = set(KnownApart.objects.values_list("first", "second"))
    return [pair for pair in pairs if tuple(sorted(pair)) not in apart]
