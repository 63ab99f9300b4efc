"""What a table of the report is: a fixed name, columns in both languages, and rows from the figures."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.models import Gender

WHOLE, PART = "all", "part"
NOT_RECORDED = "not_recorded"

GENDERS = (
    (Gender.FEMALE, "female", "ស្រី"),
    (Gender.MALE, "male", "ប្រុស"),
    (Gender.ANOTHER, "another", "ផ្សេងទៀត"),
    (Gender.UNDISCLOSED, "undisclosed", "មិនចង់ប្រាប់"),
    (Gender.NOT_RECORDED, "not recorded", "មិនបានកត់ត្រា"),
)


@dataclass(frozen=True)
class Column:
    """One column. `name` is its stable English name; `kind`: text, date, count, number, share or ratio.

    Additive: its parts may be summed. A share is between 0 and 1; shares and ratios are empty on an empty base.
    """

    name: str
    name_km: str
    kind: str = "text"
    is_additive: bool = False

    @property
    def heading(self):
        return f"{self.name} · {self.name_km}"

    @property
    def is_summed(self):
        """Numbers whose column can be added up to compare two copies, whatever that sum may mean."""
        return self.kind in ("count", "number")


@dataclass(frozen=True)
class Table:
    """`rows(reach)` yields tuples, one value for each column.

    `is_figures`: part of the data that is hashed. `is_styled`: a number format for each cell; too slow for `facts`.
    """

    name: str
    title: str
    title_km: str
    columns: tuple[Column, ...]
    rows: Callable
    is_figures: bool = True
    is_styled: bool = True

    def position(self, name):
        """Where a column stands, from 0."""
        return [column.name for column in self.columns].index(name)


def gender_columns(measure, measure_km, *, is_additive):
    """The eight columns that every measure of people has (R41)."""
    counts = [*((english, khmer) for _code, english, khmer in GENDERS), ("total", "សរុប")]
    return (
        *(
            Column(f"{measure}: {english}", f"{measure_km}៖ {khmer}", "count", is_additive)
            for english, khmer in counts
        ),
        Column(f"{measure}: % female of known", f"{measure_km}៖ ភាគរយស្រីក្នុងចំនួនដែលស្គាល់ភេទ", "share"),
        Column(f"{measure}: female/male ratio", f"{measure_km}៖ អនុបាតស្រីធៀបនឹងប្រុស", "ratio"),
    )


def gender_values(counts):
    """The eight values of a ByGender. The total is of all codes, so that an unknown one would show."""
    return (
        *(counts[code] for code, _english, _khmer in GENDERS),
        counts.total(),
        rounded(counts.female_share),
        rounded(counts.female_to_male),
    )


def rounded(value):
    return None if value is None else round(value, 4)


PEOPLE = gender_columns("People reached", "មនុស្សដែលបានទទួល", is_additive=False)
PARTICIPATIONS = gender_columns("Participations", "ការចូលរួម", is_additive=True)
ROW = Column("Row", "ជួរ")
USAGE = (
    Column("Connections", "ការភ្ជាប់", "count", True),
    Column("Device-days", "ចំនួនឧបករណ៍ក្នុងមួយថ្ងៃៗ", "count", True),
    Column("Hours online", "ម៉ោងភ្ជាប់", "number", True),
    Column("Gigabytes", "ជីហ្គាបៃ", "number", True),
)


def usage_values(places):
    """Connections, device-days, hours and gigabytes of some WifiUse; never people."""
    return (
        sum(place.connections for place in places),
        sum(place.devices for place in places),
        round(sum(place.seconds for place in places) / 3600, 2),
        round(sum(place.bytes for place in places) / 1e9, 3),
    )
